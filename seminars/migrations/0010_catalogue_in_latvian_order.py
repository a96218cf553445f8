"""Training programmes and templates are listed in Latvian order; seminars are found by words as search folds them now."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from darbigas_kopienas.values import formats
from darbigas_kopienas.values.word_search import fill


def fill_keys(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    trainings = apps.get_model("seminars", "TrainingProgramme").objects.only("title_lv")
    fill(trainings, {"sort_key": lambda row: formats.sort_key(row.title_lv)[:800]})
    templates = apps.get_model("seminars", "SeminarTemplate").objects.only("name")
    fill(templates, {"sort_key": lambda row: formats.sort_key(row.name)[:500]})
    trainers = apps.get_model("seminars", "Trainer").objects.only("name")
    fill(trainers, {"sort_key": lambda row: formats.sort_key(row.name)[:400]})
    seminars = apps.get_model("seminars", "Seminar").objects.only("folded")
    fill(seminars, {"folded": lambda row: formats.folded(row.folded)})  # folding twice changes nothing more


class Migration(migrations.Migration):
    dependencies = [("activities", "0007_titles_in_latvian_order"), ("seminars", "0009_certified_is_held")]

    operations = [
        migrations.AddField(
            model_name="trainingprogramme",
            name="sort_key",
            field=models.CharField(default="", editable=False, max_length=800),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="seminartemplate",
            name="sort_key",
            field=models.CharField(default="", editable=False, max_length=500),
            preserve_default=False,
        ),
        migrations.AlterModelOptions(
            name="trainingprogramme",
            options={
                "ordering": ["sort_key", "pk"],
                "verbose_name": "training programme",
                "verbose_name_plural": "training programmes",
            },
        ),
        migrations.AlterModelOptions(
            name="seminartemplate",
            options={
                "ordering": ["sort_key", "pk"],
                "verbose_name": "template of a seminar",
                "verbose_name_plural": "templates of seminars",
            },
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
