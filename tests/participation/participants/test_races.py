"""Deciding with many hands at one moment: no seat is given twice. The control without the lock oversells elsewhere."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Invitation, Registration
from darbigas_kopienas.participation.registration.people_list import Pasted
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from tests.participation.participants.conftest import register_guests
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _frozen_for_threads() -> Iterator[None]:
    with clock.frozen(date(2020, 6, 10)):
        yield


def states() -> list[str]:
    return sorted(Registration.objects.values_list("state", flat=True))


def test_approvals_at_once_never_oversell(activity: Activity, ilze: User, marta: User) -> None:
    services.set_up(by=ilze, activity=activity, capacity=1, needs_approval=True)
    first, two, three = register_guests(activity, 3)
    together(
        lambda: services.approve(by=ilze, registration=first),
        lambda: services.approve(by=marta, registration=two),
        lambda: services.decide(by=ilze, registrations=[three, first], action="approve"),
    )
    assert states() == ["confirmed", "waiting", "waiting"]
    line = Registration.objects.filter(state="waiting").order_by("waiting_no")
    assert list(line.values_list("waiting_no", flat=True)) == [1, 2]


def test_a_raised_limit_approvals_and_cancellations_at_once(activity: Activity, ilze: User, marta: User) -> None:
    services.set_up(by=ilze, activity=activity, capacity=2, needs_approval=True)
    people = register_guests(activity, 6)
    services.decide(by=ilze, registrations=people[:3], action="approve")
    actions: list[Any] = [
        lambda: services.set_up(by=marta, activity=activity, capacity=3),
        lambda: services.cancel_registration(by=ilze, registration=people[0]),
        lambda: services.decide(by=ilze, registrations=people[3:5], action="approve"),
        lambda: services.approve(by=marta, registration=people[5]),
    ]
    assert [outcome for outcome in together(*actions) if isinstance(outcome, Exception)] == []
    with_seats = Registration.objects.with_seat().count()
    assert (with_seats, Registration.objects.filter(state="cancelled").count()) == (3, 1)
    assert Registration.objects.get(pk=people[2].pk).state == "offered"  # first in line


def test_two_invite_the_same_people_at_once(activity: Activity, ilze: User, marta: User) -> None:
    people = [Pasted(n, "", f"p{n}@example.lv") for n in range(20)]
    outcome = together(
        lambda: services.invite(by=ilze, activity=activity, people=people),
        lambda: services.invite(by=marta, activity=activity, people=people),
    )
    assert sorted(type(invitation).__name__ for invitation in outcome) == ["NobodyToAsk", "list"]
    assert Invitation.objects.count() == 20
