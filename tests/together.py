"""Several people, or workers, at the same moment: each on a connection of its own to a real PostgreSQL."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

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
