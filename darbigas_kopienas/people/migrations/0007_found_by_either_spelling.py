"""Organisations are found by words that are folded as search folds them now; names keep their Latvian order."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from darbigas_kopienas.values import formats
from darbigas_kopienas.values.word_search import fill


def fill_keys(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    fill(
        apps.get_model("people", "Organisation").objects.only("name_lv", "name_en"),
        {
            "sort_key": lambda row: formats.sort_key(row.name_lv)[:800],
            "folded": lambda row: formats.folded(f"{row.name_lv} {row.name_en}")[:400],
        },
    )
    people = apps.get_model("people", "Person").objects.only("name")
    fill(people, {"sort_key": lambda row: formats.sort_key(row.name)[:400]})


class Migration(migrations.Migration):
    dependencies = [("people", "0006_names_are_seen")]

    operations = [migrations.RunPython(fill_keys, migrations.RunPython.noop)]
