"""Addresses to which a role was offered: they go some time after the letter, whatever became of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.retention import RetentionKind, limit_of
from darbigas_kopienas.values import clock

from .models import RoleInvitation

ADDRESS_DAYS = 90  # after the last letter; it is answered within seven


@transaction.atomic
def forget_addresses() -> int:
    """One that nobody answered is over with it. Who took up a role is known by the account; returns how many."""
    overdue = list(_sent_before(limit_of(ADDRESSES)).select_for_update(of=("self",)).values_list("pk", flat=True))
    rows = RoleInvitation.objects.filter(pk__in=overdue)
    rows.unanswered().update(withdrawn_at=clock.now(), email="")
    return rows.update(email="")


def _sent_before(moment: datetime) -> "QuerySet[RoleInvitation]":
    return RoleInvitation.objects.filter(sent_at__lt=moment, expires_at__lte=clock.now()).exclude(email="")


ADDRESSES = RetentionKind(
    key="administration.role_invitations",
    label=_("Addresses to which a role was offered"),
    counted_from=_("the last letter"),
    days=ADDRESS_DAYS,
    overdue=_sent_before,
    is_public=True,
)
