"""The clock of what runs by itself: put right, it goes on; and it says that it lives."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from celery.beat import PersistentScheduler
from pytest_django import Settings

from darbigas_kopienas.runtime.scheduler import Scheduler

NAMES = {"jobs.sweep", "people.tidy"}


class Recorded:
    """Of either class, with what it sent in place of a broker."""

    def __init__(self, kind: type[PersistentScheduler], file: Path) -> None:
        app = Celery("clock", broker="memory://", set_as_current=False)
        app.conf.beat_schedule = {
            "jobs.sweep": {"task": "jobs.sweep", "schedule": 30.0},
            "people.tidy": {"task": "people.tidy", "schedule": 3600.0},
        }
        app.conf.result_expires = None  # else a task of Celery's own stands in the schedule
        self.sent: list[str] = []
        self.scheduler = kind(app, schedule_filename=str(file))
        self.scheduler.apply_async = self._send  # type: ignore[assignment,method-assign]  # the edge of the machine

    def _send(self, entry: Any, **_more: Any) -> None:
        self.sent.append(entry.name)

    def tick(self) -> list[str]:
        """What is sent until it wants to sleep."""
        self.sent.clear()
        while self.scheduler.tick() == 0:
            pass
        return sorted(self.sent)

    def ran_last(self, ago: timedelta) -> None:
        for entry in self.scheduler.schedule.values():
            entry.last_run_at = entry.default_now() - ago


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "beat-schedule"


def restarted_after_a_day_ahead(kind: type[PersistentScheduler], file: Path) -> list[str]:
    """The clock ran a day ahead, was put right, and beat starts again with what it wrote down."""
    before = Recorded(kind, file)
    before.ran_last(timedelta(days=-1))
    before.scheduler.close()
    return Recorded(kind, file).tick()


def test_day_to_come_is_forgotten_at_the_start(file: Path) -> None:
    assert restarted_after_a_day_ahead(Scheduler, file) == sorted(NAMES)


def test_control_celerys_own_sends_nothing_then(file: Path) -> None:
    assert restarted_after_a_day_ahead(PersistentScheduler, file) == []


def put_right_while_it_runs(kind: type[PersistentScheduler], file: Path) -> list[str]:
    clock = Recorded(kind, file)
    clock.ran_last(timedelta(days=-1))
    clock.scheduler.populate_heap()  # as it stood before the clock was put back by a day
    return clock.tick()


def test_day_to_come_is_forgotten_when_the_clock_is_put_right(file: Path) -> None:
    assert put_right_while_it_runs(Scheduler, file) == sorted(NAMES)


def test_control_celerys_own_waits_for_that_day(file: Path) -> None:
    assert put_right_while_it_runs(PersistentScheduler, file) == []


def test_clock_that_goes_right_sends_only_what_is_due(file: Path) -> None:
    clock = Recorded(Scheduler, file)
    clock.ran_last(timedelta(minutes=1))
    assert clock.tick() == ["jobs.sweep"]
    assert clock.tick() == []


def test_each_tick_says_that_the_clock_lives(file: Path, settings: Settings) -> None:
    settings.WORK_MARK = str(file.with_name("beat.mark"))
    Recorded(Scheduler, file).tick()
    assert Path(settings.WORK_MARK).exists()


def test_beat_uses_it(settings: Settings) -> None:
    assert f"{Scheduler.__module__}:{Scheduler.__name__}" == settings.CELERY_BEAT_SCHEDULER
