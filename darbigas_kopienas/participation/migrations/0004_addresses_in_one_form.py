"""Addresses of registrations and invitations in their one form.

Where one mailbox has two places at one activity, both stay as they are: the older keeps the address, the other has none
until the organiser has looked at it, and is named in the output. A second invitation of one mailbox goes.
"""

from typing import Any

from django.db import migrations

from darbigas_kopienas.people.addresses import in_other_spelling


def mend(apps: Any, _schema: Any) -> None:
    registrations = apps.get_model("participation", "Registration").objects.all()
    for row, address in in_other_spelling(registrations):
        others = registrations.filter(activity=row.activity_id, email__iexact=address).exclude(pk=row.pk)
        if address and row.state != "cancelled" and others.exclude(state="cancelled").exists():
            print(f"Registration {row.pk} has the mailbox of another place at activity {row.activity_id}.")  # noqa: T201
            address = ""
        registrations.filter(pk=row.pk).update(email=address)
    invitations = apps.get_model("participation", "Invitation").objects.all()
    for row, address in in_other_spelling(invitations):
        other = invitations.filter(activity=row.activity_id, email__iexact=address).exclude(pk=row.pk).first()
        if other is not None and other.registration_id is None and row.registration_id is not None:
            invitations.filter(pk=other.pk).delete()
            other = None
        if other is not None or not address:
            invitations.filter(pk=row.pk).delete()
        else:
            invitations.filter(pk=row.pk).update(email=address)


class Migration(migrations.Migration):
    dependencies = [("participation", "0003_never_oversold")]
    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
