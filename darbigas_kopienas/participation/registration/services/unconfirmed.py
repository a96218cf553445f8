"""Registrations whose mailed link nobody opened: the organiser sees for a while that somebody tried, then they go."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import ProtectedError

from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.values import clock

UNCONFIRMED_DAYS = 90  # after it was written
AT_ONCE = 200


@transaction.atomic
def forget_unconfirmed() -> int:
    """With what was answered; returns how many. Whoever came all the same stays, and what a document was given for."""
    over = Registration.objects.filter(
        state=Registration.State.CANCELLED,
        ending=Registration.Ending.NOT_CONFIRMED,
        created_at__lt=clock.now() - timedelta(days=UNCONFIRMED_DAYS),
        attendances=None,
    )
    forgotten = 0
    for registration in over.order_by("pk").select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]:
        with suppress(ProtectedError):
            registration.delete()
            forgotten += 1
    return forgotten
