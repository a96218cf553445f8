"""What allauth asks of us: mail goes through the outbox, links carry the public address."""

import uuid
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.utils.translation import gettext

from . import services


class PortalAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Queue the mail; the outbox sends it, so a mail server that is down never turns into an error page."""
        words = {"public_url": settings.PUBLIC_URL, "email": email, "current_site": _site()}
        message = self.render_mail(template_prefix, email, {**words, **_public(context)})
        html = ""
        if isinstance(message, EmailMultiAlternatives):
            html = next((str(body) for body, kind in message.alternatives if kind == "text/html"), "")
        services.queue_message(
            to=email, subject=message.subject, text=str(message.body), html=html, unique_key=f"account:{uuid.uuid4()}"
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return str(super().get_login_redirect_url(request))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True


def _public(context: dict[str, object]) -> dict[str, object]:
    """Links lead to the one public address: allauth makes them of the request's host, which the sender chooses."""
    return {
        name: settings.PUBLIC_URL + urlsplit(value)._replace(scheme="", netloc="").geturl()
        if name.endswith("_url") and isinstance(value, str)
        else value
        for name, value in context.items()
    }


def _site() -> dict[str, str]:
    """How allauth's letters name the portal: its public address, never the host of the request."""
    return {"name": gettext("Active Communities"), "domain": urlsplit(settings.PUBLIC_URL).netloc}
