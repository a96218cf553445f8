"""A worker that lives and does nothing is told from one that works, and replaced."""

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # no stubs in the lock file
import pytest
from celery import current_app
from django.db import OperationalError
from pytest_django import Settings

from darbigas_kopienas.jobs import services, tasks
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.runtime import marks, processes, supervisor
from tests.jobs.asked import ask_for_work
from tests.machine import PATIENCE

ROOT = Path(__file__).parents[2]


# -- the guard -------------------------------------------------------------------------------------
class Clock:
    """The guard's own, which goes on as it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr("darbigas_kopienas.runtime.supervisor.time.monotonic", lambda: self.now)


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[supervisor.Child]:
    mark = tmp_path / "worker.mark"
    start = partial(processes.spawn, ["sleep", "600"], cwd=tmp_path)
    child = supervisor.Child("worker", start, mark=mark, silent_after=120)
    yield child
    child.end()


def test_worker_without_a_sign_of_work_is_started_anew(
    guarded: supervisor.Child, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    guards = Clock(monkeypatch)
    guarded.watch()
    assert guarded.process is not None
    first = guarded.process.pid
    for _sign in range(5):
        guards.now += 100
        _write_at(guarded.mark, guards.now)
        guarded.watch()
    assert guarded.process.pid == first
    guards.now += 121
    guarded.watch()
    guarded.watch()
    assert guarded.process is not None
    assert guarded.process.pid != first
    assert "worker lives and has not worked for 120 s." in capsys.readouterr().out


def test_new_worker_has_its_own_time_to_begin(guarded: supervisor.Child, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of the one before, or a clock that was put back by a year, says nothing of it."""
    guards = Clock(monkeypatch)
    _write_at(guarded.mark, -31_536_000)
    guarded.watch()
    assert guarded.process is not None
    first = guarded.process.pid
    guards.now += 119
    guarded.watch()
    assert guarded.process.pid == first


def test_child_that_leaves_no_signs_is_not_watched_for_them(
    guarded: supervisor.Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    guards, guarded.mark = Clock(monkeypatch), None
    guarded.watch()
    first = guarded.process
    guards.now += 100_000
    guarded.watch()
    assert guarded.process is first


def _write_at(mark: Path | None, moment: float) -> None:
    assert mark is not None
    mark.touch()
    os.utime(mark, (moment + 1_700_000_000, moment + 1_700_000_000))


# -- the signs -------------------------------------------------------------------------------------
@pytest.fixture
def mark(settings: Settings, tmp_path: Path) -> Path:
    settings.WORK_MARK = str(tmp_path / "mark")
    return tmp_path / "mark"


def test_task_leaves_its_sign_when_it_ends(mark: Path) -> None:
    marks._begin()
    assert not mark.exists()
    marks._end()
    assert mark.exists()


def test_long_task_leaves_signs_as_long_as_it_may_live(
    mark: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = iter([None, None])
    monkeypatch.setattr("darbigas_kopienas.runtime.marks.time.sleep", lambda _seconds: next(rounds))
    marks._begin()
    with pytest.raises(StopIteration):
        marks._keep_marking()
    assert mark.exists()
    mark.unlink()
    rounds = iter([None])
    settings.CELERY_TASK_TIME_LIMIT = 0
    with pytest.raises(StopIteration):
        marks._keep_marking()
    marks._Task.began = None
    assert not mark.exists()


def test_full_disk_or_nobody_who_guards_ends_nothing(settings: Settings, tmp_path: Path) -> None:
    for nowhere in ("", str(tmp_path / "missing" / "mark")):
        settings.WORK_MARK = nowhere
        marks.mark()


# -- both, with a real worker ----------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_worker_whose_idle_child_was_killed_works_again(tmp_path: Path) -> None:
    """As when memory runs out: Celery's new children wait for ever, and the worker looks alive."""
    mark, results = tmp_path / "worker.mark", tmp_path / "results"
    environment = {**os.environ, "WORK_MARK": str(mark), "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings"}
    command = [*supervisor.commands(0)["worker"], "-I", "tests.jobs.workers"]
    child = supervisor.Child("worker", partial(processes.spawn, command, cwd=ROOT, env=environment), mark=mark)
    child.silent_after = PATIENCE

    def until_done(job: Job) -> None:
        deadline = time.monotonic() + PATIENCE
        while Job.objects.get(pk=job.pk).state != "done":
            child.watch()
            current_app.send_task("jobs.sweep", ignore_result=True)  # the clock's, only faster
            assert time.monotonic() < deadline, "the work was never done"
            time.sleep(0.2)

    try:
        child.watch()
        until_done(ask_for_work("before", results))
        assert mark.exists()
        assert child.process is not None
        pool = psutil.Process(child.process.pid).children()
        for member in pool:
            member.send_signal(signal.SIGKILL)
        child.silent_after = 5  # nothing is asked of it that takes longer
        job = ask_for_work("after", results)
        while child.silent_after < PATIENCE:
            child.watch()
            time.sleep(0.1)
            if child.process is None or Job.objects.get(pk=job.pk).state == "done":
                child.silent_after = PATIENCE
        until_done(job)
    finally:
        child.end()
    assert results.read_text() == "attempt 1\n" * 2


def test_database_lost_under_a_task_is_one_line_without_its_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def lost() -> None:
        raise OperationalError("Key (email)=(liga@example.lv)")

    monkeypatch.setattr(services, "sweep", lost)
    assert tasks.sweep.apply().failed()
    assert [record.getMessage() for record in caplog.records if record.levelname != "INFO"] == [
        "jobs.sweep not done: OperationalError"
    ]
