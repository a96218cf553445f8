"""Each request has a number, which the operator is told and finds in the log."""

import re
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from darbigas_kopienas.values import log_context
from tests.written_log import Written

GIVEN = "0123456789abcdef0123456789abcdef"


def fine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


def mistake(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def lost(request: HttpRequest) -> HttpResponse:
    raise OperationalError


def invalid(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=422)


urlpatterns = [
    path("lv/fine/", fine),
    path("lv/mistake/", mistake),
    path("lv/lost/", lost),
    path("lv/invalid/", invalid),
]
handler500 = "darbigas_kopienas.home.views.server_error"
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor() -> Iterator[Client]:
    yield Client(raise_request_exception=False)
    assert log_context.request.get() == log_context.NO_REQUEST


def number_of(client: Client, page: str = "fine", **headers: str) -> str:
    return str(
        client.get(f"/lv/{page}/", headers={name.replace("_", "-"): value for name, value in headers.items()})[
            "X-Request-ID"
        ]
    )


def test_each_answer_has_a_number_of_its_own(visitor: Client) -> None:
    first, second = number_of(visitor), number_of(visitor)
    assert re.fullmatch("[0-9a-f]{16}", first)
    assert first != second


def test_number_of_the_proxy_is_taken_and_of_nobody_else(visitor: Client, settings: Settings) -> None:
    assert number_of(visitor, X_Request_ID=GIVEN) != GIVEN
    settings.PROXY_COUNT = 1
    assert number_of(visitor, X_Request_ID=GIVEN) == GIVEN
    for malformed in ("short", "a" * 65, "with a space", "anna@example.lv", "a\u2028bcdefgh"):
        assert re.fullmatch("[0-9a-f]{16}", number_of(visitor, X_Request_ID=malformed))


@pytest.mark.parametrize("page", ["mistake", "lost"])
def test_page_of_an_error_tells_the_number(visitor: Client, page: str, written: Written) -> None:
    answer = visitor.get(f"/lv/{page}/")
    number = answer["X-Request-ID"]
    assert f"Kļūdas numurs {number}." in answer.content.decode().replace("\u00a0", " ")
    assert number in {
        said.get("request") for said in written.of("portal.outage" if page == "lost" else "django.request")
    }


def test_line_that_django_writes_last_has_the_number_too(visitor: Client, written: Written) -> None:
    number = number_of(visitor, "invalid")
    assert [said["request"] for said in written.of("django.request")] == [number]


@pytest.mark.urls("darbigas_kopienas.urls")
@pytest.mark.django_db
def test_page_that_is_shared_carries_no_number(client: Client) -> None:
    drawn, shared = client.get("/lv/"), client.get("/lv/")
    assert drawn.content == shared.content
    assert drawn["X-Request-ID"] != shared["X-Request-ID"]
    assert drawn["X-Request-ID"] not in drawn.content.decode()
