"""At the door: whoever came gets in and is ticked at once."""

from django.db import transaction

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.attendance.models import Attendance
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.services import Participant, register
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor

from .ticks import record_attendance

State, Via = Registration.State, Registration.Via


@transaction.atomic
def walk_in(*, by: Actor, session: Session, name: str, school: str = "", email: str = "") -> Attendance:
    """Somebody who is not in the list. An address that is in it after all lets that registration in.

    Raises PermissionDenied, PeriodClosed, NotActive.
    """
    require(by, Permission.RECORD_ATTENDANCE, session.activity.scope)
    activity = session.activity
    locked(activity)
    known = Registration.objects.filter(activity=activity).exclude(state=State.CANCELLED)
    existing = at_address(known, email).first()
    if existing is not None:
        return let_in(by=by, session=session, registration=existing)
    who = Participant(name=name, school=school, email=email)
    made = register(by=by, activity=activity, participant=who, via=Via.WALK_IN)
    return record_attendance(by=by, registration=made, session=session)


@transaction.atomic
def let_in(*, by: Actor, session: Session, registration: Registration) -> Attendance:
    """Came without a seat (in line, not approved) and is here: gets one, whatever the limit, and is ticked.

    Raises PermissionDenied, WrongActivity, PeriodClosed, NotActive for a cancelled one.
    """
    require(by, Permission.RECORD_ATTENDANCE, registration.activity.scope)
    enrolment = locked(registration.activity)
    current = Registration.objects.get(pk=registration.pk)
    if not current.has_seat and current.state != State.CANCELLED:
        current.state, current.via, current.confirm_by = State.CONFIRMED, Via.WALK_IN, None
        current.save(update_fields=["state", "via", "confirm_by"])
        record(by=by, verb="registration.let_in", obj=current, scope=enrolment.scope)
    return record_attendance(by=by, registration=current, session=session)
