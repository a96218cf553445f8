"""Every way of being refused a place: with its reason, beside what was typed, and without telling on anybody."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration.views.form import MOST_GUESTS
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from tests.builders import TODAY, Opener, path_of, register, register_path, said, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
As = Callable[[User | None], Client]


@pytest.fixture
def activity(opened: Opener) -> Activity:
    return opened(capacity=2)


def test_refusal_keeps_everything_typed(activity: Activity, as_: As) -> None:
    page = send(as_(None), activity, email="nav adrese")
    assert page.status_code == 422
    form = page.context["form"]
    assert [form[name].value() for name in ("name", "email", "school")] == ["Anna Kalna", "nav adrese", "3. vidusskola"]
    assert "<title>Kļūda:" in page.content.decode()


@pytest.mark.parametrize(
    "email",
    ["a@example.lv\nBcc: b@example.lv", "a@example.lv\r\nX: y",
     "a@example.lv,b@example.lv", "a@example.lv; b@example.lv",
     "Anna <a@example.lv>", "\u202e\x00", "a\u200b@", "a" * 300 + "@example.lv", "", "ā@"],
)  # fmt: skip
def test_address_that_is_not_one_address(email: str, activity: Activity, as_: As) -> None:
    page = send(as_(None), activity, email=email)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["email"]
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [("A" * 120, 302), ("A" * 121, 422), ("Anna\x00", 302), ("Anna 🌻", 302), ("أنا كالنا", 302), ("  ", 422),
     ("Anna\nKalna", 302), ("<b>Anna</b>", 302), ("\u200b\u200b", 422), ("\u00ad", 422), ("\u2800", 422),
     ("\u3164", 422), ("12", 422), ("🌻", 422), ("...", 422)],
)  # fmt: skip
def test_names_of_every_shape(name: str, status: int, activity: Activity, as_: As) -> None:
    client = as_(None)
    answer = send(client, activity, name=name)
    assert answer.status_code == status
    if status == 302:
        place = client.get(path_of(Registration.objects.get()))
        assert place.status_code == 200
        assert "<b>Anna" not in place.content.decode()


@pytest.mark.parametrize(
    ("enrolment", "day", "why"),
    [
        ({"capacity": 1, "has_waiting_list": False}, TODAY, "Visas vietas ir aizņemtas, un gaidīšanas saraksta nav."),
        ({"closes_on": date(2020, 6, 9)}, TODAY, "Pieteikšanās beidzās 09.06.2020"),
        ({"opens_on": date(2020, 6, 11)}, TODAY, " 11.06.2020"),
        ({}, date(2020, 6, 19), "Tas jau ir noticis, tāpēc pieteikties vairs nevar."),
    ],
)
def test_refused_with_its_reason(
    enrolment: dict[str, Any], day: date, why: str, opened: Opener, ilze: User, as_: As
) -> None:
    activity = opened(**enrolment)
    register(by=ilze, activity=activity, name="Pirmais")
    with clock.frozen(day):
        page = send(as_(None), activity)
        assert page.status_code == 422
        assert why in said(page)
        assert said(as_(None).get(register_path(activity)))
    assert Registration.objects.count() == 1


def test_cancelled_is_refused(activity: Activity, ilze: User, as_: As) -> None:
    activities.cancel(by=ilze, activity=activity, reason="Pasniedzēja saslima")
    page = send(as_(None), activity)
    assert page.status_code == 422
    assert "atcelts, tāpēc pieteikties nevar." in said(page)


def test_not_published_does_not_exist_for_strangers(
    activity: Activity, ilze: User, karlis: User, janis: User, as_: As
) -> None:
    Activity.objects.filter(pk=activity.pk).update(is_public=False)
    for who, status in ((None, 404), (janis, 404), (karlis, 404), (ilze, 422)):
        assert send(as_(who), activity).status_code == status
    assert as_(None).get(reverse("participation:register", args=[10**9])).status_code == 404
    assert as_(None).post(reverse("participation:register", args=[10**9])).status_code == 404


def test_activity_that_takes_no_registrations_does_not_exist(activity: Activity, as_: As) -> None:
    activity.enrolment.delete()
    assert send(as_(None), activity).status_code == 404


def test_machine_that_fills_the_list_is_held_off_and_a_person_loses_nothing(
    activity: Activity, janis: User, as_: As
) -> None:
    for number in range(MOST_GUESTS):
        assert send(as_(None), activity, email=f"v{number}@example.lv").status_code == 302
    page = send(as_(None), activity)
    assert page.status_code == 422
    assert "No Jūsu tīkla nāk ļoti daudz pieteikumu." in said(page)
    assert page.context["form"]["name"].value() == "Anna Kalna"
    assert not Registration.objects.filter(email="anna.kalna@example.lv").exists()
    assert send(as_(janis), activity).status_code == 302, "an account is known, so nothing has to be held off"
    caches["process"].clear()
    assert send(as_(None), activity).status_code == 302, "the count alone held it off"


def test_a_name_is_stored_as_it_is_seen(activity: Activity, as_: As) -> None:
    send(as_(None), activity, name="Anna \u202ekaln\u0327a\u202c\u200b", school="3.\u200b vsk\u00a0")
    stored = Registration.objects.get()
    assert (stored.name, stored.school) == ("Anna kalņa", "3. vsk")
