"""The many who press when the last seat is gone get one page, fast; whoever has a seat is still led to it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from seminars.models import Seminar
from tests.builders import come, taking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.fixture
def activity(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    made = taking(ilze, in_daugavpils, components["1"], capacity=1, has_waiting_list=False)
    Seminar.objects.create(activity=made)
    return made


def send(activity: Activity, name: str, key: str = "") -> Any:
    typed = {"name": name, "email": f"{name}@example.lv", "school": "Skola", "submission_key": key}
    return Client().post(reverse("participation:register", args=[activity.pk]), typed)


def test_one_page_in_few_statements_for_all_who_come_in_vain(activity: Activity) -> None:
    come(activity, "a")
    first = send(activity, "b")
    with CaptureQueriesContext(connection) as asked:
        second = send(activity, "c")
    assert (first.status_code, second.status_code, first.content == second.content) == (422, 422, True)
    assert "Visas vietas ir aizņemtas, un gaidīšanas saraksta nav." in second.content.decode()
    assert "c@example.lv" not in second.content.decode()
    assert len(asked) <= 7
    assert activity.registrations.count() == 1


def test_what_somebody_else_is_told_or_has_in_the_address_is_on_nobodys_page(activity: Activity) -> None:
    """Drawn once for all of them, the page would carry one visitor's message, or words of their choice, to the next."""
    come(activity, "a")
    told, path = Client(), reverse("participation:register", args=[activity.pk])
    told.post(reverse("account_signup"), {"email": "pending.person@example.lv"})
    assert "pending.person@example.lv" in told.post(path, {"email": "b@example.lv"}).content.decode()
    assert Client().post(f"{path}?campaign=evil", {"email": "c@example.lv"}).status_code == 422
    page = Client().post(path, {"email": "d@example.lv"}).content.decode()
    assert "Visas vietas ir aizņemtas" in page
    assert [word for word in ("pending.person", "evil") if word in page] == []


def test_the_last_seat_s_owner_pressing_twice_gets_the_place_both_times(activity: Activity) -> None:
    first, second = send(activity, "a", KEY), send(activity, "a", KEY)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]


def test_whoever_has_a_seat_and_registers_again_gets_the_link_once_more(activity: Activity) -> None:
    come(activity, "a")
    assert send(activity, "a").status_code == 422
    assert OutgoingMail.objects.filter(template="registration_link", to_email="a@example.lv").exists()


def test_a_lapsed_seat_is_not_sold_out(activity: Activity, ilze: User) -> None:
    services.set_up(by=ilze, activity=activity, confirm_hours=1)
    come(activity, "a")
    assert services.is_sold_out(activity.enrolment)
    with clock.frozen(clock.now().replace(hour=23)):
        assert not services.is_sold_out(activity.enrolment)
        assert send(activity, "b").status_code == 302
    others: list[dict[str, Any]] = [{"capacity": None}, {"has_waiting_list": True}, {"needs_approval": True}]
    for settings in others:
        enrolment = services.set_up(by=ilze, activity=activity, **{"has_waiting_list": False, **settings})
        assert not services.is_sold_out(enrolment)


def test_a_registration_takes_few_statements(activity: Activity, ilze: User) -> None:
    """Key, lock, facts, place, letter and their entries in the trail; a growing line costs no more."""
    services.set_up(by=ilze, activity=activity, capacity=2, has_waiting_list=True)
    counts = []
    for name in "abcd":
        with CaptureQueriesContext(connection) as asked:
            assert send(activity, name).status_code == 302
        counts.append(len(asked))
    assert counts == [counts[0]] * 4
    assert counts[0] <= 21
