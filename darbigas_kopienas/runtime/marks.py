"""Signs of work. A worker touches its file after each task and during long ones, the clock at each tick.

A process can live and do nothing: after one of its children was killed, Celery's worker may wait for a semaphore for
ever. So whoever guards it (supervisor.py, a container's health check) looks at this file instead of asking for life.
"""

import threading
import time
from contextlib import suppress
from pathlib import Path

from celery import signals
from django.conf import settings

EVERY = 15.0  # seconds between two signs of a task that takes long


def mark() -> None:
    """Nothing where nobody guards us; and a full disk must not end what works."""
    if settings.WORK_MARK:
        with suppress(OSError):
            Path(settings.WORK_MARK).touch()


class _Task:
    """The task in hand of this process, by when it began; None between two."""

    began: float | None = None


@signals.task_prerun.connect
def _begin(**_signal: object) -> None:
    _Task.began = time.monotonic()


@signals.task_postrun.connect
def _end(**_signal: object) -> None:
    _Task.began = None
    mark()


@signals.worker_process_init.connect
def _mark_long_tasks(**_signal: object) -> None:
    threading.Thread(target=_keep_marking, name="marks", daemon=True).start()


def _keep_marking() -> None:
    while True:
        time.sleep(EVERY)
        began = _Task.began
        if began is not None and time.monotonic() - began < settings.CELERY_TASK_TIME_LIMIT:
            mark()
