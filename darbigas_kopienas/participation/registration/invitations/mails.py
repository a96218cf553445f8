"""What an invitation says when it leaves, and whether it is still worth sending."""

from types import SimpleNamespace
from typing import Any, cast

from django.conf import settings

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
from darbigas_kopienas.participation.registration.invitations.about import about
from darbigas_kopienas.participation.registration.invitations.links import invitation_url
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.participation.registration.invitations.services import has_room
from darbigas_kopienas.programme.actors import Reader

FACTS = ("activity__enrolment", "activity__municipality", "activity__programme", "invited_by")


def compose(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where the person has answered, or nobody can register any more."""
    invitation = Invitation.objects.silent().filter(pk=mail.context.get("invitation")).select_related(*FACTS).first()
    if invitation is None:
        return NoLetter(Reason.ANSWERED)
    if not has_room(invitation.activity.enrolment):
        return NoLetter(Reason.CLOSED)
    return _letter_now(invitation)


def _letter_now(invitation: Invitation) -> Letter:
    context = {**about(invitation), "answer_url": invitation_url(invitation)}
    return Letter(context=context, contact=contact_of(invitation.activity))


def _newest(reader: Reader, mail: OutgoingMail) -> Letter | None:
    rows = Invitation.objects.visible_to(reader).filter(activity__programme=mail.programme_id).exclude(email="")
    invitation = rows.select_related(*FACTS).order_by("-invited_at", "-pk").first()
    return _letter_now(invitation) if invitation is not None else None


def _sample() -> Letter:
    activity = sample_activity()
    context = {
        "activity": activity,
        "invitation": SimpleNamespace(name=sample_name(), words=""),
        "sessions": activity.shown_sessions,
        "invited_by": sample_contact().name,
        "answer_url": settings.PUBLIC_URL,
    }
    return Letter(context=context, contact=sample_contact())


WORDS = Words(
    placeholders=(
        *about_activity(lambda letter: letter.context["activity"]),
        recipient(lambda letter: cast("Any", letter.context["invitation"]).name),
    ),
    newest=_newest,
    sample=_sample,
)
