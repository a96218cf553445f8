"""Thanks with a link to the evaluation, and the evaluation itself, which nothing ties to a person."""

import contextlib
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.states import State
from darbigas_kopienas.mailing.services import BadAddress, queue
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock
from seminars.seminar.models import Seminar

from .errors import AlreadyEvaluated, EmptyEvaluation
from .models import MARKS, Evaluation, EvaluationTicket

TEXTS = ("will_use", "to_improve")
THANKED_FOR = timedelta(days=14)  # an older seminar is not asked about any more
LONGEST_ANSWER = 2000


def thank(*, by: Actor, limit: int = 200) -> int:
    """A letter to each who attended a seminar that is over, once; returns how many tickets were made.

    The ticket is the memory that somebody was thanked: a second sweep finds it and passes by.
    """
    today = clock.today()
    over = (
        Seminar.objects.filter(activity__state=State.HELD, activity__held_on__gte=today - THANKED_FOR)
        .select_related("activity")
        .prefetch_related("activity__sessions")
    )
    done = 0
    for seminar in over:
        if seminar.last_day < today:
            done += _thank_those_of(seminar, limit - done, by=by)
    return done


def _thank_those_of(seminar: Seminar, limit: int, *, by: Actor) -> int:
    seen = Attendance.objects.counting().filter(session__activity=seminar.activity_id).values("registration")
    people = Registration.objects.active().filter(pk__in=seen, evaluation_ticket__isnull=True)
    registrations = list(people.order_by("pk")[: max(limit, 0)])
    for registration in registrations:
        registration.activity = seminar.activity
        _thank(registration, by=by)
    return len(registrations)


@transaction.atomic
def _thank(registration: Registration, *, by: Actor) -> None:
    ticket, is_new = EvaluationTicket.objects.get_or_create(registration=registration)
    if not is_new or not registration.email:
        return
    with contextlib.suppress(BadAddress):  # a damaged address stops nobody else's thanks
        queue(
            by=by,
            to=registration.email,
            template="thanks_evaluation",
            language=registration.language,
            context={"ticket": ticket.pk},
            unique_key=f"evaluation:{ticket.pk}",
            scope=registration.activity.scope,
            about=registration.activity,
        )


@transaction.atomic
def evaluate(*, ticket_pk: int, marks: Mapping[str, int | None], will_use: str = "", to_improve: str = "") -> None:
    """Keep what a participant thinks; their ticket is used up, without a time.

    Neither a row nor the audit trail says whose it is: no `by=`, no entry. Raises AlreadyEvaluated, EmptyEvaluation,
    EvaluationTicket.DoesNotExist.
    """
    given = {name: marks.get(name) for name in MARKS}
    words = {"will_use": will_use.strip()[:LONGEST_ANSWER], "to_improve": to_improve.strip()[:LONGEST_ANSWER]}
    if not any(given.values()) and not any(words.values()):
        raise EmptyEvaluation(_("Give at least one mark or write a few words."), code="empty")
    tickets = EvaluationTicket.objects.select_for_update(of=("self",)).select_related("registration")
    ticket = tickets.get(pk=ticket_pk)
    if ticket.is_used:
        raise AlreadyEvaluated(_("You have already evaluated this seminar. Thank you!"), code="used")
    ticket.is_used = True
    ticket.save(update_fields=["is_used"])
    seminar = Seminar.objects.get(activity=ticket.registration.activity_id)
    Evaluation.objects.create(seminar=seminar, **given, **words)


def open_ticket(registration: Registration) -> object:
    """The ticket by which this participant can still evaluate, or None."""
    return EvaluationTicket.objects.filter(registration=registration, is_used=False).first()


def find_ticket(pk: int | None) -> EvaluationTicket | None:
    """With the activity that it belongs to."""
    if pk is None:
        return None
    return EvaluationTicket.objects.filter(pk=pk).select_related("registration__activity").first()
