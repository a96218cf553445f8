"""While the work goes on, its lease is renewed beside it; when the worker dies, so does this, and the lease ends."""

import threading
from collections.abc import Callable
from contextlib import closing, suppress
from types import TracebackType
from typing import Self

from django.db import Error, connection

EVERY = 15.0  # seconds; a third of a lease


class Heartbeat:
    """Calls `renew` every now and then, in a thread of its own, until the work is left."""

    def __init__(self, renew: Callable[[], object], *, name: str) -> None:
        self._renew = renew
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _beat(self) -> None:
        while not self._stop.wait(EVERY):
            # After an error of the database the next beat tries again; until then the lease lasts.
            # The connection is this thread's own.
            with suppress(Error), closing(connection):
                self._renew()
