"""Which days of a programme something lies in: its first and last day may not move away from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min, QuerySet

from darbigas_kopienas.rooms import Text, registered


@dataclass(frozen=True, slots=True)
class DaysInUse:
    """The first and the last day of some rows, and what these are called: „izdevumi”."""

    what: Text
    first: date
    last: date

    @classmethod
    def of(cls, what: Text, rows: "QuerySet[Any]", first: str, last: str = "") -> "list[DaysInUse]":
        """Empty where no row has a day; `first` and `last` are columns, one where a row has one day."""
        days = rows.order_by().aggregate(first_day=Min(first), last_day=Max(last or first))
        return [] if days["first_day"] is None else [cls(what, days["first_day"], days["last_day"])]


def days_in_use(programme_id: int) -> Iterator[DaysInUse]:
    """As each room answers, what is final among it."""
    for room in registered():
        if room.days_in_use is not None:
            yield from room.days_in_use(programme_id)
    yield from final_days(programme_id)


def final_days(programme_id: int) -> Iterator[DaysInUse]:
    """Closed, or handed in: a reporting period that lies in these days stays as it is."""
    for room in registered():
        if room.final_days is not None:
            yield from room.final_days(programme_id)
