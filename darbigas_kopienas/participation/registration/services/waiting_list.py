"""What follows when a seat becomes free: offers to those in line, and the end of what has lapsed."""

import logging
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Min

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.enrolment.models import Enrolment, SeatReserve
from darbigas_kopienas.participation.enrolment.rules import Seats
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.prepared import occupancy_of
from darbigas_kopienas.programme.actors import DEADLINE, Actor
from darbigas_kopienas.values import clock

log = logging.getLogger("portal.participation")

State = Registration.State
RELEASE_DAYS = 7  # for so long after kept seats became free the sweep looks whether they were offered


def settle(enrolment: Enrolment, *, by: Actor) -> None:
    """With the lock held: end what has lapsed, then offer free seats to the first in line who may have them."""
    for lapsed in Registration.objects.filter(activity_id=enrolment.activity_id).lapsed_at(clock.now()):
        _end_lapsed(lapsed, enrolment)
    reserves = list(enrolment.reserves.all())
    occupancy = occupancy_of(enrolment, reserves)
    if occupancy.waiting and (occupancy.seats.left is None or occupancy.seats.left > 0 or reserves):
        begins_at = _begins_at(enrolment.activity)
        if enrolment.activity.state not in {"cancelled", "held"} and clock.now() < begins_at:
            until = min(clock.now() + timedelta(hours=enrolment.offer_hours), begins_at)
            _offer(enrolment, occupancy.seats, until, by)


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
    mails.notify(registration, "lapsed" if is_offer else "unopened", by=DEADLINE)


def _offer(enrolment: Enrolment, seats: Seats, until: datetime, by: Actor) -> None:
    """First come, first served: whoever has waited longest among those for whom a seat is free.

    Whoever left no address cannot be asked: the seat is theirs at once.
    """
    for registration in Registration.objects.filter(activity_id=enrolment.activity_id).in_line():
        if not seats.is_free_for(registration.reserve_id):
            if seats.left == 0 and not seats.reserved:
                break
            continue
        seats = seats.with_taken(registration.reserve_id)
        registration.activity = enrolment.activity
        is_asked = bool(registration.email)
        registration.state = State.OFFERED if is_asked else State.CONFIRMED
        registration.offer_until = until if is_asked else None
        registration.save(update_fields=["state", "offer_until"])
        verb = "registration.offered" if is_asked else "registration.moved_up"
        record(by=by, verb=verb, obj=registration, scope=enrolment.scope)
        mails.notify(registration, "offered", by=by)


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
    lapsed = [
        *Registration.objects.lapsed_at(now).order_by("activity").values_list("activity", flat=True).distinct()[:limit],
        *released.order_by().values_list("enrolment__activity", flat=True).distinct()[:limit],
    ]
    return list(dict.fromkeys(lapsed))
