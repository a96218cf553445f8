"""Where Celery looks for the tasks of this app."""

from celery import shared_task

from .backup import nightly

HOURS = 3  # a large store takes long; the message may be given out again meanwhile, and finds that one is being made


@shared_task(name="runtime.back_up", ignore_result=True, soft_time_limit=HOURS * 3600, time_limit=HOURS * 3600 + 60)
def back_up() -> None:
    nightly.back_up()
