"""A worker that is killed in the middle of a report, wherever that is, still leaves exactly one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.people.models import User
from darbigas_kopienas.reports import services
from darbigas_kopienas.reports.models import Rendering, Report
from darbigas_kopienas.values import clock
from tests.databases import HALF_YEAR
from tests.machine import PATIENCE
from tests.reports.conftest import HalfYear, wish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database(HALF_YEAR)]


@contextmanager
def worker(log: Path, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    """On the queue of files, with a process group of its own, so that all of it can be killed at once."""
    command = [sys.executable, "-m", "celery", "-A", "darbigas_kopienas", "worker", "-I", "tests.reports.killed_worker"]
    command += ["-c", "1", "--without-mingle", "--without-gossip"]
    environ = {**os.environ, "REDIS_URL": "", **environment}
    with (
        log.open("a") as output,
        subprocess.Popen(
            command, env=environ, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        ) as process,
    ):
        try:
            yield process
        finally:
            kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def until(condition: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            pytest.fail(log.read_text()[-3000:])
        time.sleep(0.1)


@pytest.mark.parametrize("place", ["rendering", "keeping"])
def test_a_worker_killed_in_the_middle_leaves_exactly_one_report(
    half_year: HalfYear, marta: User, tmp_path: Path, place: str
) -> None:
    log, here = tmp_path / "worker.log", tmp_path / "here"
    environment = {"REPORT_WAITS_IN": str(here), "REPORT_WAITS_AT": place}
    job = services.ask_for_report(by=marta, wish=wish(half_year))
    with worker(log, **environment) as process:
        until(here.exists, log)
        kill(process)
    job.refresh_from_db()
    frozen = Report.objects.get(job=job)
    assert (job.state, Rendering.objects.count()) == ("running", 0)
    with worker(log, **environment):
        Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))
        assert jobs.sweep() == [job.pk]
        jobs.sweep()  # a second nudge makes no second file
        until(lambda: Job.objects.get(pk=job.pk).state == "done", log)
    assert list(Report.objects.all()) == [frozen]
    assert Rendering.objects.get().report == frozen
    assert Document.objects.filter(kind="report").count() == 1
    assert Job.objects.get(pk=job.pk).attempts == 2
