"""While the work goes on, its lease is renewed beside it; when the worker dies, so does this, and the lease ends."""

import threading
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db import connection

from darbigas_kopienas.values import clock

from .models import LEASE, Job, State

EVERY = 15.0  # seconds; a third of the lease


class Heartbeat:
    """Renews only the lease that this worker holds; a lease that was lost stays lost."""

    def __init__(self, job: Job) -> None:
        self._pk, self._token = job.pk, job.lease_token
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"lease {job.pk}", daemon=True)

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
            try:
                renew(self._pk, self._token)
            finally:
                connection.close()  # this thread's own


def renew(pk: UUID, token: UUID | None) -> bool:
    """False if the lease is no longer this worker's."""
    leased = Job.objects.filter(pk=pk, state=State.RUNNING, lease_token=token)
    return bool(leased.update(lease_until=clock.now() + LEASE))
