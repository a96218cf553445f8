"""Whoever invites may add a few words of their own; they stand in the e-mail and on the page of the invitation."""

from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual


class Migration(migrations.Migration):
    dependencies = [("participation", "0010_found_and_listed")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="words",
            field=models.TextField(blank=True, max_length=1000, verbose_name="a few words of one’s own"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=LessThanOrEqual(Length("words"), 1000), name="participation_invitation_few_words"
            ),
        ),
    ]
