"""Reporting periods as a grant usually has them: so many months each from its first day, the last one to its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from darbigas_kopienas.values.formats import NBSP

# The funder's other programmes ask for a narrative and financial report every six months.
MONTHS, DAYS_UNTIL_DUE = 6, 30
_MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class ProposedPeriod:
    """Both days inclusive; `due_on` is the report's day."""

    number: int
    starts_on: date
    ends_on: date
    due_on: date


def names_of(number: int) -> tuple[str, str]:
    """„1. periods”, “Period 1”: what a period is called where nobody gave it another name."""
    return f"{number}.{NBSP}periods", f"Period {number}"


def proposed_periods(starts_on: date, ends_on: date, *, months: int, days_until_due: int) -> Iterator[ProposedPeriod]:
    """All but the first begin with a month; `months` is 1 or more."""
    number = 1
    while starts_on <= ends_on:
        month = starts_on.month - 1 + months
        following = date(starts_on.year + month // _MONTHS_OF_A_YEAR, month % _MONTHS_OF_A_YEAR + 1, 1)
        last = min(following - timedelta(days=1), ends_on)
        yield ProposedPeriod(number, starts_on, last, last + timedelta(days=days_until_due))
        number, starts_on = number + 1, following
