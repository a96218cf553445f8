"""Days and months in words: Latvian needs the month in a case, English does not."""

from collections.abc import Iterable
from datetime import date, datetime, time
from enum import StrEnum
from itertools import groupby

from darbigas_kopienas.values import clock

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


def _as_day(value: date) -> date:
    return clock.day_of(value) if isinstance(value, datetime) and value.tzinfo else value


def day(value: date | None) -> str:
    """`08.02.2021` in both languages; an aware moment gives its day in Latvia."""
    return EMPTY if value is None else f"{_as_day(value):%d.%m.%Y}"


def moment(value: datetime | None) -> str:
    """`08.02.2021 14:05`, on the wall clock of Latvia."""
    return EMPTY if value is None else f"{clock.local(value):%d.%m.%Y}{NBSP}{clock.local(value):%H:%M}"


def hour(value: time, language: str | None = None) -> str:
    """`10.00` in Latvian, `10:00` in English."""
    return f"{value:%H.%M}" if is_latvian(language) else f"{value:%H:%M}"


def day_and_hour(value: datetime, language: str | None = None) -> str:
    """`28.11.2026 17.46` in Latvian, `28.11.2026 17:46` in English, on the wall clock of Latvia; within a sentence."""
    local = clock.local(value)
    return f"{local:%d.%m.%Y}{NBSP}{hour(local.time(), language)}"


def long_date(
    value: date, case: Case | str = Case.NOMINATIVE, language: str | None = None, *, known_to: str = "day"
) -> str:
    """`2021. gada 28. februāris` in the case asked for, `28 February 2021`; `known_to="month"` drops the day."""
    value = _as_day(value)
    to_month = known_to == "month"
    if not is_latvian(language):
        month = f"{_ENGLISH[value.month - 1]} {value.year}"
        return month if to_month else f"{value.day} {month}"
    stem, endings = _LATVIAN[value.month - 1]
    month = stem + endings[_CASES.index(Case(case))]
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


def long_days(days: Iterable[date], case: Case | str = Case.NOMINATIVE, language: str | None = None) -> str:
    """`2020. gada 18. un 19. jūnijā`, `18 and 19 June 2020`: each day once, months and years not said again."""
    latvian = is_latvian(language)
    sorted_days = sorted({_as_day(day) for day in days})
    months = [list(group) for _month, group in groupby(sorted_days, key=lambda day: (day.year, day.month))]
    parts = []
    for number, month in enumerate(months):
        stem, endings = _LATVIAN[month[0].month - 1]
        if latvian:
            is_new_year = number == 0 or months[number - 1][0].year != month[0].year
            year = f"{month[0].year}. gada " if is_new_year else ""
            named = stem + endings[_CASES.index(Case(case))]
            parts.append(f"{year}{_listed([f'{day.day}.' for day in month], latvian)} {named}")
        else:
            is_last_of_year = number + 1 == len(months) or months[number + 1][0].year != month[0].year
            year = f" {month[0].year}" if is_last_of_year else ""
            parts.append(f"{_listed([str(day.day) for day in month], latvian)} {_ENGLISH[month[0].month - 1]}{year}")
    return _listed(parts, latvian)


def _listed(words: list[str], latvian: bool) -> str:
    """`a, b un c`."""
    last = " un " if latvian else " and "
    return last.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
