"""What machines ask: alive, ready, where to."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from tests.machine import PATIENCE

READY = {"database": True, "migrations": True, "broker": True}
ASK_WITH_A_BROKER = """
import json, time, django
django.setup()
from django.test import Client
from pytest_django import Settings
from darbigas_kopienas.celery import app
started = time.monotonic()
ready = Client().get("/readyz", headers={"host": "localhost"})
asked = time.monotonic()
try:
    app.send_task("jobs.sweep")
    nudge = "sent"
except Exception as error:
    nudge = type(error).__name__
print(json.dumps([ready.status_code, ready.json(), asked - started, nudge, time.monotonic() - asked]))
"""


def _ask_with(broker_url: str) -> tuple[int, dict[str, bool], float, str, float]:
    """/readyz and a nudge, seen by a process that has this broker."""
    environment = {**os.environ, "REDIS_URL": broker_url, "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings"}
    command = [sys.executable, "-c", ASK_WITH_A_BROKER]
    root = Path(__file__).parents[2]
    answer = subprocess.check_output(command, env=environment, cwd=root, timeout=2 * PATIENCE)
    status, body, seconds, nudge, more = json.loads(answer.splitlines()[-1])
    return status, body, seconds, nudge, more


def test_alive_without_a_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, READY)


@pytest.mark.django_db
def test_not_ready_before_every_migration(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_a, **_k: ["one"])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, READY | {"migrations": False})


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_a_database(client: Client) -> None:
    there = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    answer = client.get("/readyz")
    connection.close()
    connection.settings_dict["HOST"] = there
    assert (answer.status_code, answer.json()) == (503, {"database": False, "migrations": False, "broker": True})


@pytest.mark.django_db
def test_ready_with_a_real_redis(redis_url: str) -> None:
    status, body, _seconds, nudge, _more = _ask_with(redis_url)
    assert (status, body, nudge) == (200, READY, "sent")


FOR_EVER = PATIENCE  # without its own time limits the client would wait until the test run is killed


@pytest.mark.django_db
def test_redis_that_never_answers_holds_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=50) as silent:
        status, body, seconds, nudge, more = _ask_with(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
    assert (status, body, nudge) == (503, READY | {"broker": False}, "OperationalError")
    assert seconds < FOR_EVER
    assert more < seconds + FOR_EVER


@pytest.mark.parametrize(("cookie", "place"), [("", "/lv/"), ("en", "/en/"), ("lv", "/lv/"), ("//evil", "/lv/")])
def test_bare_address_leads_to_the_chosen_language(client: Client, settings: Settings, cookie: str, place: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, place)


def test_robots_keep_out_of_the_administration(client: Client) -> None:
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /lv/admin/\nDisallow: /en/admin/\n"
