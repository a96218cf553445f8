"""A point on the map as people paste it: from a map's box, from its address line, from a telephone or an old atlas."""

import re
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import unquote

from django.utils.translation import gettext as _

from .characters import visible

# Latvia with its territorial sea at the shore; the two spans have no number in common.
SOUTH, NORTH = Decimal("55.6"), Decimal("58.1")
WEST, EAST = Decimal("20.9"), Decimal("28.3")
LONGEST = 2000  # characters of a map's address
_PLACES = Decimal("0.00001")  # about a metre
_SIXTY = 60

_DECIMAL = r"(-?[0-9]{1,3}\.[0-9]{1,20})"
# In which part of a map's address the point stands: first what was chosen, then the middle of the picture.
_ADDRESSES = [
    re.compile(pattern)
    for pattern in (
        rf"[?&#]mlat={_DECIMAL}&mlon={_DECIMAL}",
        rf"!3d{_DECIMAL}!4d{_DECIMAL}",
        rf"[?&](?:q|query|ll|destination|daddr|cp)=(?:loc:)?{_DECIMAL}[,~]\+?{_DECIMAL}",
        rf"/(?:place|search|dir/)/{_DECIMAL},\+?{_DECIMAL}",
        rf"#map=[0-9.]{{1,5}}/{_DECIMAL}/{_DECIMAL}",
        rf"@{_DECIMAL},{_DECIMAL}",
        rf"^geo:{_DECIMAL},{_DECIMAL}",
    )
]
_NUMBER = r"[0-9]{1,3}(?:[.,][0-9]{1,12})?"
_SIDE = "[NSEWZAnsewza]"  # Z and A: ziemeļi, austrumi
_ANGLE = rf"(?:{_SIDE} ?)?({_NUMBER}) ?°?(?: ?({_NUMBER}) ?')?(?: ?({_NUMBER}) ?\")?(?: ?{_SIDE})?"
_PAIR = re.compile(rf"{_ANGLE} ?[,;/ ] ?{_ANGLE}")
_QUOTES = str.maketrans({"′": "'", "’": "'", "ʹ": "'", "´": "'", "″": '"', "”": '"', "ʺ": '"', "º": "°", "˚": "°"})


class Point(NamedTuple):
    """In degrees north and east, to five places."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude:.5f}, {self.longitude:.5f}"


class NotAPoint(ValueError):
    """The text is no point in Latvia; `str()` says why in the active language, `code` says it to a program."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def parse_point(text: str) -> Point:
    """Read `55.8714, 26.5161`, `55,8714 26,5161`, `N 55°52.28' E 26°31.0'` or a map's address. Raises NotAPoint."""
    bare = visible(text).strip() if len(text) <= LONGEST else ""
    latitude, longitude = _from_address(bare) or _typed(bare) or (None, None)
    if latitude is None or longitude is None:
        raise NotAPoint("shape", _("The coordinates could not be read. Write them like this: 55.8714, 26.5161."))
    if _is_between(longitude, SOUTH, NORTH) and _is_between(latitude, WEST, EAST):
        sentence = _("Latitude and longitude have changed places. Write the latitude first: %(point)s.")
        raise NotAPoint("swapped", sentence % {"point": Point(longitude, latitude)})
    if not (_is_between(latitude, SOUTH, NORTH) and _is_between(longitude, WEST, EAST)):
        raise NotAPoint("outside", _("This point is not in Latvia. Check the coordinates."))
    return Point(latitude.quantize(_PLACES), longitude.quantize(_PLACES))


def _is_between(value: Decimal, first: Decimal, last: Decimal) -> bool:
    return first <= value <= last


def _from_address(text: str) -> tuple[Decimal, Decimal] | None:
    address = unquote(text)
    matches = (pattern.search(address) for pattern in _ADDRESSES)
    return next(((Decimal(match[1]), Decimal(match[2])) for match in matches if match), None)


def _typed(text: str) -> tuple[Decimal, Decimal] | None:
    line = " ".join(text.translate(_QUOTES).replace("''", '"').strip("()[]").split())
    match = _PAIR.fullmatch(line)
    if match is None:
        return None
    first, second = _degrees(*match.groups()[:3]), _degrees(*match.groups()[3:])
    return (first, second) if first is not None and second is not None else None


def _degrees(degrees: str, minutes: str | None, seconds: str | None) -> Decimal | None:
    """None for whole degrees alone, which are no place but a hundred kilometres, and for sixty minutes or more."""
    if minutes is None and (seconds is not None or not re.search("[.,]", degrees)):
        return None
    parts = [Decimal((part or "0").replace(",", ".")) for part in (degrees, minutes, seconds)]
    if max(parts[1:]) >= _SIXTY:
        return None
    return parts[0] + parts[1] / _SIXTY + parts[2] / _SIXTY**2
