from importlib import import_module

from allauth.mfa.models import Authenticator
from celery import shared_task
from django.conf import settings

from darbigas_kopienas.web import rate_limits

from . import second_factor, unused_accounts


@shared_task(name="people.tidy", ignore_result=True)
def tidy() -> None:
    """Forget sessions and counts of attempts that have expired, which Django does not, and accounts that nobody uses;
    renew what an old key holds."""
    second_factor.renew(Authenticator.objects.all())
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    rate_limits.forget_expired()
    unused_accounts.forget_unused()
