"""The whole way with a real worker process: through Redis and through files, with a worker that is killed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import Celery, current_app
from pytest_django import Settings

from darbigas_kopienas.jobs import services
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.values import clock
from tests.machine import PATIENCE

pytestmark = [pytest.mark.django_db(transaction=True)]


@contextmanager
def worker(log: Path, **environment: str) -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "-A", "darbigas_kopienas", "worker", "-I", "tests.jobs.workers"]
    command += ["-c", "1", "-l", "INFO", "--without-mingle", "--without-gossip"]
    with (
        log.open("w") as output,
        subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def until(condition: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            pytest.fail(log.read_text()[-3000:])
        time.sleep(0.05)


def state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


@pytest.fixture(params=["redis", "files"])
def environment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the worker is told, the nudges going the same way."""
    if request.param == "files":
        return {"REDIS_URL": ""}
    url = request.getfixturevalue("redis_url")
    monkeypatch.setattr(services, "current_app", Celery("nudges", broker=url, set_as_current=False))
    return {"REDIS_URL": url}


def test_jobs_are_done_and_a_killed_worker_still_makes_one_result(environment: dict[str, str], tmp_path: Path) -> None:
    log, results = tmp_path / "worker.log", tmp_path / "results"

    def ask(key: str, dies: int = 0) -> Job:
        arguments = {"file": str(results), "dies": dies}
        return services.enqueue(by=SYSTEM, kind="test.work", arguments=arguments, unique_key=key)

    with worker(log, **environment):
        plain = ask("plain")
        until(lambda: state(plain) == "done", log)
        assert results.read_text() == "attempt 1\n"

        killed = ask("killed", dies=1)
        until(lambda: Job.objects.filter(pk=killed.pk, attempts=1, percent=10).exists(), log)
        until(lambda: "SIGKILL" in log.read_text() or "signal 9" in log.read_text(), log)
        assert state(killed) == "running"  # nobody takes it while the lease lasts
        Job.objects.filter(pk=killed.pk).update(lease_until=clock.now() - timedelta(seconds=1))
        assert services.sweep() == [killed.pk]
        assert services.sweep() == [killed.pk] or state(killed) != "running"  # two nudges, one result
        until(lambda: state(killed) == "done", log)
    assert results.read_text() == "attempt 1\nattempt 2\n"


def test_jobs_asked_for_while_the_broker_is_down_are_swept_up(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, results = tmp_path / "worker.log", tmp_path / "results"
    arguments: dict[str, Any] = {"file": str(results), "dies": 0}
    with monkeypatch.context() as broken:
        down = Celery("down", broker="redis://127.0.0.1:1/0", set_as_current=False)
        down.conf.broker_transport_options = {"max_retries": 0, "socket_connect_timeout": 2}
        broken.setattr(services, "current_app", down)
        job = services.enqueue(by=SYSTEM, kind="test.work", arguments=arguments, unique_key="lost")
    assert state(job) == "waiting"
    Job.objects.filter(pk=job.pk).update(created_at=clock.now() - timedelta(minutes=1))
    with worker(log, **environment):  # which sweeps when it begins: nobody waits for the clock's next round
        until(lambda: state(job) == "done", log)
    assert results.read_text() == "attempt 1\n"


def test_sign_in_code_waits_behind_no_report(settings: Settings) -> None:
    """Letters have a queue of their own, and a process that takes from it alone (tests/house/test_compose.py)."""
    folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"])
    before = set(folder.iterdir())
    for _report in range(3):
        current_app.send_task(services.TASK, args=["00000000-0000-4000-8000-000000000000"], ignore_result=True)
    current_app.send_task("mailing.send_due", ignore_result=True)
    sent = sorted(set(folder.iterdir()) - before)
    assert [message.name.split(".")[1] for message in sent] == ["celery", "celery", "celery", "letters"]
    for message in sent:
        message.unlink()


def test_nudges_go_by_the_pinned_names() -> None:
    from darbigas_kopienas.jobs import tasks as jobs
    from darbigas_kopienas.mailing import tasks as letters
    from darbigas_kopienas.mailing.services import outbox

    assert (jobs.run.name, letters.send_due.name) == (services.TASK, outbox.TASK)
    assert {"jobs.sweep", "mailing.send_due"} <= {entry["task"] for entry in current_app.conf.beat_schedule.values()}
