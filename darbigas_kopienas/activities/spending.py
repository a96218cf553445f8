"""What was booked on activities: the room that keeps the money fills this in `AppConfig.ready()`.

A seminar tells what it cost beside who came, without its room knowing the budget's.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

Gather = Callable[[list[int]], Mapping[int, Decimal]]
_gatherers: dict[str, Gather] = {}


def register_spending(room: str, gather: Gather) -> None:
    """`gather` gives booked euros by activity's id, in one statement; registering again replaces."""
    _gatherers[room] = gather


def booked_on(activity_ids: Iterable[int]) -> dict[int, Decimal]:
    """Euros booked (approved, reversals taken off) by activity's id; 0.00 where nothing was."""
    wanted = list(activity_ids)
    booked = dict.fromkeys(wanted, Decimal("0.00"))
    for room in sorted(_gatherers):
        for pk, amount in _gatherers[room](wanted).items():
            booked[pk] += amount
    return booked
