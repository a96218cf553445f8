"""Secrets of second factors that were kept in clear are encrypted where they lie."""

from typing import Any

from django.db import migrations

SECRETS = ("secret", "seed")  # of a code generator, of recovery codes


def encrypt(apps: Any, _schema: Any) -> None:
    from darbigas_kopienas.people.second_factor import EncryptingAdapter

    adapter = EncryptingAdapter()
    for row in apps.get_model("mfa", "Authenticator").objects.all():
        row.data = {name: adapter.encrypt(value) if name in SECRETS else value for name, value in row.data.items()}
        row.save(update_fields=["data"])


def decrypt(apps: Any, _schema: Any) -> None:
    from darbigas_kopienas.people.second_factor import EncryptingAdapter

    adapter = EncryptingAdapter()
    for row in apps.get_model("mfa", "Authenticator").objects.all():
        row.data = {name: adapter.decrypt(value) if name in SECRETS else value for name, value in row.data.items()}
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_school_contacts"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(encrypt, decrypt)]
