"""What a report says of activities that did not go as planned, in the words of the room whose they are."""

from collections.abc import Mapping

from django.utils.functional import Promise

from darbigas_kopienas.values import formats
from darbigas_kopienas.values.figures import TextPair

from .models import Change
from .states import State

Words = str | Promise


def deviation_of(change: Change, messages: Mapping[State, Words], to_a_day: Words) -> TextPair:
    """Which day, which activity, what became of it and why. `to_a_day` is said where it was postponed to a known day.

    The words may name `day`, `title`, `moved_to` and `reason`.
    """
    became = State(change.to_state)
    moved_to = change.day_after if became == State.POSTPONED else None
    return TextPair.translated(
        to_a_day if moved_to else messages[became],
        day=formats.day(change.day_before),
        title=TextPair.of(change.activity, "title"),
        moved_to=formats.day(moved_to),
        reason=change.reason,
    )
