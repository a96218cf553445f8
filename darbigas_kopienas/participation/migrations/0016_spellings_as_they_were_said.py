"""Spellings stand in the order in which they were said; a page sorts them as Latvian has it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("participation", "0015_places_follow_merged_schools")]

    operations = [
        migrations.AlterModelOptions(
            name="schoolspelling",
            options={
                "ordering": ["pk"],
                "verbose_name": "spelling of an institution",
                "verbose_name_plural": "spellings of institutions",
            },
        )
    ]
