"""One month of seminars as weeks of days, for the page and for nothing else: no statement is sent from here."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import dateformat

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.values import clock, formats
from seminars.seminar.models import Seminar

_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Sitting:
    seminar: Seminar
    session: Session


@dataclass
class Day:
    on: date
    is_in_month: bool
    is_today: bool
    sittings: list[Sitting] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day]]

    @property
    def name(self) -> str:
        return formats.long_date(self.first, known_to="month")

    @property
    def earlier(self) -> date:
        return self.first - timedelta(days=1)

    @property
    def later(self) -> date:
        return self.first + timedelta(days=31)

    @property
    def weekdays(self) -> list[tuple[str, str]]:
        """(short, whole), Monday first."""
        whole = [dateformat.format(_MONDAY + timedelta(days=number), "l") for number in range(7)]
        return list(zip(formats.week(), whole, strict=True))

    @property
    def is_empty(self) -> bool:
        return not any(day.sittings for week in self.weeks for day in week)


def first_of(text: str) -> date:
    """`2026-12` as its first day; of a wrong or empty text this month's."""
    try:
        return formats.parse_date(f"{text}-01")
    except formats.NotADate:
        return clock.today().replace(day=1)


def month_of(first: date, seminars: Iterable[Seminar]) -> Month:
    """`seminars` with their sessions fetched beforehand."""
    today = clock.today()
    weeks = [
        [Day(day, day.month == first.month, day == today) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    by_day = {day.on: day for week in weeks for day in week if day.is_in_month}
    for seminar in seminars:
        for session in seminar.activity.sessions.all():
            if (day := by_day.get(clock.day_of(session.starts_at))) is not None:
                day.sittings.append(Sitting(seminar, session))
    for day in by_day.values():
        day.sittings.sort(key=lambda sitting: (sitting.session.starts_at, sitting.seminar.pk))
    return Month(first, weeks)
