"""Deeds of taking part: counting heads, registering, being seen at a session."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.services import require_open

from .models import Attendance, Group, HeadCount, Registration


class NegativeCount(ValidationError):
    """Nobody can come less than zero times."""


class AlreadyRegistered(ValidationError):
    """The address or the person has a standing registration for this activity."""


class WrongActivity(ValidationError):
    """The session belongs to another activity than the registration."""


@transaction.atomic
def count_heads(*, by: Any, activity: Activity, counts: Mapping[str, int]) -> dict[str, int]:
    """The whole count of people whose names were not taken; a group left out or zero is taken away.

    Returns what stands now. Raises NegativeCount, PeriodClosed; ValueError for a group that does not exist.
    """
    wanted = {Group(group).value: number for group, number in counts.items() if number}
    if any(number < 0 for number in wanted.values()):
        raise NegativeCount(_("A number of people cannot be negative."), code="negative")
    Activity.objects.select_for_update().get(pk=activity.pk)
    require_open(activity.scope, kind=ClosingKind.ACTIVITIES, on=activity.day)
    before = dict(activity.head_counts.values_list("group", "count"))
    if before == wanted:
        return wanted
    activity.head_counts.exclude(group__in=wanted).delete()
    HeadCount.objects.bulk_create(
        [HeadCount(activity=activity, group=group, count=number) for group, number in wanted.items()],
        update_conflicts=True,
        unique_fields=["activity", "group"],
        update_fields=["count"],
    )
    record(by=by, verb="activity.counted", obj=activity, changes={"before": before, "after": wanted})
    return wanted


@transaction.atomic
def register(
    *,
    by: Any,
    activity: Activity,
    name: str,
    email: str = "",
    school: str = "",
    organisation: Organisation | None = None,
) -> Registration:
    """A place at the activity, with its own copy of name and school.

    It is tied to a person only when this address is verified as theirs. Seats are not limited here.
    Raises AlreadyRegistered.
    """
    person = Person.objects.filter(email__iexact=email, email_verified_at__isnull=False).first() if email else None
    registration = Registration(
        activity=activity,
        name=name.strip(),
        email=email.strip().lower(),
        school=school.strip() or (str(organisation) if organisation else ""),
        organisation=organisation,
        person=person,
        registered_by=by,
    )
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError as error:
        if "participation_registration_" not in str(error) or "once" not in str(error):
            raise
        raise AlreadyRegistered(_("This person is already registered."), code="registered") from error
    record(by=by, verb="registration.made", obj=registration, scope=activity.scope, changes={"activity": activity.pk})
    return registration


@transaction.atomic
def cancel_registration(*, by: Any, registration: Registration) -> Registration:
    """Free the place. Cancelling twice changes nothing."""
    locked = Registration.objects.select_for_update(of=("self",)).select_related("activity").get(pk=registration.pk)
    if locked.state != Registration.State.CANCELLED:
        locked.state = Registration.State.CANCELLED
        locked.save(update_fields=["state"])
        record(by=by, verb="registration.cancelled", obj=locked, scope=locked.activity.scope)
    registration.state = locked.state
    return registration


@transaction.atomic
def record_attendance(*, by: Any, registration: Registration, session: Session, hours: Decimal) -> Attendance:
    """Seen at the session for so many academic hours (40 minutes); a second time corrects the hours.

    Raises WrongActivity, PeriodClosed, NegativeCount.
    """
    if session.activity_id != registration.activity_id:
        raise WrongActivity(_("The session belongs to another activity."), code="activity")
    if hours < 0:
        raise NegativeCount(_("Hours cannot be negative."), code="negative")
    scope = session.activity.scope
    require_open(scope, kind=ClosingKind.ACTIVITIES, on=session.held_on or session.activity.day)
    attendance, _is_new = Attendance.objects.update_or_create(
        registration=registration, session=session, defaults={"hours": hours}
    )
    record(by=by, verb="attendance.recorded", obj=attendance, scope=scope, changes={"hours": str(hours)})
    return attendance
