"""Addresses of trainers in their one form."""

from typing import Any

from django.db import migrations

from darbigas_kopienas.people.addresses import in_other_spelling


def mend(apps: Any, _schema: Any) -> None:
    trainers = apps.get_model("seminars", "Trainer").objects.all()
    for trainer, address in in_other_spelling(trainers):
        trainers.filter(pk=trainer.pk).update(email=address)


class Migration(migrations.Migration):
    dependencies = [("seminars", "0005_trainers_answer")]
    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
