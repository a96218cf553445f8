"""An activity that takes registrations, and people who come to it, each in a line."""

from datetime import date, datetime, time, timedelta
from typing import Any

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM, VISITOR
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.registering import register

TODAY = date(2020, 6, 10)


def taking(by: User, scope: Scope, component: Component, *, day: date = date(2020, 6, 18), **fields: Any) -> Activity:
    """A published activity with one session from 10 to 14; `fields` are those of its registration."""
    activity = activities.plan(
        by=by, scope=scope, component=component, kind="seminar", title_lv="Talka", starts_on=day, is_public=True
    )
    begins = datetime.combine(day, time(10), clock.RIGA)
    activities.add_session(by=by, activity=activity, starts_at=begins, ends_at=begins + timedelta(hours=4))
    services.set_up(by=by, activity=activity, **fields)
    return activity


def come(activity: Activity, *names: str, via: str = Registration.Via.GUEST, **given: Any) -> list[Registration]:
    """Guests, one after another, each with an address of their own."""
    by = VISITOR if via == Registration.Via.GUEST else SYSTEM
    return [
        register(by=by, activity=activity, via=via, **{"name": name, "email": f"{name}@example.lv", **given})
        for name in names
    ]


def states(activity: Activity) -> dict[str, str]:
    """Name: state, in the order of coming."""
    return dict(activity.registrations.order_by("pk").values_list("name", "state"))


def letters_to(name: str) -> list[str]:
    """Which letters were written to one guest, in order."""
    from darbigas_kopienas.mailing.models import OutgoingMail

    found = OutgoingMail.objects.filter(to_email=f"{name}@example.lv").order_by("pk")
    return [one.template.removeprefix("registration_") for one in found]


def trail(registration: Registration) -> list[str]:
    """What was done with one registration, in order."""
    return list(Entry.objects.of(registration).order_by("pk").values_list("verb", flat=True))
