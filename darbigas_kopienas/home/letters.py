"""A letter when long work ends, so nobody has to wait. Jobs and mail do not know each other; the roof knows both."""

from datetime import timedelta

from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.jobs.models import Job, State
from darbigas_kopienas.mailing import services as mailing

LONG = timedelta(seconds=60)


def notify_of_end(job: Job) -> None:
    """Queue the letter if the work took longer than a person would watch; inside the transaction that ends the job."""
    if job.requested_by is None or job.finished_at is None or job.finished_at - job.created_at <= LONG:
        return
    with translation.override(job.language):
        path = reverse("jobs:job_detail", args=[job.pk])
        why = job.why
    mailing.queue(
        by=job.requested_by,
        to=job.requested_by.email,
        user=job.requested_by,
        template="job_done",
        language=job.language,
        context={"path": path, "is_done": job.state == State.DONE, "why": why},
        unique_key=f"job:{job.pk}",
    )
