"""What the seminars of a span come to: days, hours, people. Component 1 of the report.

Days and hours go by the day each session was held. A seminar itself, and who came to it, is counted once: in the span
in which the seminar was held, however many days it had.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Change, Session, State
from darbigas_kopienas.figures import Chapter, Column, Figure, Record, Row, Table, TextPair
from darbigas_kopienas.participation.reporting import turnout
from darbigas_kopienas.programme.scoping import Scope

from .models import Seminar

WHOLE_PROGRAMME = _("Whole programme")


@dataclass(frozen=True)
class SeminarLine:
    """One seminar in the span. `is_counted` is false where only some of its days lie in the span."""

    pk: int
    title: TextPair
    municipality: TextPair
    days: tuple[date, ...]
    hours: Decimal
    is_counted: bool
    attendances: int
    unique: int

    @property
    def record(self) -> Record:
        return Record("seminars.seminar", self.pk, self.title)


@dataclass(frozen=True)
class SeminarFigures:
    """`unique` counts a registered person once over all seminars; people counted without names are an estimate."""

    lines: tuple[SeminarLine, ...]
    unique: int
    deviations: tuple[TextPair, ...]

    @property
    def seminars(self) -> int:
        return sum(line.is_counted for line in self.lines)

    @property
    def days(self) -> int:
        """Two seminars on one day are two seminar days."""
        return sum(len(line.days) for line in self.lines)

    @property
    def hours(self) -> Decimal:
        """Academic hours (40 minutes) taught."""
        return sum((line.hours for line in self.lines), Decimal(0))

    @property
    def attendances(self) -> int:
        return sum(line.attendances for line in self.lines)

    @property
    def counted(self) -> tuple[SeminarLine, ...]:
        return tuple(line for line in self.lines if line.is_counted)

    def chapter(self) -> Chapter:
        return Chapter(
            code="S",
            title=TextPair.translated(_("Training programmes and seminars")),
            component_label="1",
            figures=self._figures(),
            tables=(self._by_municipality(), self._list()),
            deviations=self.deviations,
        )

    def _figures(self) -> tuple[Figure, ...]:
        taught = tuple(line.record for line in self.lines)
        counted = tuple(line.record for line in self.counted)
        same_people = TextPair.translated(_("People counted without names are an estimate."))
        return (
            Figure("S1", TextPair.translated(_("Seminar days")), self.days, "count", taught),
            Figure("S2", TextPair.translated(_("Seminars")), self.seminars, "count", counted),
            Figure("S3", TextPair.translated(_("Attendances at seminars")), self.attendances, "count", counted),
            Figure("S4", TextPair.translated(_("Different people")), self.unique, "count", counted, same_people),
            Figure("S5", TextPair.translated(_("Academic hours taught")), self.hours, "hours", taught),
        )

    def _by_municipality(self) -> Table:
        names = list(dict.fromkeys(line.municipality for line in self.lines))
        rows = [Row(_sums(name, [line for line in self.lines if line.municipality == name])) for name in names]
        return Table(
            code="S.municipalities",
            title=TextPair.translated(_("Seminars by municipality")),
            columns=(
                Column(TextPair.translated(_("Municipality"))),
                Column(TextPair.translated(_("Seminars")), "count"),
                Column(TextPair.translated(_("Seminar days")), "count"),
                Column(TextPair.translated(_("Academic hours")), "count"),
                Column(TextPair.translated(_("Attendances")), "count"),
            ),
            rows=tuple(rows),
            total=Row(_sums(TextPair.translated(_("Total")), self.lines)),
        )

    def _list(self) -> Table:
        return Table(
            code="S.list",
            title=TextPair.translated(_("Seminars held")),
            columns=(
                Column(TextPair.translated(_("Seminar"))),
                Column(TextPair.translated(_("Day")), "date"),
                Column(TextPair.translated(_("Municipality"))),
                Column(TextPair.translated(_("Seminar days")), "count"),
                Column(TextPair.translated(_("Academic hours")), "count"),
                Column(TextPair.translated(_("Attendances")), "count"),
            ),
            rows=tuple(
                Row(
                    (line.title, line.days[0], line.municipality, len(line.days), line.hours, line.attendances),
                    line.record,
                    ("S1", "S2", "S3", "S5") if line.is_counted else ("S1", "S5"),
                )
                for line in self.lines
            ),
        )


def figures(scope: Scope, starts_on: date, ends_on: date) -> SeminarFigures:
    """Of a programme, or of one municipality in it; both days inclusive. Five statements, however many seminars."""

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
    counted = [one.activity for one in seminars if in_span(one.activity.held_on)]
    came = turnout(counted)
    return SeminarFigures(
        lines=tuple(
            SeminarLine(
                pk=one.pk,
                title=TextPair.of(one.activity, "title"),
                municipality=_municipality(one),
                days=_days(one, in_span),
                hours=_hours(one, in_span),
                is_counted=in_span(one.activity.held_on),
                attendances=came.of(one.activity_id).attendances,
                unique=came.of(one.activity_id).unique,
            )
            for one in seminars
        ),
        unique=came.unique,
        deviations=_deviations(scope, starts_on, ends_on),
    )


def _days(seminar: Seminar, in_span: Callable[[date | None], bool]) -> tuple[date, ...]:
    """The days on which its sessions were held; a seminar kept without sessions has the one day it was held."""
    sessions = seminar.activity.sessions.all()
    held = {one.held_on for one in sessions} if sessions else {seminar.activity.held_on}
    return tuple(sorted(day for day in held if day is not None and in_span(day)))


def _hours(seminar: Seminar, in_span: Callable[[date | None], bool]) -> Decimal:
    """Where no session was kept, the hours are those of the training programme that it ran."""
    sessions = seminar.activity.sessions.all()
    if sessions:
        return sum((one.academic_hours for one in sessions if in_span(one.held_on)), Decimal(0))
    return Decimal(seminar.training_programme.academic_hours) if seminar.training_programme else Decimal(0)


def _municipality(seminar: Seminar) -> TextPair:
    municipality = seminar.activity.municipality
    return TextPair.of(municipality, "name") if municipality else TextPair.translated(WHOLE_PROGRAMME)


def _sums(name: TextPair, lines: Iterable[SeminarLine]) -> tuple[TextPair, int, int, Decimal, int]:
    mine = list(lines)
    return (
        name,
        sum(line.is_counted for line in mine),
        sum(len(line.days) for line in mine),
        sum((line.hours for line in mine), Decimal(0)),
        sum(line.attendances for line in mine),
    )


def _deviations(scope: Scope, starts_on: date, ends_on: date) -> tuple[TextPair, ...]:
    """What was postponed, moved online or cancelled, with its reason."""
    turns = Change.objects.deviations_between(starts_on, ends_on).filter(
        activity__seminar__isnull=False, activity__programme_id=scope.programme_id
    )
    if scope.municipality_id is not None:
        turns = turns.filter(activity__municipality_id=scope.municipality_id)
    return tuple(_deviation(turn) for turn in turns.select_related("activity"))


def _deviation(turn: Change) -> TextPair:
    title = TextPair.of(turn.activity, "title")
    state = TextPair.translated(State(turn.to_state).label)
    return TextPair(
        lv=f"{title.in_language('lv')}: {state.lv}. {turn.reason}",
        en=f"{title.in_language('en')}: {state.en}. {turn.reason}",
    )
