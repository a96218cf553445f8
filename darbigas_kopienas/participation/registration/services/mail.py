"""Letters that follow from no change: the link once more, and the reminder before the first session."""

from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Min, Q

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock

SOONEST, LATEST = timedelta(hours=24), timedelta(hours=48)  # before the first session begins
FRESH = timedelta(hours=24)  # whoever registered so lately needs no reminding


@transaction.atomic
def send_link_again(*, by: Actor, activity: Activity, email: str) -> None:
    """Somebody typed an address that is registered: its owner, and nobody else, gets the link, or the refusal.

    Once an hour at most.
    """
    rows = Registration.objects.filter(activity=activity).exclude(state=Registration.State.CANCELLED)
    registration = at_address(rows, email).first()
    if registration is not None:
        occasion, repeat_key = "link" if registration.is_active else "refused", f"{clock.now():%Y%m%d%H}"
        if not mails.already_notified([registration], occasion, repeat_key):
            mails.notify(registration, occasion, by=by, repeat_key=repeat_key)


def is_still_reminded(registration: Registration, now: datetime) -> bool:
    """Whether `remind` has a letter for it yet to write, as the days stand."""
    activity = registration.activity
    if activity.is_over_at(now) or activity.state == State.CANCELLED or not registration.email:
        return False
    days = [session.starts_at for session in activity.active_sessions if session.state != State.POSTPONED]
    begins = min(days, default=now)
    ripe = registration.created_at + FRESH
    return max(now, ripe) < begins - SOONEST and (now < begins - LATEST or now < ripe)


def remind(*, by: Actor) -> int:
    """Tell confirmed people of what begins in one to two days, once for each start; returns how many letters."""
    now = clock.now()
    soon = (
        Activity.objects.exclude(state__in=["cancelled", "held"])
        .annotate(begins=Min("sessions__starts_at", filter=~Q(sessions__state__in=["cancelled", "postponed"])))
        .filter(begins__gt=now + SOONEST, begins__lte=now + LATEST)
    )
    begins = dict(soon.values_list("pk", "begins"))
    rows = (
        Registration.objects.confirmed()
        .filter(activity__in=begins, created_at__lte=now - FRESH)
        .exclude(email="")
        .select_related("activity__programme", "activity__municipality")
        .order_by("activity", "pk")
    )
    number = 0
    for activity_id, group in groupby(rows, key=lambda registration: registration.activity_id):
        number += _remind(list(group), by=by, repeat_key=mails.repeat_key_of(begins[activity_id]))
    return number


@transaction.atomic
def _remind(registrations: list[Registration], *, by: Actor, repeat_key: str) -> int:
    reminded = mails.already_notified(registrations, "reminder", repeat_key)
    left = [registration for registration in registrations if registration.pk not in reminded]
    for registration in left:
        mails.notify(registration, "reminder", by=by, repeat_key=repeat_key)
    return len(left)
