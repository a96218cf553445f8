"""What allauth asks of us: mail goes through the outbox, links carry the public address."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy

from darbigas_kopienas.people import attempts, known_browsers, letter_limits, reauthentication
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.actors import MAILED_LINK, actor_of
from darbigas_kopienas.values.contacts import portal_contact
from darbigas_kopienas.web.security_log import Event, Outcome, note

from . import account_changes, services

TOO_MANY_PASSWORDS = ngettext_lazy(
    "The password was wrong too often. Try again in %(minutes)d minute, or have a code sent to your e-mail instead.",
    "The password was wrong too often. Try again in %(minutes)d minutes, or have a code sent to your e-mail instead.",
    "minutes",
)
# What allauth would have told of, by its template, and what happened.
CHANGES = {
    "account/email/email_changed": "email_changed",
    "account/email/email_deleted": "email_removed",
    "account/email/password_set": "password_set",
    "account/email/password_changed": "password_changed",
    "account/email/password_reset": "password_reset",
    "mfa/email/totp_activated": "factor_added",
    "mfa/email/totp_deactivated": "factor_removed",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
    "mfa/email/recovery_codes_removed": "recovery_codes_removed",  # by an administrator; allauth has no such letter
}


class PortalAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Queue the mail; the outbox sends it, so a mail server that is down never turns into an error page.

        Whoever typed the address is not asked who they are, so there is an end to it (letter_limits.py).
        """
        if not letter_limits.may_be_written(self.request, template_prefix, email):
            return
        words = {
            "public_url": settings.PUBLIC_URL,
            "email": email,
            "current_site": _site(),
            "contact": portal_contact(),
        }
        message = self.render_mail(template_prefix, email, {**words, **_public(context)})
        html = ""
        if isinstance(message, EmailMultiAlternatives):
            html = next((str(body) for body, kind in message.alternatives if kind == "text/html"), "")
        services.queue_message(
            to=email, subject=message.subject, text=str(message.body), html=html, unique_key=f"account:{uuid.uuid4()}"
        )

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, str] | None = None, email: str | None = None
    ) -> None:
        """Each change is written to all addresses of the account, in its person's language (account_changes.py)."""
        facts = context or {}
        account_changes.notify_of_change(
            by=actor_of(self.request.user, MAILED_LINK),
            user=user,
            change=CHANGES[template_prefix],
            address=facts.get("to_email") or facts.get("deleted_email") or "",
            before=[facts.get("from_email") or facts.get("deleted_email") or ""],
        )

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Allauth tells nobody of an address that is added. The first of a new account is nobody's to be told of."""
        user, address = email_address.user, email_address.email
        before = account_changes.addresses_of(user) - {address.lower()}
        is_confirmed = bool(super().confirm_email(request, email_address))
        if is_confirmed and before:
            account_changes.notify_of_change(
                by=actor_of(request.user, MAILED_LINK), user=user, change="email_added", address=address, before=before
            )
        return is_confirmed

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Allauth lets pass whoever has neither a password nor a second factor; they are sent for a mailed code."""
        user = self.request.user
        if (
            isinstance(user, User)
            and reauthentication.may_use_mailed_code(user)
            and not reauthentication.is_recent(self.request)
        ):
            raise ReauthenticationRequired
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: AnyUser) -> list[dict[str, str]]:
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        if isinstance(user, User):
            methods = reauthentication.by_passkey_first(user, methods)
        if isinstance(user, User) and reauthentication.may_use_mailed_code(user):
            description = gettext("Get a code by e-mail")
            methods.append({"id": "code", "description": description, "url": reverse(reauthentication.PAGE)})
        return methods

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Allauth counts by the address alone, so whoever knows it could lock its owner out."""
        self._attempt = attempts.attempt(request, "login_failed", str(credentials.get("email", "")))
        if self._attempt.is_refused:
            raise ValidationError(TOO_MANY_PASSWORDS, code="too_many", params={"minutes": self._attempt.minutes})

    def _rollback_login_failed_rl_usage(self) -> None:
        self._attempt.take_back()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        attempts.forget(request, "login_failed", str(credentials.get("email", "")))

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """Allauth's refusals to try anew, of second factors among them."""
        if code.startswith("too_many"):
            note(Event.LOCK_OUT, Outcome.REFUSED, action=code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        known_browsers.remember(request, response, user)
        return response

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
