"""Two workers, two clicks, a killed worker: on a real PostgreSQL, each with its negative control."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection

from darbigas_kopienas.jobs import lease, services
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.rooms import Progress
from darbigas_kopienas.values import heartbeat
from tests.jobs.room import do_by
from tests.machine import PATIENCE
from tests.together import together_times

THREADS = 6


def claim_without_lock(job_id: UUID) -> Job | None:
    """The negative control: look, then take, as one would without a lock."""
    job = Job.objects.filter(pk=job_id, state="waiting").first()
    if job is None:
        return None
    connection.cursor().execute("SELECT pg_sleep(0.05)")
    job.state, job.lease_token, job.lease_until = "running", uuid4(), job.created_at
    job.save()
    return job


@pytest.mark.django_db(transaction=True)
def test_one_of_many_workers_claims(ask: Callable[..., Job]) -> None:
    for attempt in range(3):
        job = ask(key=f"round {attempt}")
        taken = [
            claimed_job
            for claimed_job in together_times(THREADS, lambda pk=job.pk: services.claim(pk))  # type: ignore[misc]  # a default
            if claimed_job
        ]
        assert len(taken) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_several_claim(ask: Callable[..., Job]) -> None:
    job = ask()
    taken = [claimed_job for claimed_job in together_times(THREADS, lambda: claim_without_lock(job.pk)) if claimed_job]
    assert len(taken) > 1


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_make_one_job(ask: Callable[..., Job]) -> None:
    asked = together_times(THREADS, lambda: ask().pk)
    assert len(set(asked)) == 1
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_killed_worker_and_its_successor_make_one_result(ask: Callable[..., Job]) -> None:
    """The first worker hangs past its lease, the second does the work, then the first wakes up and wants to write."""
    results: list[str] = []
    hanging, may_go_on = threading.Event(), threading.Event()

    def work(job: Job, _progress: Progress) -> Callable[[], None]:
        if job.attempts == 1:
            hanging.set()
            may_go_on.wait(timeout=PATIENCE)
        return lambda: results.append(f"attempt {job.attempts}")

    do_by(work)
    job = ask()

    def first_worker() -> None:
        try:
            services.run(job.pk)
        finally:
            connection.close()

    slow = threading.Thread(target=first_worker)
    slow.start()
    assert hanging.wait(timeout=PATIENCE)
    assert services.claim(job.pk) is None  # its lease is good as long as it lives
    Job.objects.filter(pk=job.pk).update(lease_until=job.created_at)
    assert services.sweep() == [job.pk]
    services.run(job.pk)
    may_go_on.set()
    slow.join(timeout=PATIENCE)
    job.refresh_from_db()
    assert (results, job.state, job.attempts) == (["attempt 2"], "done", 2)


@pytest.mark.django_db(transaction=True)
def test_lease_is_renewed_beside_long_work(ask: Callable[..., Job], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "EVERY", 0.02)
    beats = threading.Event()
    renew = lease.renew

    def counted(pk: UUID, token: UUID | None) -> bool:
        renewed = renew(pk, token)
        beats.set()
        return renewed

    monkeypatch.setattr(lease, "renew", counted)
    leases: list[Any] = []

    def work(job: Job, _progress: Progress) -> None:
        leases.append(job.lease_until)
        assert beats.wait(timeout=PATIENCE)
        leases.append(Job.objects.get(pk=job.pk).lease_until)

    do_by(work)
    services.run(ask().pk)
    assert leases[1] > leases[0]


@pytest.mark.django_db(transaction=True)
def test_lease_is_renewed_after_a_database_error(ask: Callable[..., Job], monkeypatch: pytest.MonkeyPatch) -> None:
    """The beat goes on: a lease that ended at the first error would have a second worker do the same work."""
    monkeypatch.setattr(heartbeat, "EVERY", 0.02)
    beats: list[bool] = []
    renewed = threading.Event()
    renew = lease.renew

    def broken_at_first(pk: UUID, token: UUID | None) -> bool:
        beats.append(True)
        if len(beats) == 1:
            raise OperationalError("the server closed the connection")
        renew(pk, token)
        renewed.set()
        return True

    monkeypatch.setattr(lease, "renew", broken_at_first)
    do_by(lambda _job, _progress: renewed.wait(timeout=PATIENCE) and None)
    services.run(ask().pk)
    assert renewed.is_set()


@pytest.mark.django_db(transaction=True)
def test_heartbeat_of_a_lost_lease_changes_nothing(ask: Callable[..., Job]) -> None:
    job = ask()
    assert services.claim(job.pk) is not None
    assert not lease.renew(job.pk, uuid4())
