"""Names go some years after the programme, and every figure stays as it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Attendance, Invitation, Registration
from darbigas_kopienas.participation.participants.unique_people import people_seen, turnout
from darbigas_kopienas.participation.registration.anonymous import anonymise
from darbigas_kopienas.participation.registration.errors import NotActive
from darbigas_kopienas.participation.registration.invitations.services import to_remind
from darbigas_kopienas.participation.registration.services import (
    NAMES,
    change,
    forget_invitations,
    forget_names,
    open_mailed_link,
)
from darbigas_kopienas.participation.registration.tasks import tidy
from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.people.retention import numbers_overdue
from darbigas_kopienas.programme.actors import SYSTEM, VISITOR
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from tests.builders import come

pytestmark = pytest.mark.usefixtures("summer")


@pytest.fixture
def last_day(programme: Programme) -> Any:
    return programme.ends_on + timedelta(days=NAMES.days)


@pytest.fixture
def places(make: Any, summer: None) -> list[Registration]:
    """Two activities: one person with a proven address at both, another by address alone at both, a third at one."""
    first, second = make(), make()
    person = Person.objects.create(name="Zane", email="zane@example.lv", email_verified_at=clock.now())
    made = [*come(first, "Zane", "Peteris", "Liga"), *come(second, "Zane", "Peteris")]
    Registration.objects.filter(pk=made[0].pk).update(verified_at=clock.now(), person=person)
    with clock.frozen(first.starts_on + timedelta(days=1)):
        for place in [made[0], made[1], made[3], made[4]]:
            Attendance.objects.create(registration=place, session=place.activity.sessions.get(), hours=4)
    return made


def _figures(activities: Any) -> Any:
    came = turnout(activities)
    each = {pk: (one.named, one.registered, one.unique) for pk, one in came.by_activity.items()}
    seen = people_seen(activity.pk for activity in activities)
    return each, came.unique, came.attendances, len(seen), len({row.identity for row in seen})


def test_names_go_the_day_after_their_last_and_figures_stay(places: list[Registration], last_day: Any) -> None:
    activities = list(Activity.objects.all())
    before = _figures(activities)
    with clock.frozen(last_day):
        assert numbers_overdue([NAMES]) == {NAMES.key: 0}
        assert forget_names(by=SYSTEM) == 0
    with clock.frozen(last_day + timedelta(days=1)):
        tidy()
        assert forget_names(by=SYSTEM) == 0
    assert _figures(activities) == before
    rows: set[Any] = set(Registration.objects.values_list("name", "email", "school", "person"))
    assert rows == {(ERASED, "", "", None)}
    assert not Registration.objects.filter(folded__contains="zane").exists()
    assert Attendance.objects.count() == 4


def test_a_refusal_keeps_that_there_was_a_reason(places: list[Registration], ilze: User) -> None:
    Registration.objects.filter(pk=places[2].pk).update(state="refused", reason="Liga nav no skolas")
    anonymise(Registration.objects.all())
    assert Registration.objects.get(pk=places[2].pk).reason == ERASED
    assert anonymise(Registration.objects.all()) == 0


def test_a_place_without_names_is_corrected_by_nobody(places: list[Registration], ilze: User) -> None:
    anonymise(Registration.objects.all())
    with pytest.raises(NotActive):
        change(by=ilze, registration=places[0], name="Zane")
    with pytest.raises(NotActive):
        open_mailed_link(by=VISITOR, registration=places[1])


def test_nobody_is_half_forgotten(places: list[Registration]) -> None:
    anonymise(Registration.objects.filter(pk=places[0].pk))
    for fields in ({"name": "Zane"}, {"email": "zane@example.lv"}, {"school": "1. vidusskola"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.filter(pk=places[0].pk).update(**fields)


def test_invitations_that_led_nowhere_go_by_the_day_of_the_activity(make: Any, ilze: User) -> None:
    activity = make()
    for name in ("a", "b"):
        Invitation.objects.create(
            activity=activity, name=name, email=f"{name}@example.lv", invited_at=clock.now() - timedelta(days=1)
        )
    assert to_remind(activity).count() == 2
    with clock.frozen(activity.starts_on + timedelta(days=90)):
        assert forget_invitations() == 0
    with clock.frozen(activity.starts_on + timedelta(days=92)):
        assert forget_invitations() == 2
        assert forget_invitations() == 0
    assert set(Invitation.objects.values_list("name", "email")) == {("", "")}
    assert Invitation.objects.counts()["silent"] == 2
    assert to_remind(activity).count() == 0
