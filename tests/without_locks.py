"""Registering without the lock behind which seats are given: what the negative controls run on."""

import time
from typing import Any

from darbigas_kopienas.participation.registration import prepared
from darbigas_kopienas.values.prepared_queries import Asked

PAUSE = 0.3  # seconds, much more than a request takes: at any moment several have counted and not yet taken


class SlowlyCounted(Asked):
    """Between counting the seats and taking one time passes, as it does on a busy machine."""

    def __init__(self) -> None:
        super().__init__(prepared._decides)  # the same question, without the lock before it

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        rows = super().rows(*values)
        time.sleep(PAUSE)
        return rows
