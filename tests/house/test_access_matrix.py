"""Every address × role × verb × own, foreign and missing object, held against the table in `access_table.py`.

An address that is not in the table fails, so nobody adds a page without saying who may see it.
The table is written by people, against the programme's rules of access; it is never made from what the code does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from pytest_django import Settings

from darbigas_kopienas.home import errors
from darbigas_kopienas.pages import page_cache
from tests.databases import FURNISHED
from tests.house.access_table import NOT_OURS, ROLES, TABLE
from tests.house.world import FOREIGN, OWN, World

pytestmark = [pytest.mark.django_db, pytest.mark.database(FURNISHED)]
MOST_STATEMENTS = 10
# Whoever has a role in no programme: after the question for roles, one for programmes.
ONE_MORE = {("home:front", "admin"), ("home:my_tasks", "admin")}
# What is decided of one person asks each room once what it knows of them: as many statements as rooms, not as rows.
ASKS_EVERY_ROOM = {"administration:erasure_ask", "administration:erasure_carry_out", "administration:erasure_detail"}
ROOMS_ASKED = 10
# An e-mail is shown as it would leave: what it says is read as when it leaves.
COMPOSES = {"administration:words_edit", "administration:words_remove"}
OF_A_LETTER = 2
AROUND = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")  # the test's own


def _addresses(patterns: list[Any] | None = None, space: str = "") -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, space + (f"{pattern.namespace}:" if pattern.namespace else ""))
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield space + pattern.name


def test_every_address_stands_in_the_table() -> None:
    ours = {name for name in _addresses() if not name.startswith(NOT_OURS)}
    assert ours == {name for name, _verb in TABLE}


@pytest.fixture(scope="module")
def clients() -> dict[str, Client]:
    """A browser for each role, signed in already; an error is a finding (`!`), not the end of the walk."""
    sessions = World.load().sessions
    browsers = {role: Client(raise_request_exception=False) for role in ROLES}
    for role, browser in browsers.items():
        if role in sessions:
            browser.cookies[django_settings.SESSION_COOKIE_NAME] = sessions[role]
    return browsers


@pytest.fixture(autouse=True)
def _nobody_is_sent_to_enrol(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def _refused_without_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three answers in five refuse: only their status is asked here, and their pages would be a quarter of the walk."""

    def answer(_request: HttpRequest, _template: str, _context: Any = None, *, status: int) -> HttpResponse:
        return HttpResponse(status=status)

    monkeypatch.setattr(errors, "render", answer)


def _letter(answer: Any) -> str:
    """What a person got: `.` let in, `s` sent to sign in, 3 refused with a reason, 4 not found, 5 no such verb."""
    if answer.status_code in {301, 302} and "/login/" in answer["Location"]:
        return "s"
    return {401: "s", 403: "3", 404: "4", 405: "5"}.get(answer.status_code, "." if answer.status_code < 500 else "!")


@dataclass(frozen=True)
class Asked:
    """An answer, and the statements that it took; a file or a way on is no page."""

    answer: Any
    statements: list[str]

    @property
    def is_page(self) -> bool:
        return bool(self.answer.status_code == 200 and self.answer["Content-Type"].startswith("text/html"))


def _ask(client: Client, verb: str, address: str) -> Asked:
    """The request with all that it wrote taken back."""
    page_cache.forget()
    connection.queries_log.clear()  # it keeps the last 9 000 alone, so a full one would count nothing
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        answer = client.get(address) if verb == "GET" else client.post(address, {})
        transaction.set_rollback(True)
    return Asked(answer, [query["sql"] for query in queries if not query["sql"].startswith(AROUND)])


def _address(name: str, kwargs: dict[str, Any]) -> str:
    with translation.override("lv"):
        return reverse(name, kwargs=kwargs)


@pytest.mark.usefixtures("_refused_without_a_page", "papers_undrawn")
@pytest.mark.parametrize(("name", "verb"), TABLE)
def test_each_role_gets_what_the_table_says(name: str, verb: str, clients: dict[str, Client]) -> None:
    """And no page that somebody gets asks the database more than ten times."""
    world, (names, own, foreign) = World.load(), TABLE[name, verb]
    missing = "".join("s" if letter == "s" else "4" for letter in own)
    cases: list[tuple[str | None, str]] = [(OWN, own)]
    if names and "5" not in own:  # where the verb does not exist, the row does not matter
        cases += [(FOREIGN, foreign), (None, missing)]
    for where, expected in cases:
        address = _address(name, world.kwargs(names, where))
        answers = {role: _ask(clients[role], verb, address) for role in ROLES}
        assert "".join(_letter(answers[role].answer) for role in ROLES) == expected, where or "missing"
        if verb == "GET":
            too_many = {role: answers[role].statements for role in ROLES if _asks_too_much(answers[role], name, role)}
            # with all that a process keeps, as every later visit has it
            again = {role: _ask(clients[role], verb, address) for role in too_many}
            assert {
                role: len(asked.statements) for role, asked in again.items() if _asks_too_much(asked, name, role)
            } == {}


def _asks_too_much(asked: Asked, name: str, role: str) -> bool:
    most = MOST_STATEMENTS + ((name, role) in ONE_MORE) + ROOMS_ASKED * (name in ASKS_EVERY_ROOM)
    most += OF_A_LETTER * (name in COMPOSES)
    return asked.is_page and len(asked.statements) > most


@pytest.mark.parametrize("role", ROLES)
def test_what_is_missing_is_said_on_a_page(role: str, clients: dict[str, Client]) -> None:
    asked = _ask(clients[role], "GET", "/lv/kas-nav/")
    assert (asked.answer.status_code, asked.answer["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"<h1" in asked.answer.content


def test_there_is_something_to_count() -> None:
    pages = [own for (_name, verb), (_names, own, _foreign) in TABLE.items() if verb == "GET"]
    assert sum(own.count(".") for own in pages) > 300
