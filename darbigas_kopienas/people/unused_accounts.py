"""Accounts that somebody asked for and never proved the address of: anybody can make as many as they like."""

import logging
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, ManyToOneRel, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from .models import User
from .retention import RetentionKind, limit_of

WAITED_FOR = timedelta(days=7)
AT_ONCE = 1000
log = logging.getLogger("portal.sign_in")


def forget_unused() -> int:
    """Drop those who for a week (the usual) have neither proved an address nor signed in, and to whom nothing is tied.

    An account made by an administrator waits for its owner: it has no address to prove. Returns how many.
    """
    forgotten = list(_unused_before(limit_of(ACCOUNTS)).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    User.objects.filter(pk__in=forgotten).delete()
    if forgotten:
        log.info("%s accounts were forgotten: their address was never proved", len(forgotten))
    return len(forgotten)


def _unused_before(moment: datetime) -> "QuerySet[User]":
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    unused = User.objects.filter(
        Exists(addresses),
        ~Exists(addresses.filter(verified=True)),
        last_login=None,
        is_staff=False,
        is_superuser=False,
        joined_at__lt=moment,
    )
    for relation in _relations():
        rows = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
        unused = unused.exclude(Exists(rows))
    return unused


def _relations() -> list[ManyToOneRel]:
    """Every row that may name an account, also where the account does not know of it."""
    fields = User._meta.get_fields(include_hidden=True)
    return [
        field for field in fields if isinstance(field, ManyToOneRel) and field.related_model is not EmailAddress
    ]  # fmt: skip


ACCOUNTS = RetentionKind(
    key="people.unproven_accounts",
    label=_("Accounts whose address was never confirmed"),
    counted_from=_("the making"),
    days=WAITED_FOR.days,
    overdue=_unused_before,
    is_public=True,
)
