"""Where an activity has its own pages: the floor asks each room for those of an activity of its kind.

So a receipt leads to its event, and a page of the floor (who takes part) stands among the tabs of the room.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from darbigas_kopienas.rooms import Tab, registered

if TYPE_CHECKING:
    from darbigas_kopienas.people.models import User

    from .models import Activity


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """What e-mails say of an activity and only its room knows; empty where nobody wrote it."""

    contact_email: str = ""
    trainers: str = ""
    audience: str = ""
    is_free: bool = False


def page_of(activity: "Activity") -> str | None:
    """The address of the activity's own page in the language of now, or None where no room knows it."""
    pages: dict[str | None, str] = activity.__dict__.setdefault("_pages", {})  # asked more than once on a page
    language = get_language()
    finders = (room.activity_page for room in registered() if room.activity_page is not None)
    url = pages.get(language) or next((url for find in finders if (url := find(activity))), None)
    if url:
        pages[language] = url
    return url


def facts_of(activity: "Activity") -> ActivityFacts:
    """What the room of the activity knows of it beside what stands on the row."""
    finders = (room.activity_facts for room in registered() if room.activity_facts is not None)
    return next((facts for find in finders if (facts := find(activity))), None) or ActivityFacts()


def tabs_of(activity: "Activity", user: "User") -> list[Tab]:
    """The tabs of the activity's staff side; empty where no room has any."""
    finders = (room.activity_tabs for room in registered() if room.activity_tabs is not None)
    return next((list(tabs) for find in finders if (tabs := find(activity, user))), [])
