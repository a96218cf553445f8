"""Several people, or workers, at the same moment: each on a connection of its own to a real PostgreSQL."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from tests.machine import PATIENCE


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """The deeds, each in a thread, let go at one moment; what each gave, or the exception it raised."""
    gate = threading.Barrier(len(deeds))

    def one(deed: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(timeout=PATIENCE)
            return deed()
        except Exception as slip:  # noqa: BLE001  (the outcome is what the test looks at)
            return slip
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def together_times(count: int, deed: Callable[[], Any]) -> list[Any]:
    """One deed as often at one moment. The first exception, if any, is raised here."""
    found = together(*[deed] * count)
    for slip in found:
        if isinstance(slip, Exception):
            raise slip
    return found
