"""The seminars of the list, as its address asks for them: in the menu's list by statements that many readers share."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.shared_statements import SharedRows, shared
from darbigas_kopienas.values import clock
from seminars.plan.forms.filter import SeminarFilter
from seminars.seminar.models import Seminar, SeminarQuerySet


@dataclass(frozen=True)
class ListedSeminars:
    """Those that this person may see."""

    user: AnyUser
    programme: Programme | None
    form: SeminarFilter

    @property
    def rows(self) -> SeminarQuerySet | SharedRows[Seminar, AnyUser]:
        """In the time that is asked for, with all that a list's row shows."""
        if self.form.words:
            return self.in_full
        name = f"seminars, {self.form.wanted['when'] or 'to come'}"
        return SharedRows(name, self.user, self._programme_id, self._shown_to)

    @property
    def in_full(self) -> SeminarQuerySet:
        """The same, all at once: those of a month."""
        return self._shown_to(self.user)

    @property
    def next_day(self) -> date | None:
        """The first day, today included, on which there is a session of any of them that was not cancelled."""
        if self.form.words:
            sessions = [*self._visible_to(self.user).next_session_since(clock.today())]
        else:
            first = shared("next seminar", self.user, self._programme_id, self._next_of, by_day=True)
            sessions = first.dicts(self.user.pk)
        return clock.day_of(sessions[0]["at"]) if sessions else None

    @property
    def _programme_id(self) -> int | None:
        return self.programme.pk if self.programme is not None else None

    def _visible_to(self, user: AnyUser) -> SeminarQuerySet:
        return self.form.narrow(Seminar.objects.visible_to(user).filter(activity__programme=self.programme))

    def _shown_to(self, user: AnyUser) -> SeminarQuerySet:
        return self.form.in_time(self._visible_to(user).for_lists().with_seats().with_own_place(user))

    def _next_of(self, user: AnyUser) -> "QuerySet[Session, object]":
        return self._visible_to(user).next_session_since(clock.today())
