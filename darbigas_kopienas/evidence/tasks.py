from celery import shared_task

from darbigas_kopienas.programme.actors import SYSTEM

from . import services


@shared_task(name="evidence.tidy", ignore_result=True)
def tidy() -> None:
    services.tidy(by=SYSTEM)
