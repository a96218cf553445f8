"""Totals of the answers, and a letter to those in the list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.participation import services
from darbigas_kopienas.people.models import User
from tests.builders import register
from tests.cast import WHO
from tests.participation.participants.conftest import MANAGE, SEE

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
LETTER = {"subject": "Par  pusdienām", "text": "Būs zupa."}


@pytest.fixture
def answered(activity: Activity, ilze: User) -> Activity:
    rides = services.ask(by=ilze, activity=activity, kind="yes_no", text_lv="Vai brauksiet?", purpose="transport")
    where = services.ask(
        by=ilze, activity=activity, kind="text", text_lv="No kurienes?", depends_on=rides, depends_value="yes"
    )
    register(by=ilze, activity=activity, name="A", email="a@example.lv",
             answers={rides.pk: "yes", where.pk: "Slepenā iela"})  # fmt: skip
    register(by=ilze, activity=activity, name="B", email="b@example.lv", answers={rides.pk: "no"})
    register(by=ilze, activity=activity, name="C", email="c@example.lv")
    gone = register(by=ilze, activity=activity, name="D", email="d@example.lv", answers={rides.pk: "yes"})
    services.cancel_registration(by=ilze, registration=gone)
    return activity


@pytest.mark.parametrize("name", WHO)
def test_each_role_and_page(as_: As, who: Any, at: Any, answered: Activity, name: str) -> None:
    browser = as_(who(name))
    page = browser.get(at("registration_totals"))
    assert (page.status_code, "Slepenā iela" in page.content.decode()) == (SEE[name], SEE[name] == 200)
    assert browser.get(at("registration_letter")).status_code == MANAGE[name]
    if MANAGE[name] != 200:
        assert browser.post(at("registration_letter"), {**LETTER, "step": "send"}).status_code == MANAGE[name]
        assert not OutgoingMail.objects.filter(template="registration_message").exists()


def test_parts_sum_up_to_those_who_hold_a_seat(as_: As, at: Any, answered: Activity, ilze: User) -> None:
    browser = as_(ilze)
    with CaptureQueriesContext(connection) as queries:
        rides, where = browser.get(at("registration_totals")).context["totals"]
    assert len(queries) <= 10
    assert (rides.parts, rides.whole) == ([("Jā", 1), ("Nē", 1), ("nav atbildēts", 1)], 3)
    assert (where.parts, where.texts) == ([("atbildēts", 1), ("nav jautāts", 2)], [("A", "Slepenā iela")])


def test_a_letter_is_read_through_and_goes_once_to_those_in_the_list(
    as_: As, at: Any, answered: Activity, ilze: User
) -> None:
    browser, address = as_(ilze), at("registration_letter") + "?state=standing&q=a"
    OutgoingMail.objects.all().delete()
    page = browser.post(address, {**LETTER, "step": "preview"})
    assert (page.status_code, OutgoingMail.objects.count()) == (200, 0)
    sent = browser.post(address, {**LETTER, "step": "send"})
    assert sent["Location"] == at("registration_list") + "?state=standing&q=a"
    browser.post(at("registration_letter") + "?state=standing", {**LETTER, "step": "send"})
    assert OutgoingMail.objects.filter(template="registration_message").count() == 3
    cancelled = answered.registrations.get(name="B")
    services.cancel_registration(by=ilze, registration=cancelled)
    send_due()
    letters = [letter for letter in mail.outbox if letter.subject == "Par pusdienām"]
    assert sorted(letter.to[0] for letter in letters) == ["a@example.lv", "c@example.lv"]
    assert "Būs zupa." in letters[0].body


def test_a_letter_to_nobody_or_without_words_is_refused(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    browser = as_(ilze)
    assert browser.post(at("registration_letter"), {"subject": "", "text": "x", "step": "send"}).status_code == 422
    assert browser.post(at("registration_letter"), {**LETTER, "step": "send"}).status_code == 422
