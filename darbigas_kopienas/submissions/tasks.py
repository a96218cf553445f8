from celery import shared_task

from .services import drafts, submissions


@shared_task(name="submissions.tidy", ignore_result=True)
def tidy() -> None:
    drafts.tidy()
    submissions.tidy()
