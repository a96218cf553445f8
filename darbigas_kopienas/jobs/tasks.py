"""The pinned names by which the worker is nudged; each task is one service call."""

from uuid import UUID

from celery import shared_task

from . import services


@shared_task(name="jobs.run", ignore_result=True)
def run(job_id: str) -> None:
    services.run(UUID(job_id))


@shared_task(name="jobs.sweep", ignore_result=True)
def sweep() -> None:
    services.sweep()


@shared_task(name="jobs.tidy", ignore_result=True)
def tidy() -> None:
    services.tidy()
