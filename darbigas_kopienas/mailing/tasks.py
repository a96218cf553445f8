from celery import shared_task

from . import folder, services


@shared_task(name="mailing.send_due", ignore_result=True)
def send_due() -> None:
    services.send_due()


@shared_task(name="mailing.tidy", ignore_result=True)
def tidy() -> None:
    services.tidy()
    folder.tidy()
