"""Who was seen at a session."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.attendance.errors import SessionAhead, TooManyHours
from darbigas_kopienas.participation.attendance.models import Attendance
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.head_counts.errors import NegativeCount
from darbigas_kopienas.participation.registration.errors import NotActive, WrongActivity
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.sessions import may_be_ticked
from darbigas_kopienas.programme.access import Permission, may, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import require_open
from darbigas_kopienas.values import clock, formats


@transaction.atomic
def record_attendance(
    *,
    by: Actor,
    registration: Registration,
    session: Session,
    hours: Decimal | None = None,
    via: str = Attendance.Via.LIST,
    oddity: str = "",
) -> Attendance:
    """Seen at the session for so many academic hours (40 minutes; by default all of it); again corrects the hours.

    Saying the same again changes nothing. Raises PermissionDenied, WrongActivity, NotActive (without a seat),
    SessionAhead, PeriodClosed, NegativeCount, TooManyHours.
    """
    require(by, Permission.RECORD_ATTENDANCE, session.activity.scope)
    return _record(by=by, registration=registration, session=session, hours=hours, via=via, oddity=oddity)


def _record(
    *,
    by: Actor,
    registration: Registration,
    session: Session,
    hours: Decimal | None = None,
    via: str = Attendance.Via.LIST,
    oddity: str = "",
) -> Attendance:
    """Whoever checks in by themselves is recorded without a role."""
    if session.activity_id != registration.activity_id:
        raise WrongActivity(_("The session belongs to another activity."), code="activity")
    hours = session.academic_hours if hours is None else hours
    _require_within(session, hours)
    locked(session.activity)
    locked_row = Registration.objects.get(pk=registration.pk)
    _require_seat(locked_row)
    _require_come(session)
    scope = _open_scope(by, session)
    before = Attendance.objects.filter(registration=locked_row, session=session).first()
    if before is not None and before.counts and before.hours == hours and not oddity:
        return before
    attendance, _is_new = Attendance.objects.update_or_create(
        registration=locked_row,
        session=session,
        defaults={"hours": hours, "via": via, "oddity": oddity, "settled_by": None},
    )
    _seat(by, [locked_row], scope)
    record(by=by, verb="attendance.recorded", obj=attendance, scope=scope, changes={"hours": str(hours), "via": via})
    return attendance


@transaction.atomic
def record_many(
    *, by: Actor, session: Session, wanted: Mapping[int, Decimal | None], via: str = Attendance.Via.LIST
) -> dict[int, Decimal | None]:
    """The wanted hours by registration's id; None takes the tick back. Gives what stood before, likewise.

    It says how it is to be, so sending it twice does no harm, and of two people the later one is right. One lock, and
    as many statements for a hundred people as for one. All or nothing: raises PermissionDenied,
    WrongActivity, NotActive, SessionAhead, NegativeCount, TooManyHours, PeriodClosed.
    """
    require(by, Permission.RECORD_ATTENDANCE, session.activity.scope)
    locked(session.activity)
    scope = _open_scope(by, session)
    people = {
        registration.pk: registration
        for registration in Registration.objects.filter(activity_id=session.activity_id, pk__in=wanted)
    }
    if len(people) < len(wanted):
        raise WrongActivity(_("Somebody in the list is not registered for this activity."), code="activity")
    seen = {
        attendance.registration_id: attendance
        for attendance in Attendance.objects.filter(session=session, registration__in=people)
    }
    before = {pk: seen[pk].hours if pk in seen and seen[pk].counts else None for pk in wanted}
    ticked = {pk: hours for pk, hours in wanted.items() if hours is not None and before[pk] != hours}
    taken_back = [pk for pk, hours in wanted.items() if hours is None and pk in seen]
    if ticked:
        _require_come(session)
    for pk, hours in ticked.items():
        _require_seat(people[pk])
        _require_within(session, hours)
    _seat(by, [people[pk] for pk in ticked], scope)
    Attendance.objects.bulk_create(
        [Attendance(registration=people[pk], session=session, hours=hours, via=via) for pk, hours in ticked.items()],
        update_conflicts=True,
        unique_fields=["registration", "session"],
        update_fields=["hours", "via", "oddity", "settled_by", "at"],
    )
    Attendance.objects.filter(session=session, registration__in=taken_back).delete()
    if ticked or taken_back:
        changes = {"recorded": sorted(ticked), "taken_back": sorted(taken_back), "via": via}
        record(by=by, verb="attendance.listed", obj=session, scope=scope, changes=changes)
    return before


@transaction.atomic
def take_back_attendance(*, by: Actor, registration: Registration, session: Session) -> None:
    """The tick was a mistake. Taking back what is not there changes nothing. Raises PermissionDenied, PeriodClosed."""
    require(by, Permission.RECORD_ATTENDANCE, session.activity.scope)
    scope = _open_scope(by, session)
    attendance = Attendance.objects.filter(registration=registration, session=session).first()
    if attendance is not None:
        record(by=by, verb="attendance.taken_back", obj=attendance, scope=scope)
        attendance.delete()


@transaction.atomic
def settle_oddity(*, by: Actor, attendance: Attendance, counts: bool = True) -> None:
    """The organiser looked at an odd check-in and lets it count, or not; then it goes.

    Somebody else has decided meanwhile: then theirs stands. Raises PermissionDenied, PeriodClosed.
    """
    require(by, Permission.RECORD_ATTENDANCE, attendance.session.activity.scope)
    locked(attendance.session.activity)
    scope = _open_scope(by, attendance.session)
    odd = Attendance.objects.select_for_update(of=("self",)).filter(pk=attendance.pk).first()
    if odd is None or odd.counts:
        return
    if counts:
        _seat(by, [odd.registration], scope)
        odd.settled_by = account_of(by)
        odd.save(update_fields=["settled_by"])
    record(by=by, verb="attendance.settled" if counts else "attendance.rejected", obj=odd, scope=scope)
    if not counts:
        odd.delete()


def _seat(by: Actor, seen: Iterable[Registration], scope: Scope) -> None:
    """Whoever was there needs no deadline any more: neither for the mailed link nor for an offered seat."""
    for registration in seen:
        if registration.confirm_by is None and registration.state != Registration.State.OFFERED:
            continue
        was, registration.state = registration.state, Registration.State.CONFIRMED
        registration.confirm_by = registration.offer_until = None
        registration.save(update_fields=["state", "confirm_by", "offer_until"])
        if was != registration.state:
            record(by=by, verb="registration.let_in", obj=registration, scope=scope)


def _open_scope(by: Actor, session: Session) -> Scope:
    """The scope in which it is recorded. Raises PeriodClosed."""
    scope = session.activity.scope
    day = session.held_on or session.activity.day
    may_ask = may(by, Permission.ASK_CLOSING, scope)
    require_open(scope, kind=ClosingKind.ACTIVITIES, on=day, may_ask=may_ask)
    return scope


def _require_seat(registration: Registration) -> None:
    if not registration.is_active:
        raise NotActive(_("%s is not registered any more.") % registration.name, code="not_active")
    if not registration.has_seat:
        raise NotActive(_("%s has no seat yet: let them in first.") % registration.name, code="no_seat")


def _require_come(session: Session) -> None:
    if session.state == State.CANCELLED:
        raise SessionAhead(_("This session was cancelled, so nobody was there."), code="cancelled")
    if not may_be_ticked(session):
        day = formats.day(clock.day_of(session.starts_at))
        raise SessionAhead(_("This session begins on %(day)s; nobody was there yet.") % {"day": day}, code="ahead")


def _require_within(session: Session, hours: Decimal) -> None:
    if hours < 0:
        raise NegativeCount(_("Hours cannot be negative."), code="negative")
    if hours > session.academic_hours:
        raise TooManyHours(
            _("The session lasts %(hours)s academic hours; nobody can have more."),
            code="too_many",
            params={"hours": formats.short_number(session.academic_hours)},
        )
