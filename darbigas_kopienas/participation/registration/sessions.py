"""Which sessions an activity has, and which of them is on now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.values import clock

OPENS_BEFORE = timedelta(minutes=60)
CLOSES_AFTER = timedelta(minutes=30)


def is_day_of(session: Session, moment: datetime) -> bool:
    """On a day on which the session goes on, or in its hours where they reach over midnight."""
    first, last = clock.day_of(session.starts_at), clock.day_of(session.ends_at)
    return first <= clock.day_of(moment) <= last or is_within_hours(session, moment)


def may_be_ticked(session: Session) -> bool:
    """From the morning of its first day on: nobody was at what has not come."""
    return clock.day_of(session.starts_at) <= clock.today()


def is_within_hours(session: Session, moment: datetime) -> bool:
    """Both edges included."""
    return session.starts_at - OPENS_BEFORE <= moment <= session.ends_at + CLOSES_AFTER


def sessions_of(activity: Activity) -> list[Session]:
    """Those that were not cancelled, with the activity at hand."""
    sessions = [session for session in activity.sessions.all() if session.state != State.CANCELLED]
    for session in sessions:
        session.activity = activity
    return sessions


def session_now(sessions: Sequence[Session]) -> Session | None:
    """The one whose list is wanted at this moment.

    Of today's the one that has begun last (an hour early counts), else the first; without any today the last one that
    was, so that what is keyed in the evening or a week later goes where it belongs; else the first to come.
    """
    now = clock.now()
    begun = [session for session in sessions if session.starts_at - OPENS_BEFORE <= now]
    today = [session for session in sessions if is_day_of(session, now)]
    begun_today = [session for session in begun if session in today]
    wanted = begun_today[-1:] or today[:1] or begun[-1:] or sessions[:1]
    return wanted[0] if wanted else None
