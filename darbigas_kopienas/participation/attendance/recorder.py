"""What somebody reaches who records attendance and sees nothing else: names, at the sessions of these days.

A week before and after today: what was ticked wrongly can be corrected the evening after, and an old list with its
names is no longer theirs.
"""

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.values import clock

NEAR = timedelta(days=7)
MOST_SESSIONS = 60


def is_near(session: Session) -> bool:
    """Within seven days of today, both edges included; so is one that goes on over several days."""
    today = clock.today()
    return clock.day_of(session.starts_at) - NEAR <= today <= clock.day_of(session.ends_at) + NEAR


def sessions_near(user: Reader) -> "QuerySet[Session]":
    """Those of these days whose attendance the person records, where people register, in their order."""
    today = clock.today()
    near = Q(starts_at__lt=_midnight(today + NEAR + timedelta(days=1)), ends_at__gte=_midnight(today - NEAR))
    mine = q_in_scopes(user, Permission.RECORD_ATTENDANCE, path="activity__")
    sessions = Session.objects.filter(mine, near, activity__enrolment__isnull=False)
    sessions = sessions.exclude(state__in=[State.CANCELLED, State.POSTPONED]).exclude(activity__state=State.CANCELLED)
    return sessions.select_related("activity__municipality").order_by("starts_at", "pk")[:MOST_SESSIONS]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.RIGA)
