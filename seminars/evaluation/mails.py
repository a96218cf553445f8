"""The thanks with the link to the evaluation, and whether it is still true when the letter leaves."""

from types import SimpleNamespace
from typing import Any, cast

from django.conf import settings
from django.utils import translation

from darbigas_kopienas.activities.contacts import contact_of
from darbigas_kopienas.activities.letter_words import (
    about_activity,
    recipient,
    sample_activity,
    sample_contact,
    sample_name,
)
from darbigas_kopienas.mailing.letters import Letter, NoLetter, Words
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.programme.actors import Reader

from .links import evaluation_path
from .models import EvaluationTicket


def compose_thanks(mail: OutgoingMail) -> Letter | NoLetter:
    """While the seminar counts as held, somebody's hours stand, and they have not evaluated yet."""
    ticket = (
        EvaluationTicket.objects.filter(pk=mail.context.get("ticket"), is_used=False)
        .select_related("registration__activity")
        .first()
    )
    if ticket is None:
        return NoLetter(Reason.ANSWERED)
    if not ticket.registration.activity.is_held or not ticket.registration.is_active:
        return NoLetter(Reason.CHANGED)
    if not ticket.registration.attendances.counting().exists():
        return NoLetter(Reason.CHANGED)
    with translation.override(mail.language):
        url = settings.PUBLIC_URL + evaluation_path(ticket)
    activity = ticket.registration.activity
    return Letter(
        {"activity": activity, "registration": ticket.registration, "evaluation_url": url}, contact=contact_of(activity)
    )


def _newest(reader: Reader, mail: OutgoingMail) -> Letter | None:
    """Of whoever took part; whether they have evaluated is not looked at."""
    held = {"activity__programme": mail.programme_id, "activity__kind": "seminar", "activity__state": "held"}
    rows = Registration.objects.for_staff(reader).confirmed().filter(**held).exclude(email="")
    registration = rows.select_related("activity").order_by("-activity__held_on", "-pk").first()
    if registration is None:
        return None
    context = {"activity": registration.activity, "registration": registration, "evaluation_url": settings.PUBLIC_URL}
    return Letter(context, contact=contact_of(registration.activity))


def _sample() -> Letter:
    context = {
        "activity": sample_activity(),
        "registration": SimpleNamespace(name=sample_name()),
        "evaluation_url": settings.PUBLIC_URL,
    }
    return Letter(context, contact=sample_contact())


WORDS = Words(
    placeholders=(
        *about_activity(lambda letter: letter.context["activity"]),
        recipient(lambda letter: cast("Any", letter.context["registration"]).name),
    ),
    newest=_newest,
    sample=_sample,
)
