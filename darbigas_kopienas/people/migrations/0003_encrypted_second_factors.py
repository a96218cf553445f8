"""Secrets of second factors that were kept in clear are encrypted where they lie; backwards they stay so."""

from typing import Any

from django.db import migrations


def encrypt(apps: Any, _schema: Any) -> None:
    from darbigas_kopienas.people import second_factor

    second_factor.renew(apps.get_model("mfa", "Authenticator").objects.all())


class Migration(migrations.Migration):
    dependencies = [("people", "0002_school_contacts"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(encrypt, migrations.RunPython.noop)]
