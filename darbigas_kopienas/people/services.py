"""Deeds on people: who stands behind an account."""

from typing import Any

from django.db import transaction

from darbigas_kopienas import clock
from darbigas_kopienas.audit.services import record

from .models import Person


@transaction.atomic
def person_of(user: Any) -> Person:
    """The person behind an account, made at the first need. An account's address is verified when one signs in.

    Somebody who took part as a guest with this address, and opened the mailed link, is the same person.
    """
    person = Person.objects.select_related("organisation").filter(user=user).first()
    if person is not None:
        return person
    same = Person.objects.select_for_update(of=("self",)).filter(
        email__iexact=user.email, email_verified_at__isnull=False, user__isnull=True
    )
    person = same.first()
    if person is None:
        is_anothers = Person.objects.filter(email__iexact=user.email, email_verified_at__isnull=False).exists()
        verified_at = None if is_anothers else clock.now()
        return Person.objects.create(
            name=user.name or user.email, email=user.email, email_verified_at=verified_at, user=user
        )
    person.user = user
    person.save(update_fields=["user"])
    return person


@transaction.atomic
def name_account(*, user: Any, name: str) -> None:
    """Somebody who signed in by a mailed code says for the first time what they are called."""
    user.name = " ".join(name.split())[:120]
    user.save(update_fields=["name"])
    person = person_of(user)
    if person.name != user.name:
        person.name = user.name
        person.save(update_fields=["name", "sort_key"])
    record(by=user, verb="account.named", obj=user)
