"""The lock behind which seats are given, and what follows when one becomes free.

Every deed that gives or takes a seat begins with `locked`: until its transaction ends nobody else gives or takes one
of this activity. What is derived from the rows (who is first, what is left) is read after the lock, never before.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.models import Enrolment, Registration, SeatReserve
from darbigas_kopienas.participation.registration import mails as letters
from darbigas_kopienas.participation.registration import prepared as reading
from darbigas_kopienas.participation.registration.errors import ReserveTooLarge, ReserveTwice
from darbigas_kopienas.participation.seats import Seats
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import DEADLINE, Actor
from darbigas_kopienas.values import clock

log = logging.getLogger("portal.participation")

State = Registration.State
FIELDS = frozenset(
    {"is_offered", "capacity", "opens_on", "closes_on", "changes_until", "has_waiting_list", "offer_hours",
     "confirm_hours", "needs_approval", "shows_participants"}
)  # fmt: skip
RELEASE_DAYS = 7  # for so long after kept seats became free the sweep looks whether they were offered


@transaction.atomic
def set_up(*, by: Actor, activity: Activity, reserves: list[SeatReserve] | None = None, **fields: Any) -> Enrolment:
    """How the activity takes registrations; a raised limit is offered at once to the first in line.

    `reserves`, where given, is the whole list of whom seats are kept for: both hold before anything is offered.
    Setting it up is what opens it (`is_offered`). A limit below what is taken takes nobody's seat away.
    Raises PermissionDenied, ValidationError, ReserveTooLarge, ReserveTwice.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, activity.scope)
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"not a field of a registration: {sorted(unknown)}")
    enrolment = locked(activity)
    fields.setdefault("is_offered", True)
    changed = sorted(name for name, value in fields.items() if getattr(enrolment, name) != value)
    for name in changed:
        setattr(enrolment, name, fields[name])
    if changed:
        enrolment.full_clean(exclude=["activity"])
        _require_room(enrolment, reserves)
        enrolment.save()
        record(by=by, verb="enrolment.set_up", obj=enrolment, changes={"fields": changed})
    if reserves is not None:
        _keep(enrolment, reserves, by)
    if changed or reserves is not None:
        settle(enrolment, by=by)
    activity.enrolment = enrolment
    return enrolment


@transaction.atomic
def keep_seats(*, by: Actor, activity: Activity, reserves: list[SeatReserve]) -> list[SeatReserve]:
    """The whole list of whom seats are kept for; those left out are no longer kept.

    Raises PermissionDenied, ValidationError, ReserveTooLarge, ReserveTwice.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, activity.scope)
    enrolment = locked(activity)
    made = _keep(enrolment, reserves, by)
    settle(enrolment, by=by)
    return made


def _keep(enrolment: Enrolment, reserves: list[SeatReserve], by: Actor) -> list[SeatReserve]:
    """With the lock held. Registrations that stand are sorted anew into the reserves, so the count stays right."""
    enrolment.reserves.all().delete()
    for one in reserves:
        one.pk, one.enrolment = None, enrolment
        one._state.adding = True
        one.full_clean(exclude=["enrolment"])
    if len({(one.municipality_id, one.organisation_id) for one in reserves}) < len(reserves):
        raise ReserveTwice(_("Seats are kept twice for the same municipality or school."), code="reserve_twice")
    _require_room(enrolment, reserves)
    made = SeatReserve.objects.bulk_create(reserves)
    standing = list(Registration.objects.filter(activity_id=enrolment.activity_id).standing()) if made else []
    for registration in standing:
        registration.reserve = reserve_for(made, registration.organisation_id, registration.municipality_id)
    Registration.objects.bulk_update(standing, ["reserve"])
    record(by=by, verb="enrolment.seats_kept", obj=enrolment, changes={"seats": sum(one.seats for one in made)})
    return made


def locked(activity: Activity) -> Enrolment:
    """The activity's registration, locked until the transaction ends; made where there was none.

    The activity is read after the lock, not with it: whoever one waited for may just have cancelled it.
    """
    enrolment = reading.locked_enrolment(activity.pk)
    if enrolment is None:
        Enrolment.objects.bulk_create([Enrolment(activity_id=activity.pk)], ignore_conflicts=True)
        enrolment = reading.locked_enrolment(activity.pk)
    if enrolment is None:
        raise Activity.DoesNotExist
    return enrolment


def reserve_for(
    reserves: list[SeatReserve], organisation_id: int | None, municipality_id: int | None
) -> SeatReserve | None:
    """The reserve somebody belongs to: the school's before the municipality's."""
    by_school = (one for one in reserves if organisation_id is not None and one.organisation_id == organisation_id)
    by_place = (one for one in reserves if municipality_id is not None and one.municipality_id == municipality_id)
    return next(by_school, None) or next(by_place, None)


@dataclass(frozen=True)
class Standing:
    """How an activity stands: its seats, how many wait, the last number in line, whether a deadline has passed."""

    seats: Seats
    waiting: int
    last_no: int
    is_over: bool


def standing_of(enrolment: Enrolment, reserves: list[SeatReserve], counted: reading.Counted | None = None) -> Standing:
    """In one statement, or of what was `counted` already."""
    found = counted or reading.counted(enrolment.activity_id)
    kept = {one.pk: one.seats for one in reserves if one.is_kept_on(clock.today())}
    seats = Seats(enrolment.capacity, Counter(found.held), kept)
    return Standing(seats, found.waiting, found.last_no, found.is_over)


def is_sold_out(enrolment: Enrolment) -> bool:
    """Nobody can get a place: every seat is taken for good and there is no line. Read without the lock, so it is only
    good for refusing: a seat that is freed the next moment is had by trying again.
    """
    if enrolment.capacity is None or enrolment.has_waiting_list or enrolment.needs_approval:
        return False
    standing = standing_of(enrolment, [])
    return not standing.is_over and standing.seats.taken >= enrolment.capacity


def settle(enrolment: Enrolment, *, by: Actor) -> None:
    """With the lock held: end what has lapsed, then offer free seats to the first in line who may have them."""
    for lapsed in Registration.objects.filter(activity_id=enrolment.activity_id).lapsed_at(clock.now()):
        _end_lapsed(lapsed, enrolment)
    reserves = list(enrolment.reserves.all())
    standing = standing_of(enrolment, reserves)
    if standing.waiting and (standing.seats.left is None or standing.seats.left > 0 or reserves):
        begins_at = _begins_at(enrolment.activity)
        if enrolment.activity.state not in {"cancelled", "held"} and clock.now() < begins_at:
            until = min(clock.now() + timedelta(hours=enrolment.offer_hours), begins_at)
            _offer(enrolment, standing.seats, until, by)


def _begins_at(activity: Activity) -> datetime:
    """When nobody can be offered a seat any more: at the first session, without sessions at the end of the day."""
    morning = datetime.combine(activity.starts_on, time(), clock.RIGA)
    sessions = activity.sessions.exclude(state="cancelled").filter(starts_at__gte=morning)
    first = sessions.aggregate(first=Min("starts_at"))["first"]
    return first or datetime.combine(activity.starts_on + timedelta(days=1), time(), clock.RIGA)


def _end_lapsed(registration: Registration, enrolment: Enrolment) -> None:
    is_offer = registration.state == State.OFFERED
    registration.activity = enrolment.activity
    registration.ending = Registration.Ending.OFFER_LAPSED if is_offer else Registration.Ending.NOT_CONFIRMED
    registration.state, registration.offer_until, registration.confirm_by = State.CANCELLED, None, None
    registration.save(update_fields=["state", "ending", "offer_until", "confirm_by"])
    record(by=DEADLINE, verb="registration.lapsed", obj=registration, scope=enrolment.scope)
    letters.tell(registration, "lapsed" if is_offer else "unopened", by=DEADLINE)


def _offer(enrolment: Enrolment, seats: Seats, until: datetime, by: Actor) -> None:
    """First come, first served: whoever has waited longest among those for whom a seat is free.

    Whoever left no address cannot be asked: the seat is theirs at once.
    """
    for registration in Registration.objects.filter(activity_id=enrolment.activity_id).in_line():
        if not seats.is_free_for(registration.reserve_id):
            if seats.left == 0 and not seats.kept:
                break
            continue
        seats = seats.with_one_more(registration.reserve_id)
        registration.activity = enrolment.activity
        is_asked = bool(registration.email)
        registration.state = State.OFFERED if is_asked else State.CONFIRMED
        registration.offer_until = until if is_asked else None
        registration.save(update_fields=["state", "offer_until"])
        verb = "registration.offered" if is_asked else "registration.moved_up"
        record(by=by, verb=verb, obj=registration, scope=enrolment.scope)
        letters.tell(registration, "offered", by=by)


def sweep(*, by: Actor, limit: int = 50) -> int:
    """Settle every activity where something has lapsed or kept seats became free; returns how many were settled.

    Each in a transaction of its own, and one that cannot be settled keeps nobody else waiting.
    """
    settled = 0
    for activity_id in _to_be_settled(limit):
        try:
            with transaction.atomic():
                settle(locked(Activity(pk=activity_id)), by=by)
            settled += 1
        except Exception as error:  # noqa: BLE001  (the next turn of the sweep tries it again)
            log.warning("activity %s was not settled: %s", activity_id, type(error).__name__)
    return settled


def _to_be_settled(limit: int) -> list[int]:
    """Activities by id; what has lapsed comes first, then those whose kept seats were released lately."""
    now, today = clock.now(), clock.today()
    waiting = Registration.objects.filter(state=State.WAITING, activity__starts_on__gte=today)
    released = SeatReserve.objects.filter(
        released_on__range=(today - timedelta(days=RELEASE_DAYS), today),
        enrolment__activity__in=waiting.values("activity"),
    )
    found = [
        *Registration.objects.lapsed_at(now).order_by("activity").values_list("activity", flat=True).distinct()[:limit],
        *released.order_by().values_list("enrolment__activity", flat=True).distinct()[:limit],
    ]
    return list(dict.fromkeys(found))


def _require_room(enrolment: Enrolment, reserves: list[SeatReserve] | None = None) -> None:
    kept = sum(one.seats for one in (enrolment.reserves.all() if reserves is None else reserves))
    if enrolment.capacity is not None and kept > enrolment.capacity:
        raise ReserveTooLarge(_("More seats are kept than there are at all."), code="reserve")
