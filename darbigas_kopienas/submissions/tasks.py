from celery import shared_task

from . import services


@shared_task(name="submissions.tidy", ignore_result=True)
def tidy() -> None:
    services.tidy()
