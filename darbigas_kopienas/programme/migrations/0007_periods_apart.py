"""Reporting periods of one programme share no day, and a report is due when its period is over.

So far only the loader made periods, which follow one another. An indicator's measure has words, and its component a
name in the trail; neither changes the table.
"""

import django.db.models.deletion
from django.db import migrations, models

import darbigas_kopienas.programme.measures

# Plain equality of the programme would need an extension.
APART = """
ALTER TABLE programme_period ADD CONSTRAINT programme_period_apart EXCLUDE USING gist (
    int8range(programme_id, programme_id, '[]') WITH &&, daterange(starts_on, ends_on, '[]') WITH &&
);
"""
NOT_APART = "ALTER TABLE programme_period DROP CONSTRAINT programme_period_apart;"


class Migration(migrations.Migration):
    dependencies = [("programme", "0006_one_thing_one_word")]

    operations = [
        migrations.AlterField(
            model_name="indicator",
            name="component",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="indicators",
                to="programme.component",
                verbose_name="component",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="measured_by",
            field=models.CharField(
                choices=darbigas_kopienas.programme.measures.measure_words,
                max_length=60,
                verbose_name="measured by",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(due_on__isnull=True) | models.Q(due_on__gte=models.F("ends_on")),
                name="programme_period_due_after",
            ),
        ),
        migrations.RunSQL(APART, NOT_APART),
    ]
