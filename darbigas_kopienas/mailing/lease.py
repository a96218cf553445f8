"""A letter in a worker's hand: leased to it and renewed while it is sent, so that a dead worker's comes back soon.

A worker that is told to end gives the letter back itself (its children end by SystemExit): the next round sends it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from darbigas_kopienas.values import clock
from darbigas_kopienas.values.heartbeat import Heartbeat

from .models import OutgoingMail, OutgoingMailQuerySet, State

LEASE = timedelta(seconds=45)


@contextmanager
def in_hand(mail: OutgoingMail) -> Iterator[None]:
    """Renews and gives back only what is still this worker's."""
    try:
        with Heartbeat(partial(renew, mail), name=f"letter {mail.pk}"):
            yield
    except Exception:
        raise
    except BaseException:
        give_back(mail)
        raise


def renew(mail: OutgoingMail) -> bool:
    """False if another has taken the letter since."""
    return bool(_of(mail).update(lease_until=clock.now() + LEASE))


def give_back(mail: OutgoingMail) -> bool:
    """As if it had not been taken; False if another has taken it since."""
    return bool(_of(mail).update(state=State.WAITING, lease_until=None, attempts=mail.attempts - 1))


def _of(mail: OutgoingMail) -> OutgoingMailQuerySet:
    return OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING, attempts=mail.attempts)
