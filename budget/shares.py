"""Sums over shares: plain functions, no Django. Whatever is split, the parts add up to the document to the cent."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from darbigas_kopienas.values import formats

Key = TypeVar("Key", bound=Hashable)
ZERO = Decimal("0.00")


class NotWhole(ValueError):
    """The parts do not make the whole; `difference` is what is missing (below zero: what is too much), in euros."""

    def __init__(self, difference: Decimal) -> None:
        super().__init__(str(difference))
        self.difference = difference


def by_percent(total: Decimal, percents: Sequence[Decimal]) -> list[Decimal]:
    """Split by percentages that make 100; the rest of the cents goes to the largest remainders.

    Raises NotWhole (the difference in per cent) when they do not make 100.
    """
    difference = 100 - sum(percents, Decimal(0))
    if difference:
        raise NotWhole(difference)
    return formats.split_by_largest_remainder(total, percents)


def with_rest(total: Decimal, others: Sequence[Decimal]) -> list[Decimal]:
    """The first share takes what the others leave. Raises NotWhole when they leave nothing."""
    rest = total - sum(others, ZERO)
    if others and rest <= 0:
        raise NotWhole(rest)
    return [rest, *others]


def merged(parts: Iterable[tuple[Key, Decimal]]) -> dict[Key, Decimal]:
    """One share per line and source: what was written twice is added up, in the order first met."""
    merged_parts: dict[Key, Decimal] = {}
    for key, amount in parts:
        merged_parts[key] = merged_parts.get(key, ZERO) + amount
    return merged_parts


def require_whole(total: Decimal, amounts: Iterable[Decimal]) -> None:
    """Raise NotWhole unless the amounts add up to the total."""
    difference = total - sum(amounts, ZERO)
    if difference:
        raise NotWhole(difference)


@dataclass(frozen=True)
class Against:
    """What is spent against what was approved, in euros; `tolerance` is per cent of the approved sum."""

    approved: Decimal
    spent: Decimal
    tolerance: Decimal

    @property
    def left(self) -> Decimal:
        return self.approved - self.spent

    @property
    def over_by(self) -> Decimal:
        """How much the approved sum is exceeded by; zero while it is not."""
        return max(self.spent - self.approved, ZERO)

    @property
    def percent(self) -> Fraction | None:
        """Spent in per cent of the approved sum; None (shown as a dash) where nothing was approved."""
        return Fraction(self.spent) * 100 / Fraction(self.approved) if self.approved else None

    @property
    def needs_approval(self) -> bool:
        """More than the tolerance over the line: of 100 with 20 % it is 120.01 that needs approval, 120.00 not."""
        # exact: an amount of 14 digits by a tolerance of five is less than the 28 that a Decimal holds
        return self.spent * 100 > self.approved * (100 + self.tolerance)

    @property
    def tolerance_text(self) -> str:
        """`20 %`; a part of a per cent is shown only where there is one."""
        is_whole = self.tolerance == self.tolerance.to_integral_value()
        return formats.percent(self.tolerance, places=0 if is_whole else 2)
