from celery import shared_task

from darbigas_kopienas.programme.actors import SYSTEM

from . import services


@shared_task(name="mailing.send_due", ignore_result=True)
def send_due() -> None:
    services.send_due()


@shared_task(name="mailing.read_bounces", ignore_result=True)
def read_bounces() -> None:
    services.read_mailbox(by=SYSTEM)


@shared_task(name="mailing.tidy", ignore_result=True)
def tidy() -> None:
    services.tidy()
