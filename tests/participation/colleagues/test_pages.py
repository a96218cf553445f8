"""The form by which a school's contact registers several colleagues at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Question, Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import Organisation, Person, SchoolContact, User
from darbigas_kopienas.programme.actors import SYSTEM
from seminars.models import Seminar
from tests.builders import register
from tests.participation.participants.conftest import people

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
TWO = "Anna Kalna; anna.k@example.lv\nJuris Upe; juris@example.lv"


def test_a_contact_registers_colleagues_in_the_order_of_the_list(
    as_: As, at: Any, activity: Activity, contact: User, ilze: User, school: Organisation
) -> None:
    enrolment = services.set_up(by=ilze, activity=activity, capacity=1)
    Question.objects.create(enrolment=enrolment, text_lv="Ēdiens?", is_required=True)
    browser = as_(contact)
    page = browser.post(at("colleague_register"), {"text": TWO, "step": "preview"})
    assert ([person.name for person in page.context["preview"]], Registration.objects.count()) == (
        ["Anna Kalna", "Juris Upe"], 0)  # fmt: skip
    assert browser.post(at("colleague_register"), {"text": TWO, "step": "register"}).status_code == 302
    made = Registration.objects.order_by("pk")
    assert list(made.values_list("state", "via", "registered_by", "organisation")) == [
        ("confirmed", "colleague", contact.pk, school.pk),
        ("waiting", "colleague", contact.pk, school.pk),
    ]
    assert [registration.rank for registration in browser.get(at("colleague_register")).context["made"]] == [None, 1]
    send_due()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["anna.k@example.lv", "juris@example.lv"]
    assert all("Jūs pieteica Jānis Kalniņš." in letter.body for letter in mail.outbox)
    assert all(
        links.cancel_url(registration) in letter.body for registration, letter in zip(made, mail.outbox, strict=True)
    )


def test_one_whom_they_registered_already_stops_all(
    as_: As, at: Any, activity: Activity, contact: User, ilze: User
) -> None:
    browser = as_(contact)
    browser.post(at("colleague_register"), {"text": "Jura; juris@example.lv", "step": "register"})
    answer = browser.post(at("colleague_register"), {"text": TWO, "step": "register"})
    assert (answer.status_code, Registration.objects.count()) == (422, 1)
    assert "2.\u00a0rinda: " in answer.content.decode()
    assert "Anna Kalna; anna.k@example.lv" in answer.content.decode()


@pytest.mark.parametrize("text", ["", "Bez adreses", "bez.varda@example.lv", "A; a@b.lv\r\nB; a@b.lv",
                                  "\n".join(f"P; p{n}@b.lv" for n in range(51))])  # fmt: skip
def test_a_list_of_colleagues_that_cannot_be_read(as_: As, at: Any, contact: User, text: str) -> None:
    answer = as_(contact).post(at("colleague_register"), {"text": text, "step": "register"})
    assert (answer.status_code, Registration.objects.count()) == (422, 0)


def test_limits_of_one_person(activity: Activity, contact: User, school: Organisation, plan: Any) -> None:
    def go(by: User, where: Organisation, *emails: str) -> None:
        services.register_colleagues(by=by, activity=activity, school=where, people=people(*emails))

    go(contact, school, *[f"p{n}@example.lv" for n in range(49)])
    with pytest.raises(services.NobodyToAsk):
        go(contact, school, "x@example.lv", "y@example.lv")
    other = Organisation.objects.create(kind="school", name_lv="Cita skola")
    with pytest.raises(services.NobodyToAsk):
        go(contact, other, "x@example.lv")
    services.set_up(by=SYSTEM, activity=activity, capacity=50, has_waiting_list=False)
    register(by=SYSTEM, activity=activity, name="Pēdējais")
    with pytest.raises(ValidationError):
        go(contact, school, "x@example.lv")
    assert Registration.objects.count() == 50


def test_who_may_register_colleagues(
    as_: As, at: Any, seminar: Seminar, contact: User, karlis: User, school: Organisation, client: Client
) -> None:
    address = at("colleague_register")
    assert client.get(address).status_code == 302
    assert as_(karlis).get(address).status_code == 403
    Person.objects.create(name="Kārlis", email="k@example.lv", user=karlis, organisation=school)
    assert as_(karlis).get(address).status_code == 200
    SchoolContact.objects.update(ends_on=date(2020, 6, 9))
    assert as_(contact).get(address).status_code == 403
    seminar.activity.is_public = False
    seminar.activity.save()
    assert as_(karlis).get(address).status_code == 404


def test_a_contact_of_two_schools_chooses_one(as_: As, at: Any, contact: User) -> None:
    second = Organisation.objects.create(kind="school", name_lv="Otrā skola")
    SchoolContact.objects.create(organisation=second, user=contact, starts_on=date(2020, 1, 1))
    browser = as_(contact)
    assert browser.post(at("colleague_register"), {"text": TWO, "step": "register"}).status_code == 422
    browser.post(at("colleague_register"), {"text": TWO, "step": "register", "school": second.pk})
    assert set(Registration.objects.values_list("school", flat=True)) == {"Otrā skola"}
