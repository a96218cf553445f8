"""Secrets of second factors that were kept in clear are encrypted where they lie; backwards they stay so."""

from typing import Any

from django.db import migrations

SECRETS = ("secret", "seed")  # of a code generator, of recovery codes


def encrypt(apps: Any, _schema: Any) -> None:
    from darbigas_kopienas.people.second_factor import BEGINS, EncryptingAdapter

    adapter = EncryptingAdapter()
    for row in apps.get_model("mfa", "Authenticator").objects.select_for_update():
        clear = {name: row.data[name] for name in SECRETS if not row.data.get(name, BEGINS).startswith(BEGINS)}
        row.data |= {name: adapter.encrypt(value) for name, value in clear.items()}
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_school_contacts"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(encrypt, migrations.RunPython.noop)]
