"""What one seminar came to, and where its people came from: plain values, no rows of the database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from darbigas_kopienas.values import formats
from darbigas_kopienas.values.figures import Record, TextPair

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Marks:
    """What participants thought: the sum of all marks given, how many marks, and by how many people.

    Too few answers never come this far: they would point to people.
    """

    total: int = 0
    number: int = 0
    answers: int = 0

    def __add__(self, other: "Marks") -> "Marks":
        return Marks(self.total + other.total, self.number + other.number, self.answers + other.answers)

    @property
    def mean(self) -> Decimal | None:
        return formats.half_up(Fraction(self.total, self.number), 1) if self.number else None


@dataclass(frozen=True)
class SeminarLine:
    """One seminar in the span. `is_counted` is false where only some of its days lie in the span.

    Of one that is not counted here, who came, what it cost and what came of it are told in another span.
    """

    pk: int
    title: TextPair
    municipality: TextPair
    days: tuple[date, ...]
    hours: Decimal
    is_counted: bool
    attendances: int
    unique: int
    kind: TextPair
    audience: TextPair
    attended_hours: Decimal = Decimal(0)
    certificates: int = 0
    confirmations: int = 0
    marks: Marks = field(default_factory=Marks)
    planned: Decimal | None = None
    spent: Decimal = NOTHING

    @property
    def record(self) -> Record:
        return Record("seminars.seminar", self.pk, self.title)


@dataclass(frozen=True)
class Origin:
    """Those who came from one municipality or school; `municipality` is empty for a municipality itself.

    A person stands at the last place they registered from, so that the rows add up to the whole.
    """

    name: TextPair
    attendances: int
    unique: int
    municipality: TextPair | None = None


def sums(lines: Iterable[SeminarLine]) -> tuple[int, int, Decimal, int]:
    """Seminars, their days, academic hours taught and attendances."""
    mine = list(lines)
    return (
        sum(line.is_counted for line in mine),
        sum(len(line.days) for line in mine),
        hours_together(line.hours for line in mine),
        sum(line.attendances for line in mine),
    )


def hours_together(hours: Iterable[Decimal]) -> Decimal:
    return sum(hours, Decimal(0))


def money_together(amounts: Iterable[Decimal | None]) -> Decimal:
    """What is not known adds nothing."""
    return sum((amount for amount in amounts if amount is not None), NOTHING)
