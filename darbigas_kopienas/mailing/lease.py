"""A letter in a worker's hand: leased to it and renewed while it is sent, so that a dead worker's comes back soon.

A worker that is told to end gives the letter back itself (its children end by SystemExit): the next round sends it.
"""

import threading
from datetime import timedelta
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection

from darbigas_kopienas.values import clock

from .models import OutgoingMail, OutgoingMailQuerySet, State

LEASE = timedelta(seconds=45)
EVERY = 15.0  # seconds; a third of the lease


class InHand:
    """Renews and gives back only what is still this worker's."""

    def __init__(self, mail: OutgoingMail) -> None:
        self._mail = mail
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"letter {mail.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=5)
        if error is not None and not isinstance(error, Exception):
            give_back(self._mail)

    def _beat(self) -> None:
        while not self._stop.wait(EVERY):
            try:
                renew(self._mail)
            except DatabaseError:
                continue  # the next beat tries again; until then the lease lasts
            finally:
                connection.close()  # this thread's own


def renew(mail: OutgoingMail) -> bool:
    """False if another has taken the letter since."""
    return bool(_of(mail).update(lease_until=clock.now() + LEASE))


def give_back(mail: OutgoingMail) -> bool:
    """As if it had not been taken; False if another has taken it since."""
    return bool(_of(mail).update(state=State.WAITING, lease_until=None, attempts=mail.attempts - 1))


def _of(mail: OutgoingMail) -> OutgoingMailQuerySet:
    return OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING, attempts=mail.attempts)
