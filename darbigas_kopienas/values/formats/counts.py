"""Whole numbers and academic hours, read as strictly as money: what could mean two numbers is refused."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from darbigas_kopienas.values.characters import visible

from .languages import MINUS, SPACES
from .money import number

MAX_COUNT = 2_147_483_647  # what an integer column holds

_DIGITS = re.compile(r"[0-9]+")
_NO_FRACTION = re.compile(r"(?<=[0-9])[.,]0{1,2}$")  # three digits could be thousands
_GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}(?:[{SPACES}][0-9]{{3}})+")
_FRACTION = re.compile(r"[0-9]*[.,](?:[0-9]{0,2}|[0-9]{4,})")  # three digits could be thousands
_HOURS = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?")


class NotACount(ValueError):
    """The text is not a whole number; `str()` says why in the active language, `code` says it to a program."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class NotHours(ValueError):
    """The text is not a number of academic hours; `str()` says so in the active language."""

    code = "hours"


def parse_count(text: str) -> int:
    """Read `18`, `1000`, `1 000`, `18,0`, from 0 to `MAX_COUNT`.

    Raises NotACount for everything that could mean two numbers (`1.000`, `1,000`) or is written in another way.
    """
    bare = visible(text).strip()
    is_negative = bare.startswith(("-", MINUS))
    bare = bare[1:].strip() if is_negative else bare
    whole = _NO_FRACTION.sub("", bare)
    if not _DIGITS.fullmatch(whole) and not _GROUPED.fullmatch(whole):
        raise _unreadable(bare, was_empty=not bare and not is_negative)
    digits = re.sub(f"[{SPACES}]", "", whole).lstrip("0") or "0"
    if len(digits) > len(str(MAX_COUNT)) or int(digits) > MAX_COUNT:
        raise NotACount("too_large", _("The number is too large: at most %(limit)s.") % {"limit": number(MAX_COUNT)})
    if is_negative and digits != "0":
        raise NotACount("negative", _("The number cannot be below zero."))
    return int(digits)


def _unreadable(bare: str, *, was_empty: bool) -> NotACount:
    """Say which of the usual slips it was."""
    if was_empty:
        return NotACount("empty", _("Write a whole number, for example 18."))
    if any(char.isdecimal() and not char.isascii() for char in bare):
        return NotACount("digits", _("Write the number with the digits 0 to 9."))
    if not bare or re.search(r"[^0-9.,\s]", bare):
        return NotACount("characters", _("Write only the digits of a whole number, for example 18 or 1 000."))
    if _FRACTION.fullmatch(bare):
        return NotACount("fraction", _("Write a whole number, without a comma or full stop."))
    return NotACount("grouping", _("This number can be read in more than one way. Write it like 1000 or 1 000."))


def parse_hours(text: str) -> Decimal:
    """Read `4`, `4,5` or `2.25` academic hours. Raises NotHours."""
    match = _HOURS.fullmatch(visible(text).strip())
    if match is None:
        raise NotHours(_("Write academic hours as a number, for example 2 or 1,5."))
    return Decimal(f"{match[1]}.{(match[2] or '').ljust(2, '0')}")
