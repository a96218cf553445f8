"""Several people, or workers, at the same moment: each on a connection of its own to a real PostgreSQL."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

from tests.machine import PATIENCE


def together(*actions: Callable[[], Any]) -> list[Any]:
    """The deeds, each in a thread, let go at one moment; what each gave, or the exception it raised."""
    gate = threading.Barrier(len(actions))

    def run(action: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(timeout=PATIENCE)
            return action()
        except Exception as slip:  # noqa: BLE001  (the outcome is what the test looks at)
            return slip
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def together_times(count: int, action: Callable[[], Any]) -> list[Any]:
    """One deed as often at one moment. The first exception, if any, is raised here."""
    outcomes = together(*[action] * count)
    for slip in outcomes:
        if isinstance(slip, Exception):
            raise slip
    return outcomes


def before_commit(first: Callable[[], Any], second: Callable[[], Any], *rest: Callable[[], Any]) -> Any:
    """`second` begins when `first` is done but not committed; that comes once `second` waits for a lock, or has ended,
    and `rest` of the first one's deeds are done.

    What `second` gave, or the exception it raised. So the order is always the one in which two could pass each other.
    """
    ended = threading.Event()

    def run() -> Any:
        try:
            return second()
        except Exception as slip:  # noqa: BLE001  (the outcome is what the test looks at)
            return slip
        finally:
            connection.close()
            ended.set()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            outcome = pool.submit(run)
            wait_for_somebody(ended)
            for deed in rest:
                deed()
        return outcome.result(timeout=PATIENCE)


def wait_for_somebody(ended: threading.Event | None = None) -> None:
    """Until a deed waits for a lock, or has ended."""
    ended, until = ended or threading.Event(), time.monotonic() + PATIENCE
    while not ended.wait(0.02) and not _somebody_waits() and time.monotonic() < until:
        pass


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
            " AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database()))"
        )
        return bool(cursor.fetchone()[0])
