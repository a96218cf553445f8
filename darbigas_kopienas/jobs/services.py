"""Asking for work, taking it up, finishing it. A lease and its token let only one worker's result stand."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.retention import RetentionKind, limit_of
from darbigas_kopienas.programme.actors import Actor, Holder, account_of
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import registered, work_of
from darbigas_kopienas.values import clock, log_context

from . import lease
from .models import LEASE, MAX_ATTEMPTS, SWEEP, Job, LastRun, State

if TYPE_CHECKING:
    from darbigas_kopienas.evidence.models import Document

log = logging.getLogger("portal.jobs")

TASK = "jobs.run"
JOB_DAYS = 90  # after its end
LEASE_HOLDER = Holder("lease")  # the worker, where nobody asked for the work


class LeaseLost(Exception):
    """Another worker has taken the job over (or it is finished): whoever gets this stops and writes nothing."""


class NotFailed(ValidationError):
    """Only a failed job is tried again."""


def enqueue(
    *,
    by: Actor,
    kind: str,
    arguments: dict[str, object],
    unique_key: str,
    scope: Scope | None = None,
    language: str = "lv",
    is_portals_own: bool = False,
) -> Job:
    """A new job, or the one of the same person and key that is still active: two clicks make one.

    Work of the portal itself (`is_portals_own`) belongs to nobody, so nobody is told of its end.

    The nudge goes out after the commit; where no broker answers, the sweep finds the row.
    """
    person = None if is_portals_own else account_of(by)
    key = f"{'portal' if person is None else person.pk}|{unique_key}"
    while True:
        job = Job(
            kind=kind,
            arguments=arguments,
            unique_key=key,
            language=language,
            requested_by=person,
            programme_id=scope.programme_id if scope else None,
            municipality_id=scope.municipality_id if scope else None,
        )
        Job.objects.bulk_create([job], ignore_conflicts=True)
        active = Job.objects.active().filter(unique_key=key).first()
        if active is not None:
            if active.pk == job.pk:
                record(by=by, verb="job.asked", obj=active, changes={"kind": kind})
            nudge(active.pk)
            return active


def nudge(job_id: UUID) -> None:
    """Tell a worker after the commit. The row is the queue, so a broker that is down costs time, never the job."""
    transaction.on_commit(lambda: _send(TASK, str(job_id)))


def _send(task: str, *arguments: str) -> None:
    try:
        current_app.send_task(task, args=arguments, retry=False, ignore_result=True)
    except Exception as error:  # noqa: BLE001  (whatever a broker raises, the sweep will do the work)
        log.warning("nudge %s not sent: %s", task, type(error).__name__)


@transaction.atomic
def claim(job_id: UUID) -> Job | None:
    """Take a waiting or abandoned job for LEASE; None when another worker has it or there is nothing to do.

    A job whose worker died three times fails here, said to the person.
    """
    now = clock.now()
    free = Job.objects.filter(state=State.WAITING) | Job.objects.filter(Job.objects.q_abandoned())
    job = free.filter(pk=job_id).select_for_update(skip_locked=True, of=("self",)).first()
    if job is None:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        _end(job, state=State.FAILED, error="worker_died")
        return None
    job.state, job.attempts = State.RUNNING, job.attempts + 1
    job.lease_token, job.lease_until = uuid4(), now + LEASE
    job.started_at = job.started_at or now
    job.save(update_fields=["state", "attempts", "lease_token", "lease_until", "started_at"])
    return job


def progress(job: Job, percent: int, stage: str) -> None:
    """Tell how far the work is (0-100) and renew the lease. Raises LeaseLost."""
    percent = min(max(percent, 0), 99)
    until = clock.now() + LEASE
    leased = Job.objects.filter(pk=job.pk, state=State.RUNNING, lease_token=job.lease_token)
    if not leased.update(percent=percent, stage=stage, lease_until=until):
        raise LeaseLost
    job.percent, job.stage, job.lease_until = percent, stage, until


@transaction.atomic
def finish(job: Job, outcome: "Document | Callable[[], Document | None] | None" = None) -> Job:
    """Done. The last deed, if given, is written in this transaction, under the lease. Raises LeaseLost; then nothing
    of it stays. Keys put into `job.result` by the work are kept with the row."""
    leased = _leased(job)
    leased.result_document = outcome() if callable(outcome) else outcome
    leased.result = job.result
    _end(leased, state=State.DONE)
    return leased


@transaction.atomic
def fail(job: Job, error: str) -> Job:
    """Ended without a result. `error`: a key of `models.REASONS` or words in the job's language. Raises LeaseLost."""
    leased = _leased(job)
    _end(leased, state=State.FAILED, error=error[:500])
    return leased


@transaction.atomic
def give_back(job: Job, error: str) -> Job:
    """The attempt broke: another one after a pause, or failed when three broke. Raises LeaseLost."""
    leased = _leased(job)
    if leased.attempts >= MAX_ATTEMPTS:
        _end(leased, state=State.FAILED, error=error)
        return leased
    leased.state, leased.lease_token = State.WAITING, None
    leased.lease_until = clock.now() + timedelta(seconds=5 * leased.attempts)
    leased.save(update_fields=["state", "lease_token", "lease_until"])
    return leased


@transaction.atomic
def retry(*, by: Actor, job: Job) -> Job:
    """The person tries a failed job again. If the same work is active by now, that one is given.

    Raises PermissionDenied for another's job, NotFailed.
    """
    failed = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if failed.requested_by_id is None or failed.requested_by_id != by.pk:
        raise PermissionDenied
    if failed.state != State.FAILED:
        raise NotFailed(translation.gettext("Only failed work can be tried again."))
    _owner, _bar, key = failed.unique_key.partition("|")
    return enqueue(
        by=by,
        kind=failed.kind,
        arguments=failed.arguments,
        unique_key=key,
        scope=failed.scope,
        language=failed.language,
    )


def run(job_id: UUID) -> None:
    """What the worker does with one id: claim, work in the job's language, finish or say why not."""
    job = claim(job_id)
    if job is None:
        return
    in_hand = log_context.job.set(str(job.pk))
    try:
        with translation.override(job.language):
            _work(job)
    except LeaseLost:
        log.warning("%s: the lease was lost, nothing written", job.kind)
    finally:
        log_context.job.reset(in_hand)


def _work(job: Job) -> None:
    work = work_of(job.kind)
    if work is None:
        fail(job, "unknown_kind")
        return
    try:
        with lease.in_hand(job):
            outcome = work.handler(job, lambda percent, stage: progress(job, percent, stage))
        finish(job, outcome)
    except LeaseLost:
        raise
    except ValidationError as error:
        fail(job, " ".join(error.messages))
    except SoftTimeLimitExceeded:
        give_back(job, "took_too_long")
    except Exception:
        log.exception("%s broke at attempt %s", job.kind, job.attempts)
        give_back(job, "unexpected")


def sweep(limit: int = 50) -> list[UUID]:
    """Nudge what was forgotten or whose worker died; returns the ids. Runs every 30 seconds."""
    forgotten = list(Job.objects.forgotten().order_by("created_at").values_list("pk", flat=True)[:limit])
    for job_id in forgotten:
        _send(TASK, str(job_id))
    LastRun.objects.update_or_create(task=SWEEP, defaults={"ended_at": clock.now()})
    return forgotten


def tidy() -> int:
    """Forget work long over, done or failed: what it made has a life of its own. Returns how many."""
    return _finished_before(limit_of(JOBS)).delete()[0]


def _finished_before(moment: datetime) -> "QuerySet[Job]":
    return Job.objects.filter(state__in=[State.DONE, State.FAILED], finished_at__lt=moment)


JOBS = RetentionKind(
    key="jobs.jobs",
    label=gettext_lazy("Work that the portal was asked for"),
    counted_from=gettext_lazy("its end"),
    days=JOB_DAYS,
    overdue=_finished_before,
)


def _leased(job: Job) -> Job:
    """The row, locked, if this worker still holds it; raises LeaseLost."""
    leased = (
        Job.objects.select_for_update(of=("self",))
        .filter(pk=job.pk, state=State.RUNNING, lease_token=job.lease_token)
        .first()
    )
    if leased is None:
        raise LeaseLost
    return leased


def _end(job: Job, *, state: State, error: str = "") -> None:
    job.state, job.error, job.finished_at = state, error, clock.now()
    job.lease_token = job.lease_until = None
    if state == State.DONE:
        job.percent = 100
    job.save()
    record(by=job.requested_by or LEASE_HOLDER, verb=f"job.{state.value}", obj=job, changes={"kind": job.kind})
    for room in registered():
        if room.job_ended is not None:
            room.job_ended(job)
