"""People check in by themselves: with the code on the wall, or by showing their own."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.attendance.errors import NotKnownHere
from darbigas_kopienas.participation.attendance.models import Attendance, WallCode, new_wall_code
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.registration.models import WITH_SEAT, Registration
from darbigas_kopienas.participation.registration.sessions import is_day_of, is_within_hours
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock

from .ticks import _record

Oddity, Via = Attendance.Oddity, Attendance.Via


@transaction.atomic
def hang_wall_code(*, by: Actor, session: Session) -> WallCode:
    """The session's code; an old one, if any, stops working. Raises PermissionDenied."""
    require(by, Permission.RECORD_ATTENDANCE, session.activity.scope)
    code, _is_new = WallCode.objects.update_or_create(
        session=session, defaults={"code": new_wall_code(), "made_at": clock.now()}
    )
    record(by=by, verb="wall_code.made", obj=code, scope=session.activity.scope)
    return code


def session_on_wall(code: str) -> Session | None:
    """The session whose code this is, while it takes place that day; else None, whatever the reason."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    wall_code = (
        WallCode.objects.filter(code=typed)
        .exclude(session__state=State.CANCELLED)
        .select_related("session__activity__programme", "session__activity__municipality")
        .first()
    )
    return wall_code.session if wall_code is not None and is_day_of(wall_code.session, clock.now()) else None


def wall_code_of(session: Session) -> WallCode | None:
    return WallCode.objects.filter(session=session).first()


@transaction.atomic
def check_in(
    *, by: Actor, session: Session, email: str = "", place: int | None = None, seen_on_device: Collection[int] = ()
) -> Attendance:
    """By the code on the wall: the registration with this address, or the place that the telephone knows as its own.

    `seen_on_device` are registrations that checked in to this session from the same telephone before. What is odd
    counts only once the organiser has looked at it. Who is already seen stays as they are. Raises NotKnownHere,
    PeriodClosed.
    """
    locked(session.activity)
    seated = Registration.objects.filter(activity_id=session.activity_id, state__in=WITH_SEAT)
    who = seated.filter(pk=place) if place is not None else at_address(seated, email)
    registration = who.order_by("pk").first()
    if registration is None:
        raise NotKnownHere(_("We did not find you in the list. Go to the organiser, who will let you in."), code="door")
    before = Attendance.objects.filter(registration=registration, session=session).first()
    if before is not None:
        return before
    oddity = "" if is_within_hours(session, clock.now()) else Oddity.OUTSIDE_HOURS
    if not oddity and any(registration_id != registration.pk for registration_id in seen_on_device):
        oddity = Oddity.SAME_DEVICE
    return _record(by=by, registration=registration, session=session, via=Via.WALL_CODE, oddity=oddity)
