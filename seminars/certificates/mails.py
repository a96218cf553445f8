"""What a holder is written to, and whether it is still true when the letter leaves."""

from types import SimpleNamespace
from typing import Any, cast

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.contacts import contact_of
from darbigas_kopienas.activities.letter_words import (
    about_activity,
    recipient,
    sample_activity,
    sample_contact,
    sample_name,
)
from darbigas_kopienas.mailing.letters import Letter, NoLetter, Placeholder, Words
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.programme.actors import Reader
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


def _newest(reader: Reader, mail: OutgoingMail) -> Letter | None:
    rows = Certificate.objects.for_staff(reader).valid().filter(seminar__activity__programme=mail.programme_id)
    certificate = rows.select_related("seminar__activity", "replaces").order_by("-pk").first()
    if certificate is None:
        return None
    context = {"certificate": certificate, "papers_url": settings.PUBLIC_URL}
    return Letter(context, contact=contact_of(certificate.seminar.activity))


def _sample() -> Letter:
    activity = sample_activity()
    certificate = SimpleNamespace(
        number="DK-2026-0001", holder=sample_name(), replaces=None,
        seminar=SimpleNamespace(title=activity.title, activity=activity),
    )  # fmt: skip
    return Letter({"certificate": certificate, "papers_url": settings.PUBLIC_URL}, contact=sample_contact())


def _certificate(letter: Letter) -> Any:
    return cast("Any", letter.context["certificate"])


READY = Words(
    placeholders=(
        *about_activity(lambda letter: _certificate(letter).seminar.activity),
        recipient(lambda letter: _certificate(letter).holder),
        Placeholder("numurs", "number", _("number of the document"), lambda letter: _certificate(letter).number),
    ),
    newest=_newest,
    sample=_sample,
)
