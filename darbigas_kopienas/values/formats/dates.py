"""Days and months in words: Latvian needs the month in a case, English does not."""

import re
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from darbigas_kopienas.values import clock
from darbigas_kopienas.values.characters import visible

from .languages import EMPTY, NBSP, is_latvian


class Case(StrEnum):
    """The Latvian case that the sentence asks of the month."""

    NOMINATIVE = "nominative"  # 2021. gada 28. februāris
    GENITIVE = "genitive"  # no 2021. gada 28. februāra
    DATIVE = "dative"  # līdz 2021. gada 28. februārim
    LOCATIVE = "locative"  # 2021. gada 28. februārī


_CASES = tuple(Case)
_IS = ("is", "a", "im", "ī")
_S = ("s", "a", "am", "ā")
_LATVIAN = (
    ("janvār", _IS),
    ("februār", _IS),
    ("mart", _S),
    ("aprī", ("lis", "ļa", "lim", "lī")),
    ("maij", _S),
    ("jūnij", _S),
    ("jūlij", _S),
    ("august", _S),
    ("septembr", _IS),
    ("oktobr", _IS),
    ("novembr", _IS),
    ("decembr", _IS),
)
_ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LATVIAN_DAY = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})\.?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

# Days that anybody here means. Further out, a week or a month added to a typed day would leave the calendar itself.
FIRST_YEAR, LAST_YEAR = 1900, 2100


class NotADate(ValueError):
    """The text is not a day; `str()` says why in the active language, `code` says it to a program."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def parse_date(text: str) -> date:
    """Read `23.11.2026` (also `23.11.2026.`) or `2026-11-23`; raises NotADate for everything else."""
    bare = visible(text).strip()
    if match := _LATVIAN_DAY.fullmatch(bare):
        day_number, month, year = (int(part) for part in match.groups())
    elif match := _ISO_DAY.fullmatch(bare):
        year, month, day_number = (int(part) for part in match.groups())
    else:
        raise NotADate("shape", _("Write the day like this: 23.11.2026."))
    try:
        typed = date(year, month, day_number)
    except ValueError:
        raise NotADate("no_such_day", _("There is no such day in the calendar.")) from None
    if not FIRST_YEAR <= typed.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise NotADate("year", _("Write a year from %(first)s to %(last)s.") % years)
    return typed


def as_day(value: date) -> date:
    """An aware moment as its day in Latvia."""
    return clock.day_of(value) if isinstance(value, datetime) and value.tzinfo else value


def day(value: date | None) -> str:
    """`08.02.2021` in both languages; an aware moment gives its day in Latvia."""
    return EMPTY if value is None else f"{as_day(value):%d.%m.%Y}"


def moment(value: datetime | None) -> str:
    """`08.02.2021 14:05`, on the wall clock of Latvia."""
    return EMPTY if value is None else f"{clock.local(value):%d.%m.%Y}{NBSP}{clock.local(value):%H:%M}"


def month_name(value: date, case: Case | str = Case.NOMINATIVE, language: str | None = None) -> str:
    if not is_latvian(language):
        return _ENGLISH[value.month - 1]
    stem, endings = _LATVIAN[value.month - 1]
    return stem + endings[_CASES.index(Case(case))]


def long_date(
    value: date, case: Case | str = Case.NOMINATIVE, language: str | None = None, *, known_to: str = "day"
) -> str:
    """`2021. gada 28. februāris` in the case asked for, `28 February 2021`; `known_to="month"` drops the day."""
    value = as_day(value)
    to_month = known_to == "month"
    if not is_latvian(language):
        month = f"{month_name(value, case, language)} {value.year}"
        return month if to_month else f"{value.day} {month}"
    month = month_name(value, case, language)
    return f"{value.year}. gada {month}" if to_month else f"{value.year}. gada {value.day}. {month}"


def period(starts: date | None, ends: date | None, *, starts_known_to: str = "day") -> str:
    """`01.04.2020–30.09.2020` for tables; a start known to the month only is `03.2019`."""
    first = f"{starts:%m.%Y}" if starts is not None and starts_known_to == "month" else day(starts)
    return f"{first}\u2013{day(ends)}"


def long_period(starts: date, ends: date, language: str | None = None, *, starts_known_to: str = "day") -> str:
    """`no 2019. gada marta līdz 2021. gada 28. februārim`, `from March 2019 to 28 February 2021`."""
    first = long_date(starts, Case.GENITIVE, language, known_to=starts_known_to)
    last = long_date(ends, Case.DATIVE, language)
    return f"no {first} līdz {last}" if is_latvian(language) else f"from {first} to {last}"
