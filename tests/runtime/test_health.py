"""What machines ask: alive, ready, where to."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.values import clock
from tests.machine import PATIENCE

KEY = "a key for tests that guards nothing at all"
WITH_KEY = {"authorization": f"Bearer {KEY}"}
NOTHING_WAITS = {"since_sweep": None, "oldest_letter": None, "oldest_job": None, "since_backup": None}
READY = {
    "ready": True,
    "database": True,
    "migrations": True,
    "broker": True,
    "sweep": True,
    "letters": True,
    "backup_overdue": False,
    "seconds": NOTHING_WAITS,
}
ASK_WITH_A_BROKER = """
import json, sys, time, django
django.setup()
from django.test import Client
from pytest_django import Settings
from darbigas_kopienas.celery import app
started = time.monotonic()
ready = Client().get("/readyz", headers={"host": "localhost", "authorization": "Bearer " + sys.argv[1]})
asked = time.monotonic()
try:
    app.send_task("jobs.sweep")
    nudge = "sent"
except Exception as error:
    nudge = type(error).__name__
print(json.dumps([ready.status_code, ready.json(), asked - started, nudge, time.monotonic() - asked]))
"""


def _ask_with(broker_url: str) -> tuple[int, dict[str, Any], float, str, float]:
    """/readyz and a nudge, seen by a process that has this broker."""
    environment = {**os.environ, "REDIS_URL": broker_url, "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings"}
    environment["METRICS_KEY"] = KEY
    command = [sys.executable, "-c", ASK_WITH_A_BROKER, KEY]
    root = Path(__file__).parents[2]
    answer = subprocess.check_output(command, env=environment, cwd=root, timeout=2 * PATIENCE)
    status, body, seconds, nudge, more = json.loads(answer.splitlines()[-1])
    return status, body, seconds, nudge, more


@pytest.fixture(autouse=True)
def key(settings: Settings) -> None:
    settings.METRICS_KEY = KEY


def test_alive_without_a_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_ready(client: Client) -> None:
    answer = client.get("/readyz", headers=WITH_KEY)
    assert (answer.status_code, answer.json()) == (200, READY)


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["", "Bearer", f"Bearer {KEY[:-1]}", KEY, f"Basic {KEY}", "Bearer ķ"])
def test_strangers_read_only_yes_or_no(client: Client, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {"authorization": said}
    answer = client.get("/readyz", headers=headers)
    assert (answer.status_code, answer.json()) == (200, {"ready": True})
    assert client.get("/metrics", headers=headers).status_code == 404
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_a, **_k: ["one"])
    answer = client.get("/readyz", headers=headers)
    assert (answer.status_code, answer.json()) == (503, {"ready": False})


@pytest.mark.django_db
def test_without_a_key_of_the_portal_none_opens(client: Client, settings: Settings) -> None:
    settings.METRICS_KEY = ""
    for said in ("Bearer ", "Bearer"):
        assert client.get("/readyz", headers={"authorization": said}).json() == {"ready": True}
        assert client.get("/metrics", headers={"authorization": said}).status_code == 404


@pytest.mark.django_db
def test_not_ready_before_every_migration(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_a, **_k: ["one"])
    answer = client.get("/readyz", headers=WITH_KEY)
    assert (answer.status_code, answer.json()) == (503, READY | {"ready": False, "migrations": False})


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_a_database(client: Client) -> None:
    there = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    answer = client.get("/readyz", headers=WITH_KEY)
    connection.close()
    connection.settings_dict["HOST"] = there
    lost = dict.fromkeys(READY, False) | {"broker": True, "seconds": NOTHING_WAITS}
    assert (answer.status_code, answer.json()) == (503, lost)


# -- a worker or a clock that died: nobody else would say so ---------------------------------------
@pytest.fixture
def now() -> Iterator[datetime]:
    with clock.frozen(clock.now()) as moment:
        yield moment


def asked(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz", headers=WITH_KEY)
    return answer.status_code, answer.json()


@pytest.mark.django_db
def test_sweep_says_when_it_was(client: Client, now: datetime) -> None:
    jobs.sweep()
    with clock.frozen(now + timedelta(seconds=119)):
        assert asked(client) == (200, READY | {"seconds": NOTHING_WAITS | {"since_sweep": 119}})
    with clock.frozen(now + timedelta(seconds=121)):
        late = {"ready": False, "sweep": False, "seconds": NOTHING_WAITS | {"since_sweep": 121}}
        assert asked(client) == (503, READY | late)


@pytest.mark.django_db
def test_worker_with_long_work_in_hand_is_not_taken_for_dead(client: Client, now: datetime) -> None:
    jobs.sweep()
    job = jobs.enqueue(by=SYSTEM, kind="test.work", arguments={}, unique_key="long")
    with clock.frozen(now + timedelta(minutes=9)):
        assert jobs.claim(job.pk) is not None
        assert asked(client)[0] == 200
    with clock.frozen(now + timedelta(minutes=10)):  # it died with it
        assert asked(client)[1]["sweep"] is False


@pytest.mark.django_db
def test_oldest_letter_and_job_are_said(client: Client, now: datetime) -> None:
    jobs.enqueue(by=SYSTEM, kind="test.work", arguments={}, unique_key="one")
    letter("first")
    with clock.frozen(now + timedelta(minutes=4)):
        letter("second")
        letter("of tomorrow", due_at=now + timedelta(days=1))
        assert asked(client) == (
            200,
            READY | {"seconds": NOTHING_WAITS | {"oldest_letter": 240, "oldest_job": 240}},
        )
    with clock.frozen(now + timedelta(minutes=6)):
        ages = NOTHING_WAITS | {"oldest_letter": 360, "oldest_job": 360}
        late = {"ready": False, "letters": False, "seconds": ages}
        assert asked(client) == (503, READY | late)
    OutgoingMail.objects.filter(due_at__lte=now + timedelta(minutes=4)).update(state="sent")
    with clock.frozen(now + timedelta(minutes=6)):
        assert asked(client)[0] == 200


def letter(key: str, **more: Any) -> None:
    mailing.queue(
        by=SYSTEM, to="liga@example.lv", template="job_done", language="lv", context={}, unique_key=key, **more
    )


@pytest.mark.django_db
def test_ready_with_a_real_redis(redis_url: str) -> None:
    status, body, _seconds, nudge, _more = _ask_with(redis_url)
    assert (status, body, nudge) == (200, READY, "sent")


FOR_EVER = PATIENCE  # without its own time limits the client would wait until the test run is killed


@pytest.mark.django_db
def test_redis_that_never_answers_holds_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=50) as silent:
        status, body, seconds, nudge, more = _ask_with(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
    assert (status, body, nudge) == (503, READY | {"ready": False, "broker": False}, "OperationalError")
    assert seconds < FOR_EVER
    assert more < seconds + FOR_EVER


@pytest.mark.parametrize(("cookie", "place"), [("", "/lv/"), ("en", "/en/"), ("lv", "/lv/"), ("//evil", "/lv/")])
def test_bare_address_leads_to_the_chosen_language(client: Client, settings: Settings, cookie: str, place: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, place)


def test_robots_keep_out_of_the_administration(client: Client) -> None:
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /lv/admin/\nDisallow: /en/admin/\n"
