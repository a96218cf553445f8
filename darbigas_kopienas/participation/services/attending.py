"""Who was seen at a session."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.services import require_open

from .errors import NegativeCount, NotStanding, WrongActivity


@transaction.atomic
def record_attendance(
    *,
    by: Any,
    registration: Registration,
    session: Session,
    hours: Decimal | None = None,
    via: str = Attendance.Via.LIST,
    oddity: str = "",
) -> Attendance:
    """Seen at the session for so many academic hours (40 minutes; by default all of it); again corrects the hours.

    Raises WrongActivity, NotStanding (cancelled, refused, or still in line), PeriodClosed, NegativeCount.
    """
    if session.activity_id != registration.activity_id:
        raise WrongActivity(_("The session belongs to another activity."), code="activity")
    hours = session.academic_hours if hours is None else hours
    if hours < 0:
        raise NegativeCount(_("Hours cannot be negative."), code="negative")
    kept = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    if not kept.is_standing:
        raise NotStanding(_("This person’s registration is cancelled."), code="not_standing")
    scope = session.activity.scope
    require_open(scope, kind=ClosingKind.ACTIVITIES, on=session.held_on or session.activity.day)
    attendance, _is_new = Attendance.objects.update_or_create(
        registration=kept, session=session, defaults={"hours": hours, "via": via, "oddity": oddity, "settled_by": None}
    )
    record(by=by, verb="attendance.recorded", obj=attendance, scope=scope, changes={"hours": str(hours), "via": via})
    return attendance


@transaction.atomic
def take_back_attendance(*, by: Any, registration: Registration, session: Session) -> None:
    """The tick was a mistake. Taking back what is not there changes nothing. Raises PeriodClosed."""
    scope = session.activity.scope
    require_open(scope, kind=ClosingKind.ACTIVITIES, on=session.held_on or session.activity.day)
    attendance = Attendance.objects.filter(registration=registration, session=session).first()
    if attendance is not None:
        record(by=by, verb="attendance.taken_back", obj=attendance, scope=scope)
        attendance.delete()


@transaction.atomic
def settle_oddity(*, by: Any, attendance: Attendance) -> Attendance:
    """The organiser looked at an odd check-in and lets it count. Raises PeriodClosed."""
    scope = attendance.registration.activity.scope
    require_open(scope, kind=ClosingKind.ACTIVITIES, on=attendance.session.held_on or attendance.session.activity.day)
    kept = Attendance.objects.select_for_update(of=("self",)).get(pk=attendance.pk)
    kept.settled_by = by
    kept.save(update_fields=["settled_by"])
    record(by=by, verb="attendance.settled", obj=kept, scope=scope)
    return kept
