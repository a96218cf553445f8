"""People are found by the words of their names, and those with an address that nobody has proven by that."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q
from django.db.models.functions import Lower

from darbigas_kopienas.values import formats
from darbigas_kopienas.values.word_search import fill


def fill_words(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    people = apps.get_model("people", "Person").objects.only("name")
    fill(people, {"folded": lambda row: formats.folded(row.name)[:400]})


class Migration(migrations.Migration):
    dependencies = [("people", "0013_no_chains_of_merged")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="folded",
            field=models.CharField(default="", editable=False, max_length=400),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                Lower("email"), condition=Q(email_verified_at__isnull=True), name="people_person_by_unproven"
            ),
        ),
        migrations.RunPython(fill_words, migrations.RunPython.noop),
    ]
