from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.jobs import services, tasks
from darbigas_kopienas.jobs.models import LEASE, Job
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import Progress, Room, register
from darbigas_kopienas.values import clock
from tests.jobs.room import do_by
from tests.written_log import Written

pytestmark = pytest.mark.django_db
Ask = Callable[..., Job]
Nudged = list[tuple[Any, ...]]


def later(**by: float) -> Any:
    return clock.frozen(clock.now() + timedelta(**by))


def claimed(job: Job) -> Job:
    leased = services.claim(job.pk)
    assert leased is not None
    return leased


def test_two_clicks_make_one_job(ilze: User, in_daugavpils: Scope, ask: Ask) -> None:
    first = ask(ilze, scope=in_daugavpils)
    assert ask(ilze, scope=in_daugavpils) == first
    assert (first.state, first.scope, first.arguments) == ("waiting", in_daugavpils, {"a": 1})
    assert [entry.verb for entry in Entry.objects.of(first)] == ["job.asked"]


def test_another_person_and_another_key_make_another_job(ilze: User, anna: User, ask: Ask) -> None:
    assert len({ask(ilze).pk, ask(anna).pk, ask().pk, ask(ilze, "two").pk}) == 4


def test_work_that_is_over_is_forgotten_after_ninety_days(ilze: User, ask: Ask) -> None:
    done, failed, waiting = ask(ilze, "done"), ask(ilze, "failed"), ask(ilze, "waiting")
    services.finish(claimed(done))
    services.fail(claimed(failed), "unexpected")
    with later(days=services.JOB_DAYS - 1):
        assert services.tidy() == 0
    with later(days=services.JOB_DAYS + 1):
        tasks.tidy()
        assert services.tidy() == 0
    assert list(Job.objects.all()) == [waiting]


def test_finished_job_frees_its_key(ilze: User, ask: Ask) -> None:
    first = ask(ilze)
    services.finish(claimed(first))
    assert ask(ilze) != first


def test_database_refuses_a_second_active_job(ask: Ask) -> None:
    job = ask()
    with pytest.raises(IntegrityError, match="jobs_job_one_active_per_key"), transaction.atomic():
        Job.objects.create(kind="test.work", unique_key=job.unique_key)


@pytest.mark.django_db(transaction=True)
def test_nudge_leaves_with_the_commit(ask: Ask, nudged: Nudged) -> None:
    with transaction.atomic():
        job = ask()
        assert nudged == []
    assert nudged == [("jobs.run", str(job.pk))]


@pytest.mark.django_db(transaction=True)
def test_broker_that_is_down_costs_time_and_never_the_job(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def down(*_args: Any, **_more: Any) -> None:
        raise OSError("ilze@example.lv at redis")

    monkeypatch.setattr("celery.app.base.Celery.send_task", down)
    job = ask()
    assert Job.objects.get(pk=job.pk).state == "waiting"
    assert "OSError" in caplog.text
    assert "ilze@" not in caplog.text


def test_claim_leases_the_job_to_one(ask: Ask) -> None:
    job = ask()
    leased = claimed(job)
    assert (leased.state, leased.attempts) == ("running", 1)
    assert leased.lease_until is not None
    assert services.claim(job.pk) is None
    assert services.claim(uuid4()) is None


def test_worker_that_died_is_replaced_and_writes_nothing_more(ask: Ask) -> None:
    first = claimed(ask())
    with later(seconds=LEASE.total_seconds() + 1):
        second = claimed(first)
        assert second.attempts == 2
        written: list[str] = []
        for late in (
            lambda: services.progress(first, 50, "Half"),
            lambda: services.finish(first, lambda: written.append("twice")),
            lambda: services.fail(first, "unexpected"),
            lambda: services.give_back(first, "unexpected"),
        ):
            with pytest.raises(services.LeaseLost):
                late()
        assert written == []
        assert services.finish(second).state == "done"


def test_worker_that_died_three_times_is_not_tried_again(ask: Ask) -> None:
    job = ask()
    for minutes in (0, 5, 10):
        with later(minutes=minutes):
            claimed(job)
    with later(minutes=15):
        assert services.claim(job.pk) is None
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "worker_died")
    with translation.override("en"):
        assert job.why == "The work was interrupted three times and was stopped."


def test_progress_renews_the_lease(ask: Ask) -> None:
    job = claimed(ask())
    with later(seconds=30):
        services.progress(job, 140, "Drawing pages")
        renewed = Job.objects.get(pk=job.pk)
        assert (renewed.percent, renewed.stage, renewed.lease_until) == (99, "Drawing pages", clock.now() + LEASE)
        assert job.lease_until == renewed.lease_until


def test_finish_writes_the_last_deed_with_the_job(
    ilze: User, in_daugavpils: Scope, ask: Ask, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    job = claimed(ask(ilze))

    def action() -> Any:
        job.result["url"] = "/lv/x/"
        return evidence.store_bytes(
            by=ilze, content=b"x", name="a.pdf", content_type="application/pdf", scope=in_daugavpils, kind="report"
        )

    done = services.finish(job, action)
    assert (done.state, done.percent, done.result_url) == ("done", 100, "/lv/x/")
    assert done.result_document is not None
    assert done.lease_until is None
    again = claimed(ask(ilze))
    assert services.finish(again, done.result_document).result_document == done.result_document


def test_last_deed_that_breaks_leaves_the_job_running(ask: Ask) -> None:
    job = claimed(ask())
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.finish(job, lambda: 1 / 0)  # type: ignore[arg-type,return-value]  # it breaks before it gives anything
    assert Job.objects.get(pk=job.pk).state == "running"


def test_only_failed_work_is_tried_again(ilze: User, ask: Ask) -> None:
    job = ask(ilze, language="en")
    with pytest.raises(services.NotFailed):
        services.retry(by=ilze, job=job)
    services.fail(claimed(job), "The period is closed.")
    again = services.retry(by=ilze, job=job)
    assert again != job
    assert (again.state, again.unique_key, again.language) == ("waiting", job.unique_key, "en")
    assert services.retry(by=ilze, job=job) == again  # pressed twice


def test_run_does_the_work_in_the_jobs_language(ask: Ask) -> None:
    seen: list[Any] = []

    def work(job: Job, progress: Progress) -> None:
        progress(30, "Drawing pages")
        seen.append((translation.get_language(), job.arguments, Job.objects.get(pk=job.pk).percent))

    do_by(work, "Test work")
    job = ask(language="en")
    services.run(job.pk)
    services.run(job.pk)  # a second message for the same job
    assert seen == [("en", {"a": 1}, 30)]
    job.refresh_from_db()
    assert (job.state, job.title, str(job)) == ("done", "Test work", f"test.work {job.pk}")


def test_reason_that_the_work_gives_is_shown_and_not_tried_again(ask: Ask) -> None:
    def closed(_job: Job, _progress: Progress) -> None:
        raise ValidationError("Periods ir slēgts.")

    do_by(closed)
    job = ask()
    services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.why) == ("failed", 1, "Periods ir slēgts.")


@pytest.mark.parametrize(
    ("error", "reason"), [(RuntimeError("ilze@example.lv"), "unexpected"), (SoftTimeLimitExceeded(), "took_too_long")]
)
def test_broken_work_is_tried_three_times(ask: Ask, written: Written, error: Exception, reason: str) -> None:
    def broken(_job: Job, _progress: Progress) -> None:
        raise error

    do_by(broken)
    job = ask()
    for minutes in (0, 1, 2):
        with later(minutes=minutes):
            services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == ("failed", 3, reason)
    assert "ilze@" not in written.text
    broken_off = written.of("portal.jobs") if reason == "unexpected" else []
    assert [(said["job"], said["error"]) for said in broken_off] == [(str(job.pk), "RuntimeError")] * len(broken_off)


def test_work_whose_lease_is_lost_is_dropped_quietly(ask: Ask) -> None:
    def slow(job: Job, _progress: Progress) -> Callable[[], None]:
        Job.objects.filter(pk=job.pk).update(lease_token=uuid4())  # another worker took it
        return lambda: pytest.fail("the slow worker wrote")

    do_by(slow)
    job = ask()
    services.run(job.pk)
    job.refresh_from_db()
    assert job.state == "running"

    def slow_with_progress(job: Job, progress: Progress) -> None:
        Job.objects.filter(pk=job.pk).update(lease_token=uuid4())
        progress(50, "Half")
        pytest.fail("it went on")

    do_by(slow_with_progress)
    with later(minutes=5):
        services.run(job.pk)


def test_unknown_kind_fails_with_a_reason(ask: Ask) -> None:
    job = ask(kind="test.gone")
    services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "unknown_kind")


def test_sweep_finds_the_forgotten_and_the_abandoned_only(ask: Ask, nudged: Nudged) -> None:
    fresh, running, done = ask(key="fresh"), ask(key="running"), ask(key="done")
    claimed(running)
    services.finish(claimed(done))
    assert services.sweep() == []
    with later(seconds=20):
        assert services.sweep() == [fresh.pk]
    with later(minutes=5):
        assert set(services.sweep()) == {fresh.pk, running.pk}
    assert ("jobs.run", str(fresh.pk)) in nudged


def test_attempt_that_broke_waits_before_the_next(ask: Ask) -> None:
    job = services.give_back(claimed(ask()), "unexpected")
    Job.objects.filter(pk=job.pk).update(created_at=clock.now() - timedelta(minutes=1))
    assert services.sweep() == []
    with later(seconds=6):
        assert services.sweep() == [job.pk]


def test_listeners_hear_the_end(ask: Ask) -> None:
    heard: list[tuple[str, str]] = []
    register(Room(name="test", job_ended=lambda job: heard.append((job.kind, job.state))))
    services.finish(claimed(ask()))
    services.fail(claimed(ask()), "unexpected")
    assert heard == [("test.work", "done"), ("test.work", "failed")]


def test_key_that_becomes_free_in_between_is_asked_again(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The active job that refused ours ended before we could read it."""
    real, refusals = Job.objects.bulk_create, [True]

    def refused_once(jobs: list[Job], **more: Any) -> list[Job]:
        return [] if refusals and refusals.pop() else real(jobs, **more)

    monkeypatch.setattr(type(Job.objects), "bulk_create", lambda _self, jobs, **more: refused_once(jobs, **more))
    assert ask().state == "waiting"


def test_tasks_are_one_service_call_each(ask: Ask, nudged: Nudged) -> None:
    done: list[Any] = []
    do_by(lambda job, _progress: done.append(job.pk))
    job = ask()
    tasks.run(str(job.pk))
    assert done == [job.pk]
    tasks.sweep()
    assert nudged == []


def test_failed_work_of_somebody_else_is_not_tried_again(ilze: User, marta: User, ask: Ask) -> None:
    job = ask(ilze)
    services.fail(claimed(job), "Kļūda")
    with pytest.raises(PermissionDenied):
        services.retry(by=marta, job=job)
    assert Job.objects.get(pk=job.pk).state == "failed"
