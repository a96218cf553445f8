"""Several days and the hours of a day in words: `10.–11. dec.`, `2026. gada 10. un 17. decembris`, `10.00–15.30`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from darbigas_kopienas.values import clock

from .dates import Case, as_day, hour, month_name
from .languages import NBSP, active_language, is_latvian

DASH = "\u2013"
_NEXT = timedelta(days=1)
_SHORT_MONTHS = {
    True: ("janv.", "febr.", "marts", "apr.", "maijs", "jūn.", "jūl.", "aug.", "sept.", "okt.", "nov.", "dec."),
    False: ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_WEEK = {
    True: ("P", "O", "T", "C", "Pk", "S", "Sv"),
    False: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_WEEKDAYS = {
    True: ("pirmd.", "otrd.", "trešd.", "ceturtd.", "piektd.", "sestd.", "svētd."),
    False: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


@dataclass
class _InMonth:
    """What is said of one month: `10.–11.` and `17.`."""

    first: date
    said: list[str] = field(default_factory=list)


# One month, or the two ends of a run of days that goes over the end of a month.
_Piece = list[_InMonth]


def long_days(
    days: Iterable[date],
    case: Case | str = Case.NOMINATIVE,
    language: str | None = None,
    *,
    without_this_year: bool = False,
) -> str:
    """`2020. gada 18.–19. jūnijs`, `18–19 June 2020`: each day once, days in a row as a span, months and years once.

    `2026. gada 10. un 17. decembris`; `2026. gada 30. novembris – 1. decembris`. Without this year years are said only
    where one of them is another.
    """
    every = list(days)
    is_year_said = not (without_this_year and _are_of_this_year(every))
    name = partial(month_name, case=case, language=language)
    return _in_words(every, name, language, year=f"{NBSP}gada", is_year_said=is_year_said)


def short_days(days: Iterable[date], language: str | None = None) -> str:
    """`10.–11. dec.`, `10–11 Dec`; years only where one of them is not this one."""
    every = list(days)
    is_year_said = not _are_of_this_year(every)
    months = _SHORT_MONTHS[is_latvian(language)]
    return _in_words(every, lambda day: months[day.month - 1], language, year=f"{NBSP}g.", is_year_said=is_year_said)


def leaf_of_days(days: Iterable[date], language: str | None = None) -> tuple[str, str]:
    """For the leaf of a calendar, the numbers over the month: (`10.–11.`, `dec.`), (`30.`, `nov. – 1. dec.`)."""
    latvian = is_latvian(language)
    months = _SHORT_MONTHS[latvian]
    (first, *rest), *others = _pieces(_runs(days), latvian)
    month = months[first.first.month - 1]
    if not rest and not others:
        return _listed(first.said, latvian), month
    last = (others or [rest])[-1][-1]
    return first.said[0].split(DASH)[0], f"{month} {DASH} {_last_said(last)}{NBSP}{months[last.first.month - 1]}"


def weekdays(days: Iterable[date], language: str | None = None) -> str:
    """`ceturtd.`, of days in a row `ceturtd.–piektd.`, of others `ceturtd., ceturtd. un piektd.`; nothing of many."""
    latvian = is_latvian(language)
    runs = _runs(days)
    if len(runs) > 2 or any(last - first >= timedelta(days=7) for first, last in runs):
        return ""
    said = [[_WEEKDAYS[latvian][day.weekday()] for day in _ends(run)] for run in runs]
    return _listed(list(dict.fromkeys(DASH.join(names) for names in said)), latvian)


def week(language: str | None = None) -> tuple[str, ...]:
    """Heads of a calendar's seven columns, Monday first: `P O T C Pk S Sv`."""
    return _WEEK[is_latvian(language)]


def hours_between(starts: datetime, ends: datetime, language: str | None = None) -> str:
    """`10.00–15.30`."""
    language = language or active_language()
    return f"{hour(starts, language)}{DASH}{hour(ends, language)}"


def _are_of_this_year(days: Iterable[date]) -> bool:
    return {as_day(day).year for day in days} == {clock.today().year}


def _runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in a row as (first, last), soonest first."""
    runs: list[tuple[date, date]] = []
    for day in sorted({as_day(day) for day in days}):
        if runs and runs[-1][1] + _NEXT == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _ends(run: tuple[date, date]) -> tuple[date, ...]:
    return run if run[0] < run[1] else run[:1]


def _pieces(runs: Sequence[tuple[date, date]], latvian: bool) -> list[_Piece]:
    pieces: list[_Piece] = []
    for first, last in runs:
        if (first.year, first.month) != (last.year, last.month):
            pieces.append([_InMonth(first, [_dotted(first, latvian)]), _InMonth(last, [_dotted(last, latvian)])])
            continue
        if not pieces or len(pieces[-1]) > 1 or pieces[-1][0].first.replace(day=1) != first.replace(day=1):
            pieces.append([_InMonth(first)])
        pieces[-1][0].said.append(DASH.join(_dotted(day, latvian) for day in _ends((first, last))))
    return pieces


def _in_words(
    days: Iterable[date], name: Callable[[date], str], language: str | None, *, year: str, is_year_said: bool
) -> str:
    latvian = is_latvian(language)
    pieces = _pieces(_runs(days), latvian)
    months = [month for piece in pieces for month in piece]
    texts: list[str] = []
    for number, month in enumerate(months):
        beside = number - 1 if latvian else number + 1  # the year stands before its months, in English after them
        is_new = not 0 <= beside < len(months) or months[beside].first.year != month.first.year
        said = f"{_listed(month.said, latvian)}{NBSP}{name(month.first)}"
        if is_year_said and is_new:
            said = f"{month.first.year}.{year} {said}" if latvian else f"{said} {month.first.year}"
        texts.append(said)
    left = iter(texts)
    return _listed([f"{NBSP}{DASH} ".join(next(left) for _month in piece) for piece in pieces], latvian)


def _dotted(day: date, latvian: bool) -> str:
    return f"{day.day}." if latvian else str(day.day)


def _last_said(month: _InMonth) -> str:
    return month.said[-1].split(DASH)[-1]


def _listed(words: list[str], latvian: bool) -> str:
    """`a, b un c`."""
    last = " un " if latvian else " and "
    return last.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
