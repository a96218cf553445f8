"""Registering without the lock behind which seats are given: what the negative controls run on."""

import time
from typing import Any

from darbigas_kopienas.participation.registration import prepared
from darbigas_kopienas.values.prepared_queries import Asked


class SlowlyCounted(Asked):
    """Between counting the seats and taking one time passes, as it does on a busy machine."""

    def __init__(self, seconds: float) -> None:
        super().__init__(prepared._decides)  # the same question, without the lock before it
        self.seconds = seconds

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        found = super().rows(*values)
        time.sleep(self.seconds)
        return found
