"""When an activity is: on which days and hours, whether it has begun, whether it is over."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from darbigas_kopienas.values import clock, formats

from .states import State

if TYPE_CHECKING:
    from .models import Session


class TakesPlace:
    """By its sessions, which a list of many reads beforehand; kept without sessions, by its own days."""

    if TYPE_CHECKING:
        state: str
        starts_on: date

        @property
        def every_session(self) -> list[Session]: ...

        @property
        def day(self) -> date: ...

        @property
        def is_held(self) -> bool: ...

    @property
    def shown_sessions(self) -> "list[Session]":
        """Those not taken off; of a cancelled activity all, so that everybody reads when it was to be."""
        return self.active_sessions or self.every_session

    @property
    def days(self) -> list[date]:
        """All the days it goes on, soonest first; kept without sessions it has the one when it was held or is planned.

        A list of many reads `sessions` beforehand.
        """
        return sorted({clock.day_of(session.starts_at) for session in self.shown_sessions}) or [self.day]

    @property
    def hours_of_day(self) -> str:
        """`10.00–15.30` where all its days have the same hours, else when the first begins; empty without sessions."""
        sessions = self.shown_sessions
        hours = dict.fromkeys(formats.hours_between(session.starts_at, session.ends_at) for session in sessions)
        return "".join(hours) if len(hours) <= 1 else formats.hour(sessions[0].starts_at)

    @property
    def weekdays_and_hours(self) -> str:
        """`ceturtd.–piektd., 10.00–15.30`: what a list says beside the leaf of its days."""
        return ", ".join(filter(None, (formats.weekdays(self.days), self.hours_of_day)))

    @property
    def active_sessions(self) -> "list[Session]":
        return [session for session in self.every_session if session.state != State.CANCELLED]

    @property
    def has_begun(self) -> bool:
        return self.has_begun_at(clock.now())

    def has_begun_at(self, moment: datetime) -> bool:
        """Its first session with a known day has begun, or the planned day has come where it has none."""
        sessions = self.active_sessions
        if not sessions:
            return self.starts_on <= clock.day_of(moment)
        return any(session.state != State.POSTPONED and session.starts_at <= moment for session in sessions)

    def is_over_at(self, moment: datetime) -> bool:
        """Held, or the last session has ended, or the planned day where it has none.

        One whose new day is not known yet is still to come.
        """
        if self.is_held:
            return True
        sessions = self.active_sessions
        if not sessions:
            return self.state != State.POSTPONED and self.starts_on < clock.day_of(moment)
        return all(session.state != State.POSTPONED and session.ends_at <= moment for session in sessions)
