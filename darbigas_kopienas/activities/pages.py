"""Where an activity has its own page: rooms fill this in `AppConfig.ready()`, so a receipt leads to its event.

The floor does not know the rooms; it asks each in turn for the page of an activity of its kind.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Activity

Finder = Callable[["Activity"], str | None]
_finders: dict[str, Finder] = {}


def register_page(room: str, finder: Finder) -> None:
    """`finder` gives the address of the activity's page in the room, or None; registering again replaces."""
    _finders[room] = finder


def page_of(activity: "Activity") -> str | None:
    """The address of the activity's own page, or None where no room knows it."""
    return next((url for room in sorted(_finders) if (url := _finders[room](activity))), None)
