"""Where Celery looks for the tasks of this app."""

from celery import shared_task

from darbigas_kopienas.programme.actors import SYSTEM

from . import reminders


@shared_task(name="budget.remind", ignore_result=True)
def remind() -> None:
    """Of expenses that lie at whoever has to approve or correct them."""
    reminders.remind(by=SYSTEM)
