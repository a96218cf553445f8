"""Days and hours as people type them, on a telephone's number keyboard too, which has neither full stop nor colon."""

import re
from collections.abc import Iterator
from datetime import date, time

from django.utils.translation import gettext as _

from darbigas_kopienas.values.characters import visible

# Days that anybody here means. Further out, a week or a month added to a typed day would leave the calendar itself.
FIRST_YEAR, LAST_YEAR = 1900, 2100
# A year of two digits is one of these; `99` may be 1999.
_SHORT, _THIS_CENTURY, _LAST_SHORT_YEAR = 2, 2000, 49

_LATVIAN_DAY = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4}|[0-9]{2})\.?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# Without dots: how many digits are the day, the month and the year.
_CUTS = {8: ((2, 2, 4),), 7: ((1, 2, 4), (2, 1, 4)), 6: ((2, 2, 2), (1, 1, 4))}
_MARKED_HOUR = re.compile(r"([0-9]{1,2})[.:](?:([0-9]{2})(?:[.:]00)?)?")
_BARE_HOUR = re.compile(r"([0-9]{1,2})([0-9]{2})?")
_MONTHS, _LONGEST_MONTH = 12, 31


class NotADate(ValueError):
    """The text is not a day; `str()` says why in the active language, `code` says it to a program."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class NotATime(ValueError):
    """The text is not an hour of the day; `str()` says so in the active language."""

    code = "time"


def parse_date(text: str) -> date:
    """Read `23.11.2026` (also `23.11.2026.`, `23.11.26`), `23112026`, `231126` or `2026-11-23`.

    Digits alone are read where they mean one day only: `1112026` is 1 November and 11 January. Raises NotADate.
    """
    bare = visible(text).strip()
    if match := _LATVIAN_DAY.fullmatch(bare):
        return _day(*match.groups())
    if match := _ISO_DAY.fullmatch(bare):
        return _day(*reversed(match.groups()))
    readings = [parts for parts in _cut(bare) if _may_be_a_day(*parts)]
    if not readings:
        raise NotADate("shape", _("Write the day like this: 23.11.2026."))
    if len(readings) > 1:
        raise NotADate("two_days", _("This can be read as two days. Write the day like this: 23.11.2026."))
    return _day(*readings[0])


def _cut(digits: str) -> Iterator[tuple[str, str, str]]:
    if not re.fullmatch("[0-9]*", digits):
        return
    for first, second, _rest in _CUTS.get(len(digits), ()):
        yield digits[:first], digits[first : first + second], digits[first + second :]


def _may_be_a_day(day_number: str, month: str, year: str) -> bool:
    return (
        1 <= int(day_number) <= _LONGEST_MONTH
        and 1 <= int(month) <= _MONTHS
        and (len(year) == _SHORT or FIRST_YEAR <= int(year) <= LAST_YEAR)
    )


def _day(day_number: str, month: str, typed_year: str) -> date:
    year = int(typed_year)
    if len(typed_year) == _SHORT:
        if year > _LAST_SHORT_YEAR:
            raise NotADate("short_year", _("Write the year with four digits, for example 23.11.2026."))
        year += _THIS_CENTURY
    try:
        typed = date(year, int(month), int(day_number))
    except ValueError:
        raise NotADate("no_such_day", _("There is no such day in the calendar.")) from None
    if not FIRST_YEAR <= typed.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise NotADate("year", _("Write a year from %(first)s to %(last)s.") % years)
    return typed


def parse_time(text: str) -> time:
    """Read `10.00`, `10:00`, `1000`, `930` or `10`. Raises NotATime: `10.5` may be five minutes past or half past."""
    bare = visible(text).strip()
    match = _MARKED_HOUR.fullmatch(bare) or _BARE_HOUR.fullmatch(bare)
    try:
        if match is not None:
            return time(int(match[1]), int(match[2] or 0))
    except ValueError:
        pass
    raise NotATime(_("Write the time like this: 10:00."))
