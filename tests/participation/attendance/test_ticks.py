"""One tick, and those at the door."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import close_period
from tests.builders import register
from tests.participation.attendance_pages import As, list_url, present, said, ticks_url
from tests.participation.conftest import DAY

pytestmark = pytest.mark.django_db


def test_a_tick_says_how_it_is_to_be_so_twice_is_once(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    tick = {"registration": people[0].pk, "here": "1", "hours": "", "seen": ""}
    for _time in range(2):
        answer = as_(ilze).post(ticks_url(sitting_day), tick)
    assert answer.json()["state"] == {str(people[0].pk): "6", str(people[1].pk): "", str(people[2].pk): ""}
    assert (answer.json()["present"], answer.json()["note"]) == (1, "")
    untick = {"registration": people[0].pk, "here": "", "seen": "6"}
    assert as_(ilze).post(ticks_url(sitting_day), untick).json()["present"] == 0
    assert as_(ilze).get(ticks_url(sitting_day)).json()["present"] == 0


def test_of_two_people_the_later_is_right_and_is_told(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, marta: User
) -> None:
    services.record_many(by=marta, session=sitting_day, wanted={people[0].pk: Decimal(2)})
    tick = {"registration": people[0].pk, "here": "1", "hours": "4", "seen": ""}
    answer = as_(ilze).post(ticks_url(sitting_day), tick).json()
    assert "kāds cits" in answer["note"]
    assert answer["state"][str(people[0].pk)] == "4"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"registration": "x"},
        {"registration": "0"},
        {"registration": "1_0"},
        {"hours": "daudz"},
        {"hours": "9"},
        {"hours": "1_0"},
        {"hours": "４"},
        {"hours": "2,255"},
    ],
)
def test_a_wrong_tick_is_refused_in_words(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, data: dict[str, str]
) -> None:
    tick = {"registration": people[0].pk, "here": "1"} | data if data else {}
    answer = as_(ilze).post(ticks_url(sitting_day), tick)
    assert (answer.status_code, bool(answer.json()["error"])) == (422, True)
    assert present(sitting_day) == []


def test_a_tick_of_whoever_cancelled_and_in_a_closed_period(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    services.cancel_registration(by=ilze, registration=people[0])
    gone = as_(ilze).post(ticks_url(sitting_day), {"registration": people[0].pk, "here": "1"})
    assert (gone.status_code, "vairs nav" in gone.json()["error"]) == (422, True)
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    closed = as_(ilze).post(ticks_url(sitting_day), {"registration": people[1].pk, "here": "1"})
    assert (closed.status_code, "slēgts" in closed.json()["error"]) == (422, True)


def test_walk_in_with_two_fields_and_twice_the_same_form_is_one(as_: As, sitting_day: Session, ilze: User) -> None:
    url = reverse("participation:walk_in", args=[sitting_day.activity_id, sitting_day.pk])
    form = {"name": "Jauna Viešņa", "school": "Pamatskola", "submission_key": str(uuid4())}
    for _time in range(2):
        assert as_(ilze).post(url, form).status_code == 302
    assert present(sitting_day) == ["Jauna Viešņa"]
    answer = as_(ilze).post(url, {"name": "", "school": "Paliek"})
    assert (answer.status_code, 'value="Paliek"' in answer.content.decode()) == (422, True)


def test_letting_in_and_refusals_come_back_to_the_list(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    services.set_up(by=ilze, activity=sitting_day.activity, capacity=3)
    waiting = register(by=ilze, activity=sitting_day.activity, name="Rindā", email="rinda@example.lv")
    url = reverse("participation:let_in", args=[sitting_day.activity_id, sitting_day.pk, waiting.pk])
    assert "Rindā" in as_(ilze).get(list_url(sitting_day)).content.decode()
    assert said(as_(ilze).post(url, follow=True)) == ["Ielaists, un klātbūtne atzīmēta."]
    services.take_back_attendance(by=ilze, registration=waiting, session=sitting_day)
    services.cancel_registration(by=ilze, registration=waiting)
    assert "vairs nav" in said(as_(ilze).post(url, follow=True))[0]


@pytest.mark.parametrize(("counts", "expected"), [("1", ["Anna Āboliņa"]), ("0", [])])
def test_an_oddity_is_settled_with_one_tap(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, counts: str, expected: list[str]
) -> None:
    odd = services.record_attendance(
        by=SYSTEM, registration=people[0], session=sitting_day, via="wall_code", oddity="same_device"
    )
    assert "vairāki cilvēki no vienas ierīces" in as_(ilze).get(list_url(sitting_day)).content.decode().lower()
    url = reverse("participation:oddity_settle", args=[sitting_day.activity_id, sitting_day.pk, odd.pk])
    as_(ilze).post(url, {"counts": counts})
    assert present(sitting_day) == expected


def test_an_oddity_in_a_closed_period_is_a_sentence(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    odd = services.record_attendance(
        by=SYSTEM, registration=people[0], session=sitting_day, via="wall_code", oddity="same_device"
    )
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    url = reverse("participation:oddity_settle", args=[sitting_day.activity_id, sitting_day.pk, odd.pk])
    assert "slēgts" in said(as_(ilze).post(url, {"counts": "1"}, follow=True))[0]
