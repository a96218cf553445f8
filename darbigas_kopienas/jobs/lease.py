"""A job in a worker's hand: its lease is renewed beside the work, so that a dead worker's job is taken over soon."""

from functools import partial
from uuid import UUID

from darbigas_kopienas.values import clock
from darbigas_kopienas.values.heartbeat import Heartbeat

from .models import LEASE, Job, State


def in_hand(job: Job) -> Heartbeat:
    """Renews only the lease that this worker holds now; a lease that was lost stays lost."""
    return Heartbeat(partial(renew, job.pk, job.lease_token), name=f"lease {job.pk}")


def renew(pk: UUID, token: UUID | None) -> bool:
    """False if the lease is no longer this worker's."""
    leased = Job.objects.filter(pk=pk, state=State.RUNNING, lease_token=token)
    return bool(leased.update(lease_until=clock.now() + LEASE))
