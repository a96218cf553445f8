"""Where the people came from: by municipality and by school, each person once, so that the rows add up to the whole."""

from collections.abc import Callable, Iterable
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.participation.participants.unique_people import Seen, Turnout, people_seen
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.figures import TextPair

from .values import Origin

Place = tuple[TextPair, TextPair | None]
NOT_SAID: Place = (TextPair("", ""), None)  # told in words when the rows are made


class Origins(TypedDict):
    municipalities: tuple[Origin, ...]
    schools: tuple[Origin, ...]


def origins_of(activity_ids: Iterable[int], came: Turnout) -> Origins:
    """Of the people who were seen, and one row for those counted without names. One statement."""
    seen = people_seen(activity_ids)
    return Origins(
        municipalities=_rows(
            seen,
            came,
            lambda registration: (registration.municipality, None) if registration.municipality else NOT_SAID,
        ),
        schools=_rows(
            seen,
            came,
            lambda registration: (registration.school, registration.municipality) if registration.school else NOT_SAID,
        ),
    )


def _rows(seen: list[Seen], came: Turnout, place_of: Callable[[Seen], Place]) -> tuple[Origin, ...]:
    """By name; the unknown and the counted last. A person belongs to the place of their last registration."""
    attendances: dict[Place, int] = {}
    belongs: dict[object, Place] = {}
    for registration in seen:
        place = place_of(registration)
        attendances[place] = attendances.get(place, 0) + 1
        belongs[registration.identity] = place
    unique = dict.fromkeys(attendances, 0)
    for place in belongs.values():
        unique[place] += 1
    known = sorted((place for place in attendances if place != NOT_SAID), key=_order)
    rows = [*known, NOT_SAID] if NOT_SAID in attendances else known
    not_said = TextPair.translated(_("Not given"))
    origin_rows = [
        Origin(not_said if (name, where) == NOT_SAID else name, attendances[name, where], unique[name, where], where)
        for name, where in rows
    ]
    counted = sum(turnout.counted for turnout in came.by_activity.values())
    if counted:
        guessed = sum(turnout.unique_counted for turnout in came.by_activity.values())
        origin_rows.append(Origin(TextPair.translated(_("Counted without names")), counted, guessed))
    return tuple(origin_rows)


def _order(place: Place) -> tuple[str, str]:
    name, where = place
    return formats.sort_key(where.lv if where else ""), formats.sort_key(name.lv)
