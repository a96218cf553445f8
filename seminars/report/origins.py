"""Where the people came from: by municipality and by school, each person once, so that the rows add up to the whole."""

from collections.abc import Callable, Iterable
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.participation.participants.unique_people import Seen, Turnout, people_seen
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.figures import TextPair
from darbigas_kopienas.values.small_numbers import LEAST_PEOPLE

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
            least=LEAST_PEOPLE,
        ),
    )


def _without_small(rows: list[Origin], least: int) -> list[Origin]:
    """An institution from which hardly anybody came is not named: all such are one row, and the sums stay."""
    small = [row for row in rows if row.unique < least]
    if not small:
        return rows
    name = TextPair.translated(_("Institutions with fewer than %(n)s participants"))
    joined = Origin(
        TextPair(name.lv % {"n": least}, name.en % {"n": least}),
        sum(row.attendances for row in small),
        sum(row.unique for row in small),
    )
    return [*(row for row in rows if row not in small), joined]


def _rows(seen: list[Seen], came: Turnout, place_of: Callable[[Seen], Place], *, least: int = 0) -> tuple[Origin, ...]:
    """By name; the unknown and the counted last. A person belongs to the place of their last registration.

    Places of fewer than `least` people are not named.
    """
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
    origin_rows = _without_small(
        [Origin(name, attendances[name, where], unique[name, where], where) for name, where in known], least
    )
    if NOT_SAID in attendances:
        origin_rows.append(Origin(TextPair.translated(_("Not given")), attendances[NOT_SAID], unique[NOT_SAID]))
    counted = sum(turnout.counted for turnout in came.by_activity.values())
    if counted:
        guessed = sum(turnout.unique_counted for turnout in came.by_activity.values())
        origin_rows.append(Origin(TextPair.translated(_("Counted without names")), counted, guessed))
    return tuple(origin_rows)


def _order(place: Place) -> tuple[str, str]:
    name, where = place
    return formats.sort_key(where.lv if where else ""), formats.sort_key(name.lv)
