"""The days of a seminar. Whoever is registered is told of each change, once for all changes of ten minutes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import ngettext

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.attendance.errors import TooManyHours
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.participation.registration.differences import Announced, announced
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock
from seminars.seminar.models import Seminar

# A coordinator who moves three days of a seminar writes one letter, not three.
TOGETHER = timedelta(minutes=10)
# By which a day gets longer or shorter.
LENGTH = frozenset({"starts_at", "ends_at", "hours", "break_minutes"})


@transaction.atomic
def add_day(*, by: Actor, seminar: Seminar, starts_at: datetime, ends_at: datetime, **fields: Any) -> Session:
    """One more session (`fields`: place, mode, online_url, hours).

    Raises PermissionDenied, ValidationError (order), PeriodClosed.
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    before = announced(seminar.activity)
    session = activities.add_session(by=by, activity=seminar.activity, starts_at=starts_at, ends_at=ends_at, **fields)
    _follow_first_day(by, seminar)
    notify_of_days(by=by, seminar=seminar, ends_at=ends_at, before=before)
    return session


@transaction.atomic
def move_day(*, by: Actor, seminar: Seminar, session: Session, **fields: object) -> Session:
    """A session to another hour, day, place, mode or link, or with other academic hours.

    Raises PermissionDenied, PeriodClosed, TooManyHours, ValidationError (order, already held, cancelled).
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    was_to_end, before = session.ends_at, announced(seminar.activity)
    changed = activities.edit_session(by=by, activity=seminar.activity, session=session, **fields)
    session.refresh_from_db()
    if changed & LENGTH:
        _require_hours_of_all(session)
    if "starts_at" in changed:
        _follow_first_day(by, seminar)
    if changed & activities.IN_CALENDARS:
        notify_of_days(by=by, seminar=seminar, ends_at=max(was_to_end, session.ends_at), before=before)
    return session


@transaction.atomic
def take_off_day(*, by: Actor, seminar: Seminar, session: Session) -> None:
    """The day will not happen. It stays as cancelled where anybody may have noted it, else it is gone.

    Raises PermissionDenied, LastDay, ValidationError (held, cancelled).
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    before = announced(seminar.activity)
    taken_off = activities.take_off_session(by=by, activity=seminar.activity, session=session)
    _follow_first_day(by, seminar)
    if not seminar.is_published and not seminar.activity.registrations.exists():
        record(by=by, verb="session.removed", obj=taken_off, scope=seminar.scope)
        taken_off.delete()
        return
    notify_of_days(by=by, seminar=seminar, ends_at=session.ends_at, before=before)


def notify_of_days(*, by: Actor, seminar: Seminar, ends_at: datetime, before: Announced) -> None:
    """Where it has not passed: one letter about all that is changed until it leaves."""
    now = clock.now()
    if ends_at < now:
        return
    step = int(TOGETHER.total_seconds())
    leaves_at = datetime.fromtimestamp((int(now.timestamp()) // step + 1) * step, UTC)
    repeat_key = f"{leaves_at:%Y%m%dT%H%M}"
    mails.notify_all(
        activity=seminar.activity, occasion="moved", by=by, repeat_key=repeat_key, due_at=leaves_at, before=before
    )


def _require_hours_of_all(session: Session) -> None:
    """Nobody who was ticked keeps more hours than the day has. Raises TooManyHours."""
    if number := session.attendances.filter(hours__gt=session.academic_hours).count():
        sentence = ngettext(
            "%(n)d person is ticked with more hours than the day would have: correct that first.",
            "%(n)d people are ticked with more hours than the day would have: correct that first.",
            number,
        )
        raise TooManyHours(sentence % {"n": number}, code="too_many")


def _follow_first_day(by: Actor, seminar: Seminar) -> None:
    """The activity's planned day is that of the first session still standing."""
    first = seminar.activity.sessions.exclude(state="cancelled").order_by("starts_at").first()
    if first is not None and seminar.activity.held_on is None:
        activities.edit(by=by, activity=seminar.activity, day=clock.day_of(first.starts_at))
