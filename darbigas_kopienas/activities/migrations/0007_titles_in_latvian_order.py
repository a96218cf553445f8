"""Titles are listed in Latvian order, and found by words that are folded as search folds them now."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from darbigas_kopienas.values import formats
from darbigas_kopienas.values.word_search import fill


def fill_keys(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    fill(
        apps.get_model("activities", "Activity").objects.only("title_lv", "title_en", "place"),
        {
            "sort_key": lambda row: formats.sort_key(row.title_lv)[:800],
            "folded": lambda row: formats.folded(f"{row.title_lv} {row.title_en} {row.place}")[:700],
        },
    )


class Migration(migrations.Migration):
    dependencies = [("activities", "0006_calendars_learn_of_every_change")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="sort_key",
            field=models.CharField(default="", editable=False, max_length=800),
            preserve_default=False,
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
