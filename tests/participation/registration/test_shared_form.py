"""The form that many visitors open at once is drawn once: what is one's own in it is put in for each."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Registration
from tests.builders import Opener, register_path, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
OWN = re.compile(r'name="(csrfmiddlewaretoken|submission_key)" value="([^"]+)"')


@pytest.fixture
def activity(opened: Opener) -> Activity:
    return opened(capacity=5)


@pytest.fixture(params=["seminar", "form"])
def address(request: pytest.FixtureRequest, activity: Activity) -> str:
    if request.param == "form":
        return register_path(activity)
    return reverse("seminars:seminar_detail", args=[activity.seminar.pk])


def is_handed_out(page: Any) -> bool:
    """Nothing was drawn for it."""
    return not page.templates


def own_of(page: Any) -> dict[str, str]:
    return dict(OWN.findall(page.content.decode()))


def sent(client: Client, activity: Activity, own: dict[str, str], **changes: str) -> Any:
    return client.post(register_path(activity), {**typed(**changes), **own})


def test_each_visitor_has_a_token_and_a_key_of_their_own(address: str) -> None:
    pages: list[Any] = [Client().get(address) for _visitor in range(3)]
    assert [is_handed_out(page) for page in pages] == [False, True, True]
    assert len({OWN.sub("", page.content.decode()) for page in pages}) == 1
    for name in ("csrfmiddlewaretoken", "submission_key"):
        assert len({own_of(page)[name] for page in pages}) == 3
    assert len({page.cookies["csrftoken"].value for page in pages}) == 3


def test_the_form_handed_out_registers_its_visitor(address: str, activity: Activity) -> None:
    Client().get(address)
    client = Client(enforce_csrf_checks=True)
    page = client.get(address)
    assert is_handed_out(page)
    assert sent(client, activity, own_of(page), email="anna.kalna@example.lv").status_code == 302
    assert [registration.email for registration in Registration.objects.all()] == ["anna.kalna@example.lv"]


def test_the_first_visitors_token_opens_nothing_for_the_second(address: str, activity: Activity) -> None:
    first = Client().get(address)
    client = Client(enforce_csrf_checks=True)
    client.get(address)
    assert sent(client, activity, own_of(first)).status_code == 403
    assert not Registration.objects.exists()


def test_whoever_has_a_token_keeps_it(address: str) -> None:
    client = Client()
    tokens = [client.get(address).cookies["csrftoken"].value for _visit in range(2)]
    assert len({*tokens}) == 1


def test_seats_on_the_form_follow_each_registration(address: str, activity: Activity) -> None:
    pages = [Client().get(address)]
    own = own_of(pages[0])
    assert sent(Client(), activity, own).status_code == 302
    pages.append(Client().get(address))
    assert not is_handed_out(pages[1])
    assert pages[0].context["take_part"].left - pages[1].context["take_part"].left == 1


def test_what_a_browser_was_told_of_its_place_stands_on_no_shared_page(address: str, activity: Activity) -> None:
    client = Client()
    assert sent(client, activity, own_of(client.get(address))).status_code == 302
    told, stranger = client.get(address), Client().get(address)
    assert OWN.sub("", told.content.decode()) == OWN.sub("", stranger.content.decode())
    assert "anna.kalna" not in told.content.decode()
