from celery import shared_task

from darbigas_kopienas.programme.actors import SYSTEM

from .lapsed_consents import lapse_older_words


@shared_task(name="home.lapse_consents", ignore_result=True)
def lapse_consents() -> None:
    """On the day from which new words hold, and until everybody has been asked."""
    lapse_older_words(by=SYSTEM)
