from celery import shared_task

from darbigas_kopienas.programme.actors import SYSTEM

from . import services


@shared_task(name="participation.sweep", ignore_result=True)
def sweep() -> None:
    services.sweep(by=SYSTEM)


@shared_task(name="participation.remind", ignore_result=True)
def remind() -> None:
    services.remind(by=SYSTEM)


@shared_task(name="participation.tidy", ignore_result=True)
def tidy() -> None:
    services.forget_unconfirmed()
    services.forget_invitations()
    services.forget_names(by=SYSTEM)
