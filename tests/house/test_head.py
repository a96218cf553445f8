"""HEAD answers as GET, without a body, wherever there is something to get, and leaves everything as it was."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from darbigas_kopienas.pages import page_cache
from tests.databases import FURNISHED
from tests.house.access_table import TABLE
from tests.house.world import OWN, World

pytestmark = [pytest.mark.django_db, pytest.mark.database(FURNISHED), pytest.mark.usefixtures("papers_undrawn")]
TO_BE_SEEN = sorted(name for name, verb in TABLE if verb == "GET")
WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    location: str
    writes: int


@pytest.fixture(scope="module")
def clients() -> dict[str, Client]:
    browsers = {"visitor": Client(), "ilze": Client()}
    browsers["ilze"].cookies[django_settings.SESSION_COOKIE_NAME] = World.load().sessions["ilze"]
    return browsers


@pytest.fixture(autouse=True)
def _nobody_is_sent_to_enrol(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def _ask(client: Client, verb: str, address: str) -> tuple[Answer, Any]:
    page_cache.forget()
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        got = client.generic(verb, address)
        body = b"".join(got.streaming_content) if got.streaming else got.content  # type: ignore[attr-defined]  # two kinds
        transaction.set_rollback(True)
    writes = sum(query["sql"].startswith(WRITES) for query in queries)
    return Answer(got.status_code, got.get("Content-Type", ""), got.get("Location", ""), writes), body


@pytest.mark.parametrize("name", TO_BE_SEEN)
def test_head_answers_as_get(name: str, clients: dict[str, Client]) -> None:
    names, *_roles = TABLE[name, "GET"]
    with translation.override("lv"):
        address = reverse(name, kwargs=World.load().kwargs(names, OWN))
    got, _body = _ask(clients["ilze"], "GET", address)
    asked, body = _ask(clients["ilze"], "HEAD", address)
    assert (asked, body) == (got, b"")


def test_length_is_that_of_the_page(clients: dict[str, Client]) -> None:
    page = clients["visitor"].get("/lv/seminari/")
    head = clients["visitor"].head("/lv/seminari/")
    assert (head.status_code, head.content) == (200, b"")
    assert abs(int(head["Content-Length"]) - len(page.content)) < 200  # tokens that change from page to page


def test_other_verbs_are_refused_as_before(clients: dict[str, Client]) -> None:
    assert clients["visitor"].put("/lv/seminari/").status_code == 405
