"""The letter that asks a trainer, and who is told the answer."""

import hashlib
from types import SimpleNamespace
from typing import Any, cast

from django.conf import settings
from django.urls import reverse
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
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.colleagues import nearest_with
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.contacts import contact_at

from .links import token_of
from .models import Engagement


def ask_trainer(mail: OutgoingMail) -> Letter | NoLetter:
    """The facts of today; not sent where the trainer has answered meanwhile or there is nothing to answer any more."""
    engagements = Engagement.objects.select_related("trainer", "seminar__activity__municipality")
    engagement = engagements.filter(pk=mail.context.get("engagement"), state=Engagement.State.ASKED).first()
    if engagement is None:
        return NoLetter(Reason.ANSWERED)
    if engagement.seminar.activity.state in {"held", "cancelled"}:
        return NoLetter(Reason.OVER)
    seminar = engagement.seminar
    return Letter(
        context={
            "trainer": engagement.trainer,
            "seminar": seminar,
            "sessions": seminar.activity.shown_sessions,
            "answer_url": settings.PUBLIC_URL + reverse("seminars:engagement_answer", args=[token_of(engagement)]),
        },
        contact=contact_of(seminar.activity),
    )


def asked_key(engagement: Engagement) -> str:
    """Once an hour to one address; a corrected one is another, and no key shows it."""
    address = hashlib.sha256(engagement.trainer.email.encode()).hexdigest()[:16]
    return f"engagement:{engagement.pk}:asked:{clock.now():%Y%m%d%H}:{address}"


def answer_key(engagement: Engagement) -> str:
    """Which answer it is: whoever says no, then yes, then no again has given three."""
    return f"{engagement.state}:{engagement.answered_at:%Y%m%d%H%M%S%f}"


def organisers_of(engagement: Engagement) -> list[User]:
    """Whoever asked, while they may still write the seminar; else those of its municipality who may, else of the
    programme."""
    scope, asked_by = engagement.scope, engagement.asked_by
    if asked_by is not None and may(asked_by, Permission.WRITE_SEMINAR, scope):
        return [asked_by]
    return nearest_with(Permission.WRITE_SEMINAR, scope)


def notify_answer(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where the answer is another one meanwhile, the seminar is over, or it is no longer theirs to know."""
    engagements = Engagement.objects.select_related("trainer", "seminar__activity__municipality")
    engagement = engagements.filter(pk=mail.context.get("engagement"), answered_at__isnull=False).first()
    if engagement is None or answer_key(engagement) != mail.context.get("turn"):
        return NoLetter(Reason.CHANGED)
    seminar = engagement.seminar
    if seminar.activity.state in {"held", "cancelled"}:
        return NoLetter(Reason.OVER)
    if not may(mail.user, Permission.WRITE_SEMINAR, seminar.scope):
        return NoLetter(Reason.NO_RIGHT)
    with translation.override(mail.language):
        url = settings.PUBLIC_URL + reverse("seminars:running_list", args=[seminar.pk])
    return Letter(
        context={
            "trainer": engagement.trainer,
            "seminar": seminar,
            "comes": engagement.state == Engagement.State.CONFIRMED,
            "reason": engagement.reason,
            "seminar_url": url,
        },
        # the organiser's own address would be no answer to them
        contact=contact_at(engagement.trainer.email, engagement.trainer.name) or contact_of(seminar.activity),
    )


def _newest(reader: Reader, mail: OutgoingMail) -> Letter | None:
    rows = Engagement.objects.visible_to(reader).filter(seminar__activity__programme=mail.programme_id)
    engagement = rows.select_related("trainer", "seminar__activity__municipality").order_by("-pk").first()
    if engagement is None:
        return None
    activity = engagement.seminar.activity
    context = {
        "trainer": engagement.trainer,
        "seminar": engagement.seminar,
        "sessions": activity.shown_sessions,
        "answer_url": settings.PUBLIC_URL,
    }
    return Letter(context, contact=contact_of(activity))


def _sample() -> Letter:
    activity = sample_activity()
    context = {
        "trainer": SimpleNamespace(name=sample_name()),
        "seminar": SimpleNamespace(title=activity.title, activity=activity),
        "sessions": activity.shown_sessions,
        "answer_url": settings.PUBLIC_URL,
    }
    return Letter(context, contact=sample_contact())


ASKED = Words(
    placeholders=(
        *about_activity(lambda letter: cast("Any", letter.context["seminar"]).activity),
        recipient(lambda letter: cast("Any", letter.context["trainer"]).name),
    ),
    newest=_newest,
    sample=_sample,
)
