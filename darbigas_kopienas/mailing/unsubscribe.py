"""The link below an e-mail that one may do without: it names the e-mail, since an address would be read on the way."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.values.signed_tokens import pk_in, token

from .letters import kinds
from .models import OutgoingMail

LINK = "mailing.unsubscribe"


def topic_of(mail: OutgoingMail) -> str:
    """Empty for an e-mail that is sent whether it is wanted or not."""
    kind = kinds().get(mail.template)
    return kind.topic if kind is not None else ""


def unsubscribe_url(mail: OutgoingMail) -> str:
    """With the public address, in the e-mail's language; empty where nobody may do without it, or it is an example."""
    if mail.pk is None or not topic_of(mail):
        return ""
    with translation.override(mail.language):
        return settings.PUBLIC_URL + reverse("home:mail_unsubscribe", args=[token(LINK, mail.pk)])


def mail_behind(token: str) -> OutgoingMail | None:
    """None where the link was not made here, or the address of the e-mail was forgotten meanwhile."""
    return OutgoingMail.objects.filter(pk=pk_in(LINK, token) or 0).exclude(to_email="").first()
