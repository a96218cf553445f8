"""The code on the wall, and whose telephone it is."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.attendance.views import wall
from darbigas_kopienas.participation.models import Attendance, Registration, WallCode
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import close_period
from darbigas_kopienas.values import clock
from tests.builders import register
from tests.participation.attendance_pages import As, present, said
from tests.participation.conftest import DAY, riga

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(sitting_day: Session, people: list[Registration], ilze: User) -> str:
    return reverse("participation:check_in", args=[services.hang_wall_code(by=ilze, session=sitting_day).code])


def test_the_wall_page_makes_a_code_only_by_post(as_: As, sitting_day: Session, ilze: User) -> None:
    url = reverse("participation:wall_code", args=[sitting_day.activity_id, sitting_day.pk])
    as_(ilze).get(url)
    assert WallCode.objects.count() == 0
    assert "site-head" in as_(ilze).get(url).content.decode()
    page = as_(ilze).post(url, follow=True).content.decode()
    code = WallCode.objects.get().code
    assert (code in page, "<svg" in page) == (True, True)
    assert [part for part in ('class="site-head', 'class="site-foot', 'class="crumbs') if part in page] == []
    as_(ilze).post(url)
    assert WallCode.objects.get().code != code


def test_a_guest_types_the_address_and_the_second_time_taps(
    client: Client, here: str, sitting_day: Session, people: list[Registration]
) -> None:
    answer = client.post(here, {"email": " P0@example.lv "}, follow=True)
    assert said(answer) == ["Jūsu klātbūtne ir atzīmēta."]
    assert present(sitting_day) == ["Anna Āboliņa"]
    Attendance.objects.all().delete()
    page = client.get(here).content.decode()
    assert "Anna Āboliņa" in page
    client.post(here, {"mine": "1"})
    assert present(sitting_day) == ["Anna Āboliņa"]


def test_a_signed_in_participant_taps_once(
    as_: As, here: str, sitting_day: Session, people: list[Registration], janis: User
) -> None:
    Person.objects.create(name="Jānis", email=janis.email, email_verified_at=clock.now(), user=janis)
    register(by=SYSTEM, activity=sitting_day.activity, name="Jānis Kalniņš", email=janis.email)
    as_(janis).post(here, {"mine": "1"})
    assert present(sitting_day) == ["Jānis Kalniņš"]


def test_one_tap_by_nobody_known_asks_for_the_address(client: Client, here: str, sitting_day: Session) -> None:
    assert (client.post(here, {"mine": "1"}).status_code, present(sitting_day)) == (422, [])


def test_the_link_to_the_place_opened_on_the_day_makes_it_one_tap(
    client: Client, here: str, sitting_day: Session, people: list[Registration]
) -> None:
    client.get(links.place_path(people[1]))
    client.post(here, {"mine": "1"})
    assert present(sitting_day) == ["Čaks Bērziņš"]


@pytest.mark.parametrize("moment", [riga(9).replace(day=17), riga(9).replace(day=19)])
def test_the_link_opened_on_another_day_is_not_remembered(
    client: Client, sitting_day: Session, people: list[Registration], moment: Any
) -> None:
    with clock.frozen(moment):
        assert "on_the_day" not in client.get(links.place_path(people[1])).cookies


def test_staff_who_opens_places_is_nobodys_device(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    assert "on_the_day" not in as_(ilze).get(links.place_path(people[1])).cookies


def test_two_people_from_one_telephone_the_second_waits_for_the_organiser(
    client: Client, here: str, sitting_day: Session, people: list[Registration]
) -> None:
    client.post(here, {"email": "p0@example.lv"}, follow=True)
    answer = client.post(here, {"email": "p1@example.lv"}, follow=True)
    assert said(answer) == ["Atzīme saņemta; rīkotājs to izskatīs."]
    assert present(sitting_day) == ["Anna Āboliņa"]
    assert Attendance.objects.get(registration=people[1]).oddity == "same_device"


def test_a_foreign_or_damaged_cookie_is_none(client: Client, here: str) -> None:
    for value in ("x", "[[1],{}]:abc", '[[1],{"1":[1]}]'):
        client.cookies["on_the_day"] = value
        assert client.get(here).status_code == 200


@pytest.mark.parametrize("email", ["nav@example.lv", "zane@example.lv"])
def test_an_unknown_and_a_cancelled_address_are_answered_alike(
    client: Client, here: str, sitting_day: Session, ilze: User, email: str
) -> None:
    gone = register(by=ilze, activity=sitting_day.activity, name="Zane", email="zane@example.lv")
    services.cancel_registration(by=ilze, registration=gone)
    answer = client.post(here, {"email": email})
    assert answer.status_code == 422
    assert "Sarakstā Jūs neatradām" in answer.content.decode()
    assert f'value="{email}"' in answer.content.decode()
    assert "Zane" not in answer.content.decode().replace(email, "")


def test_wrong_old_and_tomorrows_codes_are_answered_alike(
    client: Client, here: str, sitting_day: Session, ilze: User
) -> None:
    with clock.frozen(riga(10).replace(day=19)):
        tomorrow = client.get(here)
    services.hang_wall_code(by=ilze, session=sitting_day)
    answers = [tomorrow, client.get(here), client.get("/lv/klat/ZZZZZZ/"), client.post("/lv/klat/ZZZZZZ/", {})]
    assert {answer.status_code for answer in answers} == {404}
    pages = [answer.content.decode().split("<main")[1].split("csrfmiddlewaretoken")[0] for answer in answers]
    assert len(set(pages)) == 1


def test_a_typed_code_leads_on_or_is_refused(client: Client, here: str) -> None:
    code = here.rstrip("/").rsplit("/", 1)[1]
    form = reverse("participation:check_in_form")
    assert client.post(form, {"code": f"{code[:3]} {code[3:]}".lower()})["Location"] == here
    for wrong in ("ZZZZZZ", "!!", ""):
        assert client.post(form, {"code": wrong}).status_code == 422
    assert client.get(form).status_code == 200


def test_a_class_behind_one_address_passes_and_guessing_does_not(
    client: Client, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30 * 3):
        assert client.get(here).status_code == 200, number
    monkeypatch.setattr(wall, "TRIES", 91)
    assert client.get(here).status_code == 200
    assert [client.get(here).status_code, client.post("/lv/klat/", {"code": "A"}).status_code] == [429, 429]


def test_a_closed_period_is_said_to_the_participant(
    client: Client, here: str, marta: User, in_daugavpils: Scope
) -> None:
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    answer = client.post(here, {"email": "p0@example.lv"})
    assert (answer.status_code, "slēgts" in answer.content.decode()) == (422, True)
    client.get(links.place_path(Registration.objects.get(email="p0@example.lv")))
    assert client.post(here, {"mine": "1"}).status_code == 422
