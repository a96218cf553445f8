"""Days and months in words: Latvian needs the month in a case, English does not."""

from datetime import date, datetime, time
from enum import StrEnum

from darbigas_kopienas.values import clock

from .languages import EMPTY, NBSP, active_language, is_latvian


class Case(StrEnum):
    """The Latvian case that the sentence asks of the month."""

    NOMINATIVE = "nominative"  # 2021. gada 28. februāris
    GENITIVE = "genitive"  # no 2021. gada 28. februāra
    DATIVE = "dative"  # līdz 2021. gada 28. februārim
    LOCATIVE = "locative"  # 2021. gada 28. februārī
    ACCUSATIVE = "accusative"  # uz 2021. gada 28. februāri


_CASES = tuple(Case)
_IS = ("is", "a", "im", "ī", "i")
_S = ("s", "a", "am", "ā", "u")
_LATVIAN = (
    ("janvār", _IS),
    ("februār", _IS),
    ("mart", _S),
    ("aprī", ("lis", "ļa", "lim", "lī", "li")),
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


def as_day(value: date) -> date:
    """An aware moment as its day in Latvia."""
    return clock.day_of(value) if isinstance(value, datetime) and value.tzinfo else value


def day(value: date | None) -> str:
    """`08.02.2021` in both languages; an aware moment gives its day in Latvia."""
    return EMPTY if value is None else f"{as_day(value):%d.%m.%Y}"


def hour(value: datetime | time, language: str | None = None) -> str:
    """`10.00`, `10:00` in English; of a moment as the wall clock of Latvia shows it.

    The colon is wrong in Latvian (Latviešu valodas aģentūra, valodaskonsultacijas.lv, question 915).
    """
    shown = clock.local(value) if isinstance(value, datetime) else value
    return f"{shown:%H.%M}" if is_latvian(language) else f"{shown:%H:%M}"


def moment(value: datetime | None, language: str | None = None) -> str:
    """`28.11.2026 17.46`, in English `28.11.2026 17:46`, on the wall clock of Latvia."""
    return EMPTY if value is None else f"{clock.local(value):%d.%m.%Y}{NBSP}{hour(value, language)}"


def month_name(value: date, case: Case | str = Case.NOMINATIVE, language: str | None = None) -> str:
    if not is_latvian(language):
        return _ENGLISH[value.month - 1]
    stem, endings = _LATVIAN[value.month - 1]
    return stem + endings[_CASES.index(Case(case))]


def long_date(
    value: date, case: Case | str = Case.NOMINATIVE, language: str | None = None, *, known_to: str = "day"
) -> str:
    """`2021. gada 28. februāris` in the case asked for, `28 February 2021`; `known_to="month"` drops the day.

    A number never parts from its noun at the end of a line.
    """
    value, language = as_day(value), language or active_language()
    to_month = known_to == "month"
    if not is_latvian(language):
        month = f"{month_name(value, case, language)} {value.year}"
        return month if to_month else f"{value.day}{NBSP}{month}"
    month = month_name(value, case, language)
    year = f"{value.year}.{NBSP}gada"
    return f"{year} {month}" if to_month else f"{year} {value.day}.{NBSP}{month}"


def period(starts: date | None, ends: date | None, *, starts_known_to: str = "day") -> str:
    """`01.04.2020–30.09.2020` for tables; a start known to the month only is `03.2019`."""
    first = f"{starts:%m.%Y}" if starts is not None and starts_known_to == "month" else day(starts)
    return f"{first}\u2013{day(ends)}"


def long_period(starts: date, ends: date, language: str | None = None, *, starts_known_to: str = "day") -> str:
    """`no 2019. gada marta līdz 2021. gada 28. februārim`, `from March 2019 to 28 February 2021`."""
    first = long_date(starts, Case.GENITIVE, language, known_to=starts_known_to)
    last = long_date(ends, Case.DATIVE, language)
    return f"no {first} līdz {last}" if is_latvian(language) else f"from {first} to {last}"
