"""Participants are listed by school in Latvian order, and found by words that are folded like the rest of search."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from darbigas_kopienas.values import formats
from darbigas_kopienas.values.word_search import fill


def fill_keys(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    fill(
        apps.get_model("participation", "Registration").objects.only("name", "email", "school"),
        {
            "sort_key": lambda row: formats.sort_key(row.name)[:400],
            "school_key": lambda row: formats.sort_key(row.school)[:800],
            "folded": lambda row: formats.folded(f"{row.name} {row.email} {row.school}"),
        },
    )


class Migration(migrations.Migration):
    dependencies = [("participation", "0009_calendars_learn_of_a_place")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="school_key",
            field=models.CharField(default="", editable=False, max_length=800),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="registration",
            name="folded",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
