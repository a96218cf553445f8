"""Lunch and other breaks are no academic hours; a session is longer than they are."""

import datetime

from django.db import migrations, models
from django.db.models.expressions import CombinedExpression

BREAKS = models.ExpressionWrapper(
    CombinedExpression(
        models.F("break_minutes"), "*", models.Value(datetime.timedelta(seconds=60), output_field=models.DurationField())
    ),
    output_field=models.DurationField(),
)


class Migration(migrations.Migration):
    dependencies = [("activities", "0004_held_stays_held")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="break_minutes",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Lunch and other breaks: they are no academic hours.",
                verbose_name="breaks in minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", CombinedExpression(models.F("starts_at"), "+", BREAKS))),
                name="activities_session_longer_than_breaks",
            ),
        ),
    ]
