from celery import shared_task

from darbigas_kopienas.programme.actors import SYSTEM

from . import services


@shared_task(name="seminars.thank", ignore_result=True)
def thank() -> None:
    services.thank(by=SYSTEM)
