"""The chapter of the report: figures S1 to S12 and their tables, of frozen values. Reads no database."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.values.figures import Chapter, Figure, TextPair
from seminars.plan.reporting import per_attendance

from . import tables
from .values import Marks, Origin, SeminarLine, hours_together, money_together

pair = TextPair.translated


@dataclass(frozen=True)
class SeminarFigures:
    """`unique` counts a registered person once over all seminars; people counted without names are an estimate."""

    lines: tuple[SeminarLine, ...]
    unique: int
    deviations: tuple[TextPair, ...]
    municipalities: tuple[Origin, ...] = ()
    schools: tuple[Origin, ...] = ()

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

    @property
    def marks(self) -> Marks:
        """Of the seminars whose evaluations may be shown."""
        return sum((line.marks for line in self.counted), Marks())

    @property
    def spent(self) -> Decimal:
        return money_together(line.spent for line in self.counted)

    def chapter(self) -> Chapter:
        return Chapter(
            code="S",
            title=pair(_("Training programmes and seminars")),
            component_label="1",
            figures=(*self._of_teaching(), *self._of_outcomes()),
            tables=(
                tables.by_municipality(self.lines),
                tables.by_kind(self.lines),
                tables.by_origin(self.municipalities),
                tables.by_school(self.schools),
                tables.held(self.lines),
                tables.came_of_it(self.counted),
            ),
            deviations=self.deviations,
        )

    def _of_teaching(self) -> tuple[Figure, ...]:
        taught = tuple(line.record for line in self.lines)
        counted = tuple(line.record for line in self.counted)
        same_people = pair(_("People counted without names are an estimate."))
        return (
            Figure("S1", pair(_("Seminar days")), self.days, "count", taught),
            Figure("S2", pair(_("Seminars")), self.seminars, "count", counted),
            Figure("S3", pair(_("Attendances at seminars")), self.attendances, "count", counted),
            Figure("S4", pair(_("Unique participants")), self.unique, "count", counted, same_people),
            Figure("S5", pair(_("Academic hours taught")), self.hours, "hours", taught),
        )

    def _planned(self) -> tuple[Figure, ...]:
        """Nothing at all where nobody planned a cost: 0,00 would read as a plan."""
        planned = [line for line in self.counted if line.planned is not None]
        if not planned:
            return ()
        cost = money_together(line.planned for line in planned)
        records = tuple(line.record for line in planned)
        return (Figure("S10", pair(_("Planned cost of seminars")), cost, "money", records),)

    def _of_outcomes(self) -> tuple[Figure, ...]:
        """Of the seminars that are counted in the span; each figure stands on those that have something to it."""
        rows, marks = self.counted, self.marks
        hours = hours_together(line.attended_hours for line in rows)
        named = pair(_("Only participants known by name."))
        seen = tuple(line.record for line in rows if line.attended_hours)
        certified = tuple(line.record for line in rows if line.certificates)
        confirmed = tuple(line.record for line in rows if line.confirmations)
        evaluated = tuple(line.record for line in rows if line.marks.number)
        costed = tuple(line.record for line in rows if line.spent)
        answers = pair(_("Based on %(n)s answers; a seminar with fewer than three is left out."), n=marks.answers)
        each = per_attendance(self.spent, sum(line.attendances for line in rows))
        return (
            Figure("S6", pair(_("Academic hours attended")), hours, "hours", seen, named),
            Figure("S7", pair(_("Certificates issued")), sum(line.certificates for line in rows), "count", certified),
            Figure(
                "S8", pair(_("Confirmations issued")), sum(line.confirmations for line in rows), "count", confirmed
            ),
            Figure("S9", pair(_("Evaluation by participants, of 5")), marks.mean, "mean", evaluated, answers),
            *self._planned(),
            Figure("S11", pair(_("Booked on seminars")), self.spent, "money", costed),
            Figure("S12", pair(_("Cost per attendance")), each, "money", costed),
        )  # fmt: skip
