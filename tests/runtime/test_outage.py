"""A lost database or broker: 503 with a sentence, and what was typed can be sent again."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path
from kombu.exceptions import OperationalError as BrokerLost
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{get_token(request)} {ContentType.objects.count()} {request.POST.dict()}")


def lost_connection(request: HttpRequest) -> HttpResponse:
    raise InterfaceError("connection already closed")


def lost_broker(request: HttpRequest) -> HttpResponse:
    raise BrokerLost("no nudge")


def mistake(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


class QueryingMiddleware:
    """Like the session's or sign-in's: fails outside any view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ContentType.objects.count()
        return self.get_response(request)


urlpatterns = [
    path("lv/form", form),
    path("en/form", form),
    path("en/lost-connection", lost_connection),
    path("en/lost-broker", lost_broker),
    path("en/mistake", mistake),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def lost_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Nobody listens where the database was."""
    with django_db_blocker.unblock():
        there = connection.settings_dict["HOST"]
        connection.close()
        connection.settings_dict["HOST"] = "/nowhere"
        yield
        connection.close()
        connection.settings_dict["HOST"] = there


def test_lost_database_is_a_503_that_says_when_to_come_back(client: Client, lost_database: None) -> None:
    answer = client.get("/en/form")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "no-store" in answer["Cache-Control"]
    assert "The portal is taking a short break" in answer.content.decode()


def test_page_is_in_the_language_of_the_address(client: Client, lost_database: None) -> None:
    assert "Portāls īslaicīgi nav pieejams" in client.get("/lv/form").content.decode()


def test_database_lost_outside_a_view_is_a_503_too(lost_database: None, settings: Settings) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.QueryingMiddleware"]
    assert Client(raise_request_exception=False).get("/en/form").status_code == 503


@pytest.mark.parametrize("address", ["/en/lost-connection", "/en/lost-broker"])
def test_lost_connection_and_broker_are_a_503(client: Client, address: str) -> None:
    assert client.get(address).status_code == 503


def test_mistake_of_ours_stays_a_500(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    assert Client(raise_request_exception=False).get("/en/mistake").status_code == 500


@pytest.mark.urls("darbigas_kopienas.urls")
@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"CONTENT_LENGTH": str(10**12)}, id="larger than any form"),
        pytest.param({"content_type": "multipart/form-data", "data": b"no boundary"}, id="parts without a boundary"),
        pytest.param({"data": {f"field{number}": "" for number in range(1001)}}, id="too many fields"),
        pytest.param({"path": "/en/form\0"}, id="an address that no text can hold"),
        pytest.param({"path": "/en/nowhere"}, id="an address that is not there"),
    ],
)
def test_bad_request_while_the_database_is_lost_is_a_503_too(lost_database: None, sent: dict[str, Any]) -> None:
    browser = Client(raise_request_exception=False)
    browser.cookies["sessionid"] = "x" * 32  # somebody who had signed in: the page for a mistake greets them
    answer = browser.post(**{"path": "/en/account/login/", **sent})
    assert answer.status_code == 503
    assert "The portal is taking a short break" in answer.content.decode()


def test_what_was_typed_is_kept_without_secrets(client: Client, lost_database: None) -> None:
    typed = {"title": 'Stādīšana "Aglonā"', "kinds": ["a", "b"], "password": "hidden-1", "csrfmiddlewaretoken": "old"}
    page = client.post("/en/form?step=2", typed).content.decode()
    assert 'action="/en/form?step=2"' in page
    assert re.findall(r'name="(\w+)" value="([^"]*)"', page)[1:] == [
        ("title", "Stādīšana &quot;Aglonā&quot;"),
        ("kinds", "a"),
        ("kinds", "b"),
    ]
    assert "hidden-1" not in page


@pytest.mark.django_db(transaction=True)
def test_kept_form_can_be_sent_again_when_the_database_is_back() -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get("/en/form").content.decode().split()[0]
    there = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    page = client.post("/en/form", {"title": "Planting", "csrfmiddlewaretoken": token})
    connection.close()
    connection.settings_dict["HOST"] = there
    assert page.status_code == 503
    again = client.post("/en/form", dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.content.decode())))
    assert again.status_code == 200
    assert "'title': 'Planting'" in again.content.decode()
