"""A slip in a common domain is asked back once."""

from collections.abc import Callable

import pytest
from django.test import Client

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.people.models import User
from tests.builders import send
from tests.participation.registration.conftest import seminar_of_five

As = Callable[[User | None], Client]
pytestmark = [pytest.mark.usefixtures("summer"), pytest.mark.django_db]
activity = seminar_of_five


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
