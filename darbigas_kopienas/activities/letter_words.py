"""What a programme may name in its own words of e-mails about an activity, and an invented one to show them with."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from darbigas_kopienas.mailing.letters import Letter, Placeholder
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.contacts import Contact

from .states import State

LONGEST_NAME = 60
_NO_NAME = re.compile(r"[\d/:@]|\.\S")  # whoever registers types a name: no address of a page leaves by it


def about_activity(activity_of: Callable[[Letter], Any]) -> tuple[Placeholder, ...]:
    """Read of the letter's activity; whose name answers it is its contact's."""
    return (
        Placeholder(
            "pasākums", "activity", gettext_lazy("title of the activity"), lambda letter: str(activity_of(letter).title)
        ),
        Placeholder("kad", "when", gettext_lazy("its first day and time"), lambda letter: _when(activity_of(letter))),
        Placeholder("kur", "where", gettext_lazy("its place"), lambda letter: str(activity_of(letter).where)),
        Placeholder("rīkotājs", "organiser", gettext_lazy("the organiser’s name"), _organiser),
    )


def recipient(name_of: Callable[[Letter], str]) -> Placeholder:
    label = pgettext_lazy("placeholder", "the recipient’s name")
    return Placeholder("vārds", "name", label, lambda letter: _as_name(name_of(letter)))


def _as_name(name: str) -> str:
    return "" if len(name) > LONGEST_NAME or _NO_NAME.search(name) else name


def _organiser(letter: Letter) -> str:
    return letter.contact.name if letter.contact is not None else ""


def _when(activity: Any) -> str:
    """Empty while the new day is not known."""
    sessions = activity.shown_sessions
    if not sessions:
        return formats.long_date(activity.day, formats.Case.LOCATIVE)
    known = [session.starts_at for session in sessions if session.state != State.POSTPONED]
    if not known:
        return ""
    day, hour = formats.long_date(known[0], formats.Case.LOCATIVE), formats.hour(known[0])
    return _("%(day)s at %(hour)s") % {"day": day, "hour": hour}


def sample_activity() -> Any:
    """In the language of now; no row, so nothing of it can be stored."""
    starts_at = clock.local(clock.now() + timedelta(days=14)).replace(hour=10, minute=0, second=0, microsecond=0)
    place = _("Parka iela 1, Daugavpils")
    session = SimpleNamespace(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), mode="in_person", state=State.PLANNED,
        place=place, online_url="",
    )  # fmt: skip
    return SimpleNamespace(
        title=_("An invented seminar"), description="", place=place, where=place, day=clock.day_of(starts_at),
        shown_sessions=[session], enrolment=SimpleNamespace(offer_hours=24),
    )  # fmt: skip


def sample_name() -> str:
    return _("Jane Sample")


def sample_contact() -> Contact:
    return Contact("organizators@example.lv", _("Olive Organiser"))
