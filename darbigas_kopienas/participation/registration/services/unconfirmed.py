"""Registrations whose mailed link nobody opened: the organiser sees for a while that somebody tried, then they go."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people.retention import RetentionKind, limit_of

UNCONFIRMED_DAYS = 90  # after it was written
AT_ONCE = 200


@transaction.atomic
def forget_unconfirmed() -> int:
    """With what was answered; returns how many. Whoever came all the same stays, and what a document was given for."""
    over = _unconfirmed_before(limit_of(UNCONFIRMED))
    forgotten = 0
    for registration in over.order_by("pk").select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]:
        with suppress(ProtectedError):
            registration.delete()
            forgotten += 1
    return forgotten


def _unconfirmed_before(moment: datetime) -> "QuerySet[Registration]":
    return Registration.objects.filter(
        state=Registration.State.CANCELLED,
        ending=Registration.Ending.NOT_CONFIRMED,
        created_at__lt=moment,
        attendances=None,
    )


UNCONFIRMED = RetentionKind(
    key="participation.unconfirmed",
    label=_("Registrations whose mailed link nobody has opened"),
    counted_from=_("the registration"),
    days=UNCONFIRMED_DAYS,
    overdue=_unconfirmed_before,
    is_public=True,
)
