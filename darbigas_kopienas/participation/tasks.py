from celery import shared_task

from . import services


@shared_task(name="participation.sweep", ignore_result=True)
def sweep() -> None:
    services.sweep()


@shared_task(name="participation.remind", ignore_result=True)
def remind() -> None:
    services.remind()
