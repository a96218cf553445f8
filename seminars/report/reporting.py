"""What the seminars of a span come to: days, hours, people, papers, money. Component 1 of the report.

Days and hours go by the day each session was held. A seminar itself, who came to it and what came of it are counted
once: in the span in which the seminar was held, however many days it had.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.models import Change, Session
from darbigas_kopienas.activities.reporting import deviation_of
from darbigas_kopienas.activities.spending import booked_on
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.participation.participants.unique_people import Turnout, turnout
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.figures import TextPair
from seminars.certificates.models import Certificate
from seminars.evaluation.reporting import evaluation_summary
from seminars.hours.reporting import attended
from seminars.seminar.models import Seminar

from .chapter import SeminarFigures
from .origins import origins_of
from .values import Marks, SeminarLine

WHOLE_PROGRAMME = _("Whole programme")
DEVIATIONS = {
    State.POSTPONED: pgettext_lazy("seminar", "%(day)s “%(title)s” was postponed. Reason: %(reason)s"),
    State.MOVED_ONLINE: pgettext_lazy("seminar", "%(day)s “%(title)s” was moved online. Reason: %(reason)s"),
    State.CANCELLED: pgettext_lazy("seminar", "%(day)s “%(title)s” was cancelled. Reason: %(reason)s"),
}
TO_A_DAY = pgettext_lazy("seminar", "%(day)s “%(title)s” was postponed to %(moved_to)s. Reason: %(reason)s")


@dataclass(frozen=True)
class _Outcomes:
    """What is known of the counted seminars, by activity or by seminar."""

    came: Turnout
    hours: dict[int, Decimal]
    certificates: dict[tuple[int, str], int]
    marks: dict[int, Marks]
    booked: dict[int, Decimal]


def figures(scope: Scope, starts_on: date, ends_on: date) -> SeminarFigures:
    """Of a programme, or of one municipality in it; both days inclusive. Twelve statements, however many seminars."""

    def in_span(day: date | None) -> bool:
        return day is not None and starts_on <= day <= ends_on

    span = (starts_on, ends_on)
    seminars = list(
        Seminar.objects.in_scope(scope)
        .filter(activity__state=State.HELD)
        .filter(Q(activity__held_on__range=span) | Q(activity__sessions__held_on__range=span))
        .distinct()
        .with_activity()
        .prefetch_related(Prefetch("activity__sessions", Session.objects.order_by("starts_at")))
        .order_by("activity__held_on", "pk")
    )
    counted = [seminar for seminar in seminars if in_span(seminar.activity.held_on)]
    outcomes = _outcomes(counted)
    came = outcomes.came
    return SeminarFigures(
        lines=tuple(_line(seminar, in_span, outcomes) for seminar in seminars),
        unique=came.unique,
        deviations=_deviations(scope, starts_on, ends_on),
        **origins_of([seminar.activity_id for seminar in counted], came),
    )


def _outcomes(counted: list[Seminar]) -> _Outcomes:
    """Six statements, however many seminars."""
    activities = [seminar.activity_id for seminar in counted]
    hours = attended(registration__activity__in=activities).order_by().values_list("registration__activity")
    certificates = Certificate.objects.valid().filter(seminar__in=counted).order_by().values_list("seminar", "kind")
    return _Outcomes(
        came=turnout([seminar.activity for seminar in counted]),
        hours=dict(hours.annotate(sum=Sum("hours"))),
        certificates={(seminar, kind): number for seminar, kind, number in certificates.annotate(number=Count("pk"))},
        marks=_marks(counted),
        booked=booked_on(activities),
    )


def _marks(seminars: Iterable[Seminar]) -> dict[int, Marks]:
    """Of those with enough answers only."""
    summaries = evaluation_summary([seminar.pk for seminar in seminars])
    return {
        pk: Marks(summary.total, summary.number, summary.n) for pk, summary in summaries.items() if summary.is_shown
    }


def _line(seminar: Seminar, in_span: Callable[[date | None], bool], outcomes: _Outcomes) -> SeminarLine:
    pk, activity = seminar.pk, seminar.activity
    is_counted = in_span(activity.held_on)
    return SeminarLine(
        pk=pk,
        title=TextPair.of(activity, "title"),
        municipality=_municipality(seminar),
        days=_days(seminar, in_span),
        hours=_hours(seminar, in_span),
        is_counted=is_counted,
        attendances=outcomes.came.of(activity.pk).attendances,
        unique=outcomes.came.of(activity.pk).unique,
        kind=_kind(seminar),
        audience=TextPair.translated(Seminar.Audience(seminar.audience_group).label),
        attended_hours=outcomes.hours.get(activity.pk, Decimal(0)),
        certificates=outcomes.certificates.get((pk, Certificate.Kind.CERTIFICATE), 0),
        confirmations=outcomes.certificates.get((pk, Certificate.Kind.ATTENDANCE), 0),
        marks=outcomes.marks.get(pk, Marks()),
        planned=seminar.planned_cost if is_counted else None,
        spent=outcomes.booked.get(activity.pk, Decimal("0.00")),
    )


def _kind(seminar: Seminar) -> TextPair:
    """An A programme is one by its type and approval on the day."""
    training, held_on = seminar.training_programme, seminar.activity.held_on
    if training is None:
        return TextPair.translated(_("Without a training programme"))
    if held_on is not None and training.is_approved_on(held_on):
        return TextPair.translated(_("Approved A programme"))
    return TextPair.translated(_("Other training programme"))


def _days(seminar: Seminar, in_span: Callable[[date | None], bool]) -> tuple[date, ...]:
    """The days on which its sessions were held; a seminar kept without sessions has the one day it was held."""
    sessions = seminar.activity.sessions.all()
    held_days = {session.held_on for session in sessions} if sessions else {seminar.activity.held_on}
    return tuple(sorted(day for day in held_days if day is not None and in_span(day)))


def _hours(seminar: Seminar, in_span: Callable[[date | None], bool]) -> Decimal:
    """Where no session was kept, the hours are those of the training programme that it ran."""
    sessions = seminar.activity.sessions.all()
    if sessions:
        return sum((session.academic_hours for session in sessions if in_span(session.held_on)), Decimal(0))
    return Decimal(seminar.training_programme.academic_hours) if seminar.training_programme else Decimal(0)


def _municipality(seminar: Seminar) -> TextPair:
    municipality = seminar.activity.municipality
    return TextPair.of(municipality, "name") if municipality else TextPair.translated(WHOLE_PROGRAMME)


def _deviations(scope: Scope, starts_on: date, ends_on: date) -> tuple[TextPair, ...]:
    """What was postponed, moved online or cancelled, with its reason."""
    changes = Change.objects.deviations_between(starts_on, ends_on).filter(
        activity__seminar__isnull=False, activity__programme_id=scope.programme_id
    )
    if scope.municipality_id is not None:
        changes = changes.filter(activity__municipality_id=scope.municipality_id)
    return tuple(deviation_of(change, DEVIATIONS, TO_A_DAY) for change in changes.select_related("activity"))
