"""What was booked on activities, asked of the room that keeps the money.

A seminar tells what it cost beside who came, without its room knowing the budget's.
"""

from collections.abc import Iterable
from decimal import Decimal

from darbigas_kopienas.rooms import registered


def booked_on(activity_ids: Iterable[int]) -> dict[int, Decimal]:
    """Euros booked (approved, reversals taken off) by activity's id; 0.00 where nothing was."""
    wanted = list(activity_ids)
    booked = dict.fromkeys(wanted, Decimal("0.00"))
    for room in registered():
        if room.spending is not None:
            for pk, amount in room.spending(wanted).items():
                booked[pk] += amount
    return booked
