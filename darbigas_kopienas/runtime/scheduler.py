"""Celery's beat, with a clock that may be put right: what it remembers of a day to come is forgotten."""

from datetime import timedelta
from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry

from .marks import mark

TOLERANCE = timedelta(seconds=1)  # between two readings of a clock that is only kept in step
LONG_AGO = timedelta(days=365)  # further back than any pause between two runs


class Scheduler(PersistentScheduler):
    """Celery counts from the moment of the last run. A last run of tomorrow would silence the task until then."""

    def setup_schedule(self) -> None:
        super().setup_schedule()
        self._forget_the_future()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        if self._forget_the_future():
            self._heap = None  # it holds the moments of the next runs; made anew from the entries
        mark()
        seconds: float = super().tick(*args, **kwargs)
        return seconds

    def _forget_the_future(self) -> bool:
        """Whether anything was forgotten: those entries are due now."""
        ahead = [entry for entry in self.schedule.values() if _is_ahead(entry)]
        for entry in ahead:
            entry.last_run_at = entry.default_now() - LONG_AGO
        return bool(ahead)


def _is_ahead(entry: ScheduleEntry) -> bool:
    return bool(entry.last_run_at and entry.last_run_at > entry.default_now() + TOLERANCE)
