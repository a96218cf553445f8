"""Addresses of accounts and people in their one form.

Two accounts of one mailbox cannot be joined here: the one whose address was written otherwise can no longer sign in,
its codes having gone to the same mailbox all along; what it registered for stays. It is named in the output, so that a
person decides.
"""

from typing import Any

from django.db import migrations

from darbigas_kopienas.people.addresses import in_other_spelling


def mend(apps: Any, _schema: Any) -> None:
    users = apps.get_model("people", "User").objects.all()
    for user, address in in_other_spelling(users):
        if not address or users.exclude(pk=user.pk).filter(email__iexact=address).exists():
            users.filter(pk=user.pk).update(email=f"account-{user.pk}@duplicate.invalid", is_active=False)
            print(f"Account {user.pk} has the mailbox of another account, or none: it can no longer sign in.")  # noqa: T201
        else:
            users.filter(pk=user.pk).update(email=address)
    addresses = apps.get_model("account", "EmailAddress").objects.all()
    for row, address in in_other_spelling(addresses):
        if not address or addresses.exclude(pk=row.pk).filter(email=address).exists():
            row.delete()
        else:
            addresses.filter(pk=row.pk).update(email=address)
    people = apps.get_model("people", "Person").objects.all()
    for person, address in in_other_spelling(people):
        verified = people.exclude(pk=person.pk).filter(email_verified_at__isnull=False, email__iexact=address)
        is_verified = bool(address) and not verified.exists()
        people.filter(pk=person.pk).update(
            email=address, email_verified_at=person.email_verified_at if is_verified else None
        )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_encrypted_second_factors"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
