"""What a holder is written to, and whether it is still true when the letter leaves."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.activities.contacts import contact_of
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.values import signed_tokens

from .models import Certificate


def certificates_path(registration: Registration) -> str:
    """The holder's own page of their papers, by the link that came with registering."""
    return reverse("seminars:certificate_place", args=[signed_tokens.token(links.PLACE, registration.pk)])


def compose_certificate(mail: OutgoingMail) -> Letter | NoLetter:
    """`certificate_ready` while the paper is valid, `certificate_revoked` once it is revoked."""
    certificate = (
        Certificate.objects.filter(pk=mail.context.get("certificate"))
        .select_related("registration", "seminar__activity", "replaces")
        .first()
    )
    wanted = "valid" if mail.template == "certificate_ready" else "revoked"
    if certificate is None or certificate.state != wanted:
        return NoLetter(Reason.CHANGED)
    with translation.override(mail.language):
        url = settings.PUBLIC_URL + certificates_path(certificate.registration)
    return Letter({"certificate": certificate, "papers_url": url}, contact=contact_of(certificate.seminar.activity))
