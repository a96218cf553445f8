import django.db.models.functions.json
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def content_is_unknown(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was sent before: its page is said to be out of date when it is sent again, since it may hold other words."""
    submissions = apps.get_model("submissions", "Submission").objects.exclude(result_url="")
    submissions.update(results=django.db.models.functions.json.JSONObject(**{"": models.F("result_url")}))


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="submission", name="results", field=models.JSONField(blank=True, default=dict)
        ),
        migrations.RunPython(content_is_unknown, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="submission", name="result_url"),
        migrations.RemoveIndex(model_name="submission", name="submissions_last_of_form"),
        migrations.RenameField(model_name="submission", old_name="created_at", new_name="sent_at"),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["user", "form", "-sent_at"], name="submissions_last_of_form"),
        ),
    ]
