"""What „Mani darbi” tells a person of their own next place, and of the week's sessions where they record attendance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, JSONField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration.links import place_path, short_code
from darbigas_kopienas.participation.registration.seat_columns import seat_columns
from darbigas_kopienas.people import places
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import NARROW_ROLES, Permission, Role, may, memberships_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.programme.shared_statements import shared
from darbigas_kopienas.values import clock

MAX_SESSIONS = 12


@dataclass(frozen=True)
class NextPlace:
    """The first session that is to come of those where the person has a place."""

    session: Session
    registration: Registration

    @property
    def activity(self) -> Activity:
        return self.session.activity

    @property
    def place_path(self) -> str:
        return place_path(self.registration)

    @property
    def has_offer(self) -> bool:
        return self.registration.state == Registration.State.OFFERED

    @property
    def map_url(self) -> str:
        """A search of the place on a map; nothing is fetched before it is pressed."""
        return places.map_url(self.session.place or self.activity.place, self.activity.municipality)

    @property
    def code(self) -> str:
        """By which one is checked in; nobody without a seat has it."""
        is_in = self.registration.state == Registration.State.CONFIRMED
        return short_code(self.registration) if is_in else ""


@dataclass(frozen=True)
class Ahead:
    """One's own next place, and this week's sessions where one records attendance, with the seats of each."""

    next: NextPlace | None
    week: list[Any]


def ahead_of(user: User, programme: Programme) -> Ahead:
    """In one statement."""
    rows = shared("ahead", user, programme.pk, lambda anybody: _sessions_of(anybody, programme))
    sessions: list[Any] = rows.objects(user.pk)
    week = [session for session in sessions if session.is_in_week]
    for session in week:
        session.is_staff_side = may(user, Permission.SEE_REGISTRATIONS, session.activity.scope)
    return Ahead(next=_next_of(sessions), week=week[:MAX_SESSIONS])


def words_of_narrow_role(user: User, programme: Programme, ahead: Ahead) -> str:
    """What somebody is here for whose only roles are narrow ones; nothing for everybody else, who has tasks."""
    roles = {membership.role for membership in memberships_of(user) if membership.programme_id == programme.pk}
    if not roles <= NARROW_ROLES:
        return ""
    words = []
    if Role.CHECK_IN in roles:
        is_today = any(session.is_staff_side is False and session.day == clock.today() for session in ahead.week)
        words.append(
            _("Open today’s list and tick who has come.") if is_today else _("There is no attendance to record today.")
        )
    if Role.CENTRE in roles:
        words.append(_("You look after your centre: its page, its things and its purchases."))
    return " ".join(words)


def _sessions_of(user: User, programme: Programme) -> "QuerySet[Session]":
    place_there = Registration.objects.own(user).active().filter(activity=OuterRef("activity")).order_by()
    place = place_there.values(told=JSONObject(pk="pk", state="state"))[:1]
    monday = clock.today() - timedelta(days=clock.today().weekday())
    first, end = _midnight(monday), _midnight(monday + timedelta(days=7))
    is_recorded = Q(q_in_scopes(user, Permission.RECORD_ATTENDANCE, path="activity__"), activity__programme=programme)
    in_week = is_recorded & Q(starts_at__gte=first, starts_at__lt=end, activity__enrolment__isnull=False)
    return (
        Session.objects.annotate(own=Subquery(place, output_field=JSONField()), **seat_columns("activity"))
        .annotate(is_in_week=Case(When(in_week, then=True), default=False))
        .filter(Q(is_in_week=True) | Q(own__isnull=False, ends_at__gt=clock.now()))
        .exclude(state__in=[State.CANCELLED, State.POSTPONED])
        .exclude(activity__state=State.CANCELLED)
        .select_related("activity__seminar", "activity__enrolment", "activity__municipality")
        .order_by("starts_at", "pk")
    )


def _next_of(sessions: Iterable[Any]) -> NextPlace | None:
    mine = (session for session in sessions if session.own and not session.has_ended)
    session = next(mine, None)
    return NextPlace(session, Registration(**session.own, activity=session.activity)) if session is not None else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.RIGA)
