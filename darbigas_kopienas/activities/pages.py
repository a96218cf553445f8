"""Where an activity has its own pages: rooms fill this in `AppConfig.ready()`, so a receipt leads to its event.

The floor does not know the rooms; it asks each in turn for the page of an activity of its kind, and for the tabs of its
staff side, so that a page of the floor (who takes part) stands among those of the room.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import get_language

if TYPE_CHECKING:
    from .models import Activity

Finder = Callable[["Activity"], str | None]
Tab = tuple[str | Promise, str]
TabsFinder = Callable[["Activity", Any], Sequence[Tab]]
_finders: dict[str, Finder] = {}
_tabs: dict[str, TabsFinder] = {}


def register_page(room: str, finder: Finder) -> None:
    """`finder` gives the address of the activity's page in the room, or None; registering again replaces."""
    _finders[room] = finder


def page_of(activity: "Activity") -> str | None:
    """The address of the activity's own page in the language of now, or None where no room knows it."""
    kept: dict[str | None, str] = activity.__dict__.setdefault("_pages", {})  # asked more than once on a page
    language = get_language()
    url = kept.get(language) or next((url for room in sorted(_finders) if (url := _finders[room](activity))), None)
    if url:
        kept[language] = url
    return url


def register_tabs(room: str, finder: TabsFinder) -> None:
    """`finder` gives (label, address) of the staff side's pages that this user may open; again replaces."""
    _tabs[room] = finder


def tabs_of(activity: "Activity", user: Any) -> list[Tab]:
    """The tabs of the activity's staff side; empty where no room has any."""
    return next((list(tabs) for room in sorted(_tabs) if (tabs := _tabs[room](activity, user))), [])
