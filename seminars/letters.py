"""Who is written to after the seminar, what they are told, and whether it is still true when the letter leaves."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.registry import Letter, register_letter
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.participation.participants.filters import Mark, has_begun
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.models import RegistrationQuerySet

from .models import Certificate, EvaluationTicket

EVALUATION = "seminars.evaluation"


def _without_paper(rows: RegistrationQuerySet, _activity: Activity) -> RegistrationQuerySet:
    """They came and may ask why they got nothing; whoever did not come is found as absent."""
    valid = Certificate.objects.valid().filter(registration=OuterRef("pk"))
    came = Attendance.objects.counting().filter(registration=OuterRef("pk"))
    return rows.confirmed().filter(Exists(came)).exclude(Exists(valid))


def _gives_papers(activity: Activity) -> bool:
    return activity.kind == Activity.Kind.SEMINAR and has_begun(activity)


# the organiser finds them in the list of participants and writes to them
NO_PAPER = Mark(_("came, but hold neither certificate nor confirmation"), _without_paper, _gives_papers)


def evaluation_token(ticket: EvaluationTicket) -> str:
    return signing.Signer(salt=EVALUATION, sep=".").sign(str(ticket.pk))


def ticket_in(token: str) -> int | None:
    """The ticket that the token stands for; None where it was not made here."""
    try:
        return int(signing.Signer(salt=EVALUATION, sep=".").unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def evaluation_path(ticket: EvaluationTicket) -> str:
    return reverse("seminars:evaluation_give", args=[evaluation_token(ticket)])


def papers_path(registration: Registration) -> str:
    """The holder's own page of their papers, by the link that came with registering."""
    return reverse("seminars:certificate_place", args=[links.token(links.PLACE, registration.pk)])


def compose_certificate(mail: Any) -> Letter | None:
    """`certificate_ready` while the paper is valid, `certificate_revoked` once it is revoked."""
    certificate = (
        Certificate.objects.filter(pk=mail.context.get("certificate"))
        .select_related("registration", "seminar__activity", "replaces")
        .first()
    )
    wanted = "valid" if mail.template == "certificate_ready" else "revoked"
    if certificate is None or certificate.state != wanted:
        return None
    with translation.override(mail.language):
        url = settings.PUBLIC_URL + papers_path(certificate.registration)
    return Letter({"certificate": certificate, "papers_url": url})


def compose_thanks(mail: Any) -> Letter | None:
    """While the seminar counts as held, somebody's hours stand, and they have not evaluated yet."""
    ticket = (
        EvaluationTicket.objects.filter(pk=mail.context.get("ticket"), is_used=False)
        .select_related("registration__activity")
        .first()
    )
    if ticket is None or not ticket.registration.activity.is_held or not ticket.registration.is_standing:
        return None
    if not ticket.registration.attendances.counting().exists():
        return None
    with translation.override(mail.language):
        url = settings.PUBLIC_URL + evaluation_path(ticket)
    return Letter({"activity": ticket.registration.activity, "evaluation_url": url})


def register_all() -> None:
    register_letter("certificate_ready", compose_certificate)
    register_letter("certificate_revoked", compose_certificate)
    register_letter("thanks_evaluation", compose_thanks)
