"""The tables of the chapter: the same seminars by municipality, by kind, by where people came from, and one by one."""

from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.values.figures import Cell, Column, Row, Table, TextPair
from seminars.plan.reporting import per_attendance

from .values import Marks, Origin, SeminarLine, hours_together, money_together, sums

pair = TextPair.translated
Lines = Sequence[SeminarLine]


def _of_teaching() -> tuple[Column, ...]:
    return (
        Column(pair(_("Seminars")), "count"),
        Column(pair(_("Seminar days")), "count"),
        Column(pair(_("Academic hours")), "count"),
        Column(pair(_("Attendances")), "count"),
    )


def by_municipality(lines: Lines) -> Table:
    """Where the seminars were held."""
    return Table(
        code="S.municipalities",
        title=pair(_("Seminars by municipality")),
        columns=(Column(pair(_("Municipality"))), *_of_teaching()),
        rows=tuple(Row((name, *sums(mine))) for (name,), mine in _grouped(lines, lambda line: (line.municipality,))),
        total=Row((pair(_("Total")), *sums(lines))),
    )


def by_kind(lines: Lines) -> Table:
    return Table(
        code="S.kinds",
        title=pair(_("Seminars by kind and audience")),
        columns=(Column(pair(_("Kind"))), Column(pair(_("For whom"))), *_of_teaching()),
        rows=tuple(
            Row((kind, audience, *sums(mine)))
            for (kind, audience), mine in _grouped(lines, lambda line: (line.kind, line.audience))
        ),
        total=Row((pair(_("Total")), None, *sums(lines))),
    )


def by_origin(municipalities: Sequence[Origin]) -> Table:
    return Table(
        code="S.from_municipalities",
        title=pair(_("Participants by the municipality they came from")),
        columns=(Column(pair(_("Municipality"))), *_of_people()),
        rows=tuple(
            Row((municipality.name, municipality.attendances, municipality.unique)) for municipality in municipalities
        ),
        total=Row((pair(_("Total")), *_people(municipalities))),
    )


def by_school(schools: Sequence[Origin]) -> Table:
    return Table(
        code="S.from_schools",
        title=pair(_("Participants by the school they came from")),
        columns=(Column(pair(_("School or organisation"))), Column(pair(_("Municipality"))), *_of_people()),
        rows=tuple(Row((school.name, school.municipality, school.attendances, school.unique)) for school in schools),
        total=Row((pair(_("Total")), None, *_people(schools))),
    )


def _of_people() -> tuple[Column, Column]:
    return (Column(pair(_("Attendances")), "count"), Column(pair(_("Unique participants")), "count"))


def _people(origins: Iterable[Origin]) -> tuple[int, int]:
    rows = list(origins)
    return sum(row.attendances for row in rows), sum(row.unique for row in rows)


def held(lines: Lines) -> Table:
    return Table(
        code="S.list",
        title=pair(_("Seminars held")),
        columns=(
            Column(pair(_("Seminar"))),
            Column(pair(_("Day")), "date"),
            Column(pair(_("Municipality"))),
            Column(pair(_("Seminar days")), "count"),
            Column(pair(_("Academic hours")), "count"),
            Column(pair(_("Attendances")), "count"),
        ),
        rows=tuple(
            Row(
                (line.title, line.days[0], line.municipality, len(line.days), line.hours, line.attendances),
                line.record,
                ("S1", "S2", "S3", "S5") if line.is_counted else ("S1", "S5"),
            )
            for line in lines
        ),
    )


def came_of_it(counted: Lines) -> Table:
    """What remained of each seminar: hours, papers, opinions, and what it cost."""
    spent = money_together(line.spent for line in counted)
    is_planned = any(line.planned is not None for line in counted)
    outcomes = tuple(code for code in OUTCOMES if is_planned or code != PLANNED)
    return Table(
        code="S.outcomes",
        title=pair(_("Seminars held: hours attended, certificates, evaluation and cost")),
        columns=(
            Column(pair(_("Seminar"))),
            Column(pair(_("Hours attended")), "count"),
            Column(pair(_("Certificates")), "count"),
            Column(pair(_("Confirmations")), "count"),
            Column(pair(_("Evaluation, of 5")), "mean"),
            *([Column(pair(_("Planned cost")), "money")] if is_planned else []),
            Column(pair(_("Booked")), "money"),
            Column(pair(_("Per attendance")), "money"),
        ),
        rows=tuple(Row(_outcome(line, is_planned=is_planned), line.record, outcomes) for line in counted),
        total=Row(
            (
                pair(_("Total")),
                hours_together(line.attended_hours for line in counted),
                sum(line.certificates for line in counted),
                sum(line.confirmations for line in counted),
                sum((line.marks for line in counted), Marks()).mean,
                *([money_together(line.planned for line in counted)] if is_planned else []),
                spent,
                per_attendance(spent, sum(line.attendances for line in counted)),
            )
        ),
    )


OUTCOMES = ("S6", "S7", "S8", "S9", "S10", "S11", "S12")
PLANNED = "S10"


def _outcome(line: SeminarLine, *, is_planned: bool) -> tuple[Cell, ...]:
    return (
        line.title,
        line.attended_hours,
        line.certificates,
        line.confirmations,
        line.marks.mean,
        *([line.planned] if is_planned else []),
        line.spent,
        per_attendance(line.spent, line.attendances),
    )


def _grouped(
    lines: Lines, key: Callable[[SeminarLine], tuple[TextPair, ...]]
) -> list[tuple[tuple[TextPair, ...], list[SeminarLine]]]:
    """In the order in which each first appears."""
    groups: dict[tuple[TextPair, ...], list[SeminarLine]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return list(groups.items())
