"""A slip in a common domain is asked back once."""

from collections.abc import Callable

import pytest
from django.test import Client

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.common_domains import likely_meant
from tests.builders import (
    open_seminar,
    send,
)

As = Callable[[User | None], Client]
pytestmark = [pytest.mark.usefixtures("summer"), pytest.mark.django_db]


@pytest.fixture
def activity(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    return open_seminar(ilze, in_daugavpils, capacity=5)


@pytest.mark.parametrize(
    ("typed_domain", "meant"),
    [
        ("gmial.com", "gmail.com"), ("gmail.co", "gmail.com"), ("gmail.con", "gmail.com"), ("gmaill.con", "gmail.com"),
        ("gmail.lv", "gmail.com"), ("imbox.lv", "inbox.lv"), ("inbox.lb", "inbox.lv"), ("hotmial.com", "hotmail.com"),
        ("outlok.com", "outlook.com"), ("rezekna.lv", "rezekne.lv"),
        ("gmail.com", ""), ("mail.com", ""), ("inbox.lt", ""), ("vidusskola.lv", ""), ("example.lv", ""), ("a.lv", ""),
    ],
)  # fmt: skip
def test_likely_meant(typed_domain: str, meant: str) -> None:
    assert likely_meant(f"anna@{typed_domain}") == (f"anna@{meant}" if meant else "")


def test_likely_meant_of_no_address() -> None:
    assert likely_meant("anna") == ""


def test_likely_slip_is_asked_back_once_and_taken_when_sent_again(activity: Activity, as_: As) -> None:
    client = as_(None)
    page = send(client, activity, email="anna@gmial.com")
    text = page.content.decode()
    assert page.status_code == 422
    assert "Vai domājāt anna@gmail.com?" in text
    assert 'value="anna@gmial.com"' in text
    assert '<input type="hidden" name="sure_of" value="anna@gmial.com">' in text
    assert not activity.registrations.exists()
    other = send(client, activity, email="ieva@gmial.com", sure_of="anna@gmial.com")
    assert other.status_code == 422
    assert send(client, activity, email="anna@gmial.com", sure_of="anna@gmial.com").status_code == 302
    assert activity.registrations.get().email == "anna@gmial.com"
