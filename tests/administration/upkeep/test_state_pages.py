"""How the portal fares: in sentences for people, in numbers for machines."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from darbigas_kopienas.administration.upkeep import checks, state
from darbigas_kopienas.administration.upkeep.version import version
from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.jobs.models import LastRun
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.values import clock
from tests.administration.upkeep.test_backups import noted
from tests.builders import said
from tests.counted import statements

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
KEY = "a key for tests that guards nothing at all"
ADDRESS = "administration:state"


@pytest.fixture
def now() -> Iterator[datetime]:
    with clock.frozen(datetime.fromisoformat("2026-12-01T12:00+02:00")) as moment, translation.override("en"):
        yield moment


def tones() -> dict[str, str]:
    return {line.label: line.tone for line in state.lines()}


def test_portal_that_was_never_used(now: datetime) -> None:
    assert {line.label: line.text for line in state.lines() if not line.label.startswith("Disk")} == {
        "Work in the background": "No work has been done yet; the worker begins within a minute.",
        "E-mails": "No e-mail waits.",
        "Reports and other work": "Nothing waits.",
        "Backup": "None has been made yet; the first is made within an hour.",
        "Tables": "The tables are those of this version.",
        "Queue": "The queue takes messages.",
    }


def test_portal_that_works(now: datetime) -> None:
    jobs.sweep()
    noted(now - timedelta(hours=10))
    assert {label: tone for label, tone in tones().items() if not label.startswith("Disk")} == {
        "Work in the background": "good",
        "E-mails": "good",
        "Reports and other work": "good",
        "Backup": "good",
        "Tables": "good",
        "Queue": "good",
    }


def test_what_is_late_says_so_and_what_to_do(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    LastRun.objects.create(task="jobs.sweep", ended_at=now - timedelta(minutes=3))
    jobs.enqueue(by=SYSTEM, kind="test.work", arguments={}, unique_key="one")
    mailing.queue(by=SYSTEM, to="liga@example.lv", template="job_done", language="lv", context={}, unique_key="one")
    noted(now - timedelta(hours=27))
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_a, **_k: ["one"])
    monkeypatch.setattr(checks, "current_app", None)
    with clock.frozen(now + timedelta(minutes=6)):
        late = {line.label: line for line in state.lines() if not line.label.startswith("Disk")}
    assert {label: line.tone for label, line in late.items()} == {
        "Work in the background": "bad",
        "E-mails": "bad",
        "Reports and other work": "bad",
        "Backup": "bad",
        "Tables": "bad",
        "Queue": "warning",
    }
    assert late["Tables"].text == "1 change of the tables is missing."
    assert late["Work in the background"].note == "Restart the worker and the clock (beat), and read their log."


@pytest.mark.parametrize(("free", "tone"), [(20, "good"), (15, "good"), (14, "warning"), (5, "warning"), (4, "bad")])
def test_disk_that_fills(now: datetime, monkeypatch: pytest.MonkeyPatch, free: int, tone: str) -> None:
    monkeypatch.setattr(checks, "spaces", lambda: {"data": checks.Space(free * 10**9, 100 * 10**9)})
    assert tones()["Disk of the data"] == tone


def test_portal_that_is_backed_up_by_others(now: datetime, settings: Settings) -> None:
    settings.BACKUP_GENERATIONS = 0
    assert tones()["Backup"] == "warning"


def test_good_backup_and_failures_since(now: datetime) -> None:
    noted(now - timedelta(hours=3))
    noted(now - timedelta(hours=1), "disk_full")
    assert tones()["Backup"] == "warning"


def test_backup_that_never_was_good(now: datetime) -> None:
    noted(now, "storage")
    assert tones()["Backup"] == "bad"


def test_page(as_: As, marta: User, now: datetime) -> None:
    noted(now - timedelta(days=1))
    noted(now, "disk_full")
    client, address = as_(marta), reverse(ADDRESS)
    before = statements(client, address)
    page = said(client.get(address))
    assert "The last good one was made on" in page
    assert page.index("the disk is full") < page.index("nightly-2026-11-30.tar")
    assert version() in page
    for hours in range(3):
        noted(now - timedelta(hours=hours))
    assert statements(client, address) == before


def test_metrics(client: Client, settings: Settings, now: datetime) -> None:
    settings.METRICS_KEY = KEY
    jobs.sweep()
    noted(now - timedelta(hours=27))
    jobs.enqueue(by=SYSTEM, kind="test.work", arguments={}, unique_key="one")
    with clock.frozen(now + timedelta(minutes=1)):
        answer = client.get("/metrics", headers={"authorization": f"Bearer {KEY}"})
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    families = {family.name: family for family in text_string_to_metric_families(answer.content.decode())}
    numbers = {name: family.samples[0].value for name, family in families.items() if len(family.samples) == 1}
    ready = {sample.labels["part"]: sample.value for sample in families["portal_ready"].samples}
    assert ready == {"database": 1, "migrations": 1, "broker": 1, "sweep": 1, "letters": 1}
    assert {name: numbers[name] for name in numbers if name.endswith("age_seconds")} == {
        "portal_last_sweep_age_seconds": 60,
        "portal_oldest_job_age_seconds": 60,
        "portal_last_backup_age_seconds": 27 * 3600 + 60,
    }
    assert numbers["portal_backup_overdue"] == 1
    assert families["portal_info"].samples[0].labels == {"version": version()}
    assert client.get("/metrics").status_code == 404
    disks = {sample.labels["folder"]: sample.value for sample in families["portal_disk_free_bytes"].samples}
    assert (set(disks), min(disks.values()) > 0) == ({"data", "backups"}, True)
