"""What the evaluations of seminars come to. Fewer than three answers are never shown: they would point to people."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from darbigas_kopienas.values import formats
from darbigas_kopienas.values.small_numbers import LEAST_PEOPLE

from .models import MARKS, Evaluation

LEAST_ANSWERS = LEAST_PEOPLE
SCALE = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class EvaluationSummary:
    """`means` by mark to one place, `distribution` how often 1, 2, 3, 4 and 5 were given; None and zeros unanswered."""

    n: int
    means: dict[str, Decimal | None]
    distribution: dict[str, tuple[int, ...]]

    @property
    def is_shown(self) -> bool:
        return self.n >= LEAST_ANSWERS

    @property
    def total(self) -> int:
        """All marks given, added up."""
        return sum(mark * times for counts in self.distribution.values() for mark, times in zip(SCALE, counts))  # noqa: B905 - both have five

    @property
    def number(self) -> int:
        """How many marks were given."""
        return sum(sum(counts) for counts in self.distribution.values())

    @property
    def mean(self) -> Decimal | None:
        """Of all marks given; None where there is none."""
        return _mean(self.total, self.number)


def evaluation_summary(seminar_ids: Iterable[int]) -> dict[int, EvaluationSummary]:
    """By seminar, those without an evaluation too. One statement, however many seminars."""
    wanted = list(seminar_ids)
    given: dict[int, list[tuple[int | None, ...]]] = {pk: [] for pk in wanted}
    for pk, *marks in Evaluation.objects.filter(seminar__in=wanted).values_list("seminar", *MARKS):
        given[pk].append(tuple(marks))
    return {pk: _summary(rows) for pk, rows in given.items()}


def _summary(rows: list[tuple[int | None, ...]]) -> EvaluationSummary:
    means: dict[str, Decimal | None] = {}
    distribution: dict[str, tuple[int, ...]] = {}
    for at, name in enumerate(MARKS):
        counted = Counter(row[at] for row in rows)
        distribution[name] = tuple(counted[mark] for mark in SCALE)
        total = sum(mark * counted[mark] for mark in SCALE)
        means[name] = _mean(total, sum(distribution[name]))
    return EvaluationSummary(n=len(rows), means=means, distribution=distribution)


def _mean(total: int, number: int) -> Decimal | None:
    return formats.half_up(Fraction(total, number), 1) if number else None
