from importlib import import_module

from celery import shared_task
from django.conf import settings
from django.db import connection

from darbigas_kopienas.values import clock

from . import second_factor


@shared_task(name="people.tidy", ignore_result=True)
def tidy() -> None:
    """Forget sessions and counts of attempts that have expired, which Django does not; renew what an old key holds."""
    second_factor.renew()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_cache WHERE expires < %s", [clock.now()])
