"""For how long each kind of data is stored, and what was set before."""

from dataclasses import dataclass

from darbigas_kopienas.people.models import RetentionPeriod
from darbigas_kopienas.people.retention import RetentionKind, days_by, kinds, numbers_overdue, span_in_words
from darbigas_kopienas.programme.models import Programme

from .lateness import late_kinds
from .overdue import groups_of


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of data, as it holds today."""

    kind: RetentionKind
    span: str
    least: str
    row: RetentionPeriod | None
    coming: list[tuple[RetentionPeriod, str]]
    number: int

    @property
    def is_of_documents(self) -> bool:
        """A template would call what gives them."""
        return self.kind.documents is not None


def lines_of(programme: Programme) -> list[Line]:
    """Every kind, in four statements."""
    holding, others = RetentionPeriod.objects.holding(), [kind for kind in kinds() if kind.documents is None]
    number_by_kind = numbers_overdue(others, holding=holding) | _documents_by_kind(programme)
    coming: dict[str, list[tuple[RetentionPeriod, str]]] = {}
    for row in RetentionPeriod.objects.coming():
        coming.setdefault(row.kind, []).append((row, span_in_words(row.days)))
    return [
        Line(
            kind=kind,
            span=span_in_words(days_by(kind, holding.get(kind.key))),
            least=span_in_words(kind.least) if kind.law else "",
            row=holding.get(kind.key),
            coming=coming.get(kind.key, []),
            number=number_by_kind[kind.key],
        )
        for kind in kinds()
    ]


def overdue_by_themselves() -> list[tuple[RetentionKind, int, bool]]:
    """Each kind that is erased by itself: how many rows are overdue, and whether some are so for over a day."""
    holding, automatic = RetentionPeriod.objects.holding(), [kind for kind in kinds() if kind.is_automatic]
    late, numbers = late_kinds(holding), numbers_overdue(automatic, holding=holding)
    return [(kind, numbers[kind.key], kind.key in late) for kind in automatic]


def _documents_by_kind(programme: Programme) -> dict[str, int]:
    """Of this programme, where a person decides about documents."""
    numbers = {kind.key: 0 for kind in kinds() if kind.documents is not None}
    for group in groups_of(programme):
        numbers[group.kind.key] += group.number
    return numbers


def set_before(kind: RetentionKind) -> list[tuple[RetentionPeriod, str]]:
    """All that was ever set of a kind, the newest first, each with its span in words."""
    return [(row, span_in_words(row.days)) for row in RetentionPeriod.objects.of_kind(kind.key)]
