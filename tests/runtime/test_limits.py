"""Nobody waits for the database for ever: each wait has a limit, and what was typed can be sent again."""

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Enrolment, Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.runtime.database import base, limits
from darbigas_kopienas.runtime.database.limits import Limits
from darbigas_kopienas.values import clock
from tests.builders import taking
from tests.machine import PATIENCE

ROOT = Path(__file__).parents[2]
PATIENT = Limits(connect=PATIENCE, lock=PATIENCE, statement=PATIENCE + 1, answer=PATIENCE + 2)
SETTINGS_OF = """
import importlib, sys, django
django.setup()
if len(sys.argv) > 1: importlib.import_module(sys.argv[1])
from django.db import connection
print(connection.settings_dict["LIMITS"])
"""


@contextmanager
def limited_to(wanted: Limits) -> Iterator[None]:
    """The default connection, for a while, with these limits."""
    usual = connection.settings_dict["LIMITS"]
    connection.close()
    connection.settings_dict["LIMITS"] = wanted
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["LIMITS"] = usual
        base._thread.__dict__.clear()


def shown(setting: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        return str(cursor.fetchone()[0])


# -- who has which ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "module", "wanted"),
    [("portal", "darbigas_kopienas.wsgi", limits.WEB), ("portal", "", limits.WORK), ("owner", "", limits.OWNER)],
)
def test_web_waits_shortly_tasks_longer_and_migrations_for_no_table(role: str, module: str, wanted: Limits) -> None:
    environment = {**os.environ, "DATABASE_ROLE": role, "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings"}
    command = [sys.executable, "-c", SETTINGS_OF, *([module] if module else [])]
    assert subprocess.check_output(command, env=environment, cwd=ROOT, text=True).strip() == str(wanted)


def test_no_request_waits_longer_than_five_seconds() -> None:
    """A connection that was kept is tried first, then a new one is asked for; the server's own limits come earlier."""
    assert max(limits.WEB.answer, base.USABLE_WITHIN + limits.WEB.connect, limits.WEB.statement) <= 5


def test_tasks_may_take_as_long_as_they_are_let_live(settings: Settings) -> None:
    assert limits.WORK.statement >= settings.CELERY_TASK_TIME_LIMIT
    assert (limits.OWNER.statement, limits.OWNER.idle_in_transaction) == (0, 0)


def test_migration_gives_a_table_up_before_those_who_wait_behind_it_do() -> None:
    assert 0 < limits.OWNER.lock < limits.WEB.lock


def test_limits_that_would_never_be_said_in_words_are_refused() -> None:
    with pytest.raises(ValueError, match="the server's own limits must come first"):
        Limits(connect=1, lock=5, statement=4, answer=3)


@pytest.mark.django_db(transaction=True)
def test_server_is_told_the_limits_and_keeps_them() -> None:
    with limited_to(Limits(connect=5, lock=1.5, statement=2, idle_in_transaction=3, answer=4)):
        told = [shown(name) for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")]
        assert told == ["1500ms", "2s", "3s"]
        with transaction.atomic():
            assert shown("lock_timeout") == "1500ms"
        assert connection.connection.info.dsn_parameters["tcp_user_timeout"] == "4000"


@pytest.mark.django_db(transaction=True)
def test_transaction_left_open_is_ended_and_its_lock_freed(enrolment: Enrolment) -> None:
    def leave_open() -> None:
        with limited_to(replace(PATIENT, idle_in_transaction=0.2)), transaction.atomic():
            Enrolment.objects.select_for_update().get(pk=enrolment.pk)
            locked.set()
            assert freed.wait(PATIENCE)
            with pytest.raises((OperationalError, InterfaceError)):
                Enrolment.objects.get(pk=enrolment.pk)
            raise Ended

    class Ended(Exception):
        pass

    locked, freed, outcome = threading.Event(), threading.Event(), []

    def run() -> None:
        with pytest.raises((Ended, OperationalError, InterfaceError)):
            leave_open()
        outcome.append("ended")

    forgetful = threading.Thread(target=run)
    forgetful.start()
    assert locked.wait(PATIENCE)
    with transaction.atomic():
        assert Enrolment.objects.select_for_update().get(pk=enrolment.pk) == enrolment
    freed.set()
    forgetful.join(PATIENCE)
    assert outcome == ["ended"]


# -- a lock that somebody else holds ---------------------------------------------------------------
@pytest.fixture
def enrolment(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Enrolment:
    programme = components["1"].programme
    programme.ends_on = clock.today() + timedelta(days=90)
    programme.save()
    activity = taking(ilze, in_daugavpils, components["1"], day=clock.today() + timedelta(days=30), capacity=5)
    return Enrolment.objects.get(activity=activity)


@contextmanager
def held(lock: Callable[[], object]) -> Iterator[None]:
    """Somebody else's transaction holds it for as long as the block lasts."""
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                lock()
                taken.set()
                done.wait(PATIENCE)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert taken.wait(PATIENCE)
        yield
    finally:
        done.set()
        holder.join(PATIENCE)


TYPED = {"name": "Līga Bērziņa", "email": "liga@example.lv", "school": "Daugavpils 3. vidusskola"}


def kept_on(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wait", [{"lock": 0.2}, {"statement": 0.2, "lock": 0.1}], ids=["lock", "statement"])
def test_form_behind_a_lock_is_answered_in_words_and_can_be_sent_again(
    enrolment: Enrolment, wait: dict[str, float]
) -> None:
    address = reverse("participation:register", args=[enrolment.activity_id])
    browser, key = Client(), "11111111-1111-4111-8111-111111111111"
    with limited_to(replace(PATIENT, **wait)):
        with held(lambda: Enrolment.objects.select_for_update().get(pk=enrolment.pk)):
            answer = browser.post(address, {**TYPED, "submission_key": key})
            page = answer.content.decode()
            assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert "Portāls šobrīd ir aizņemts" in page
        kept = kept_on(page)
        assert {name: kept[name] for name in TYPED} == TYPED
        for _twice in range(2):
            assert browser.post(address, kept).status_code == 302
    assert list(Registration.objects.values_list("name", flat=True)) == [TYPED["name"]]


@pytest.mark.django_db(transaction=True)
def test_page_that_asks_too_much_of_the_database_is_answered_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_request: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(600)")

    monkeypatch.setattr("darbigas_kopienas.home.views.front_of", slow)
    with limited_to(replace(PATIENT, lock=0.1, statement=0.2)):
        answer = Client().get("/en/")
    assert answer.status_code == 503
    assert "The portal is busy" in answer.content.decode()


# -- a server that does not answer at all ----------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_server_that_falls_silent_is_given_up(enrolment: Enrolment) -> None:
    """Its own limits do not help: it is asked to sleep without any, as if it hung."""
    with limited_to(replace(PATIENT, lock=0, statement=0.1, answer=0.2)), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        with pytest.raises(OperationalError, match="does not answer"):
            cursor.execute("SELECT pg_sleep(600)")
        assert not connection.is_usable()
        connection.close()
        with pytest.raises(OperationalError, match="given up a moment ago"):
            connection.ensure_connection()
    assert Activity.objects.filter(pk=enrolment.activity_id).exists()


@pytest.fixture
def silent_server() -> Iterator[tuple[int, list[socket.socket]]]:
    """Takes every connection and says nothing: how a hung server, or its machine, looks from here."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:

        def take() -> None:
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1], taken
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", ["home:front", "home:my_tasks", "seminars:seminar_list", "readyz", "nowhere"])
def test_hung_server_is_waited_for_once_in_a_request(silent_server: tuple[int, list[socket.socket]], page: str) -> None:
    port, taken = silent_server
    path = "/lv/nekur/" if page == "nowhere" else reverse(page)
    there = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
    browser = Client(raise_request_exception=False)
    browser.cookies["sessionid"] = "x" * 32
    with limited_to(replace(PATIENT, connect=0.2)):
        connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": str(port)}
        try:
            assert browser.get(path).status_code == 503
        finally:
            connection.settings_dict |= there
    assert len(taken) == 1
