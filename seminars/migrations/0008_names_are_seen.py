"""Names of trainers as they are seen."""

from typing import Any

import darbigas_kopienas.values.model_fields
from django.db import migrations, models

from darbigas_kopienas.values.model_fields import mend_names


def mend(apps: Any, _schema: Any) -> None:
    mend_names(apps.get_model("seminars", "Trainer").objects.all(), "name", unnamed="N. N.")


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_names_are_seen'),
        ('programme', '0002_reopened_stays'),
        ('seminars', '0007_one_form_of_an_address'),
    ]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='trainer',
            name='name',
            field=darbigas_kopienas.values.model_fields.NameField(max_length=120, verbose_name='name'),
        ),
        migrations.AddConstraint(
            model_name='trainer',
            constraint=models.CheckConstraint(condition=models.Q(('name__regex', '[^\\s\\U00000001-\\U0000001f\\U0000007f-\\U0000009f\\U00000085\\U000000a0\\U00001680\\U00002000-\\U0000200a\\U00002028\\U00002029\\U0000202f\\U0000205f\\U00002800\\U00003000\\U000000ad\\U0000034f\\U0000061c\\U0000115f\\U00001160\\U000017b4\\U000017b5\\U0000180b-\\U0000180f\\U0000200b-\\U0000200f\\U0000202a-\\U0000202e\\U00002060-\\U0000206f\\U00003164\\U0000fe00-\\U0000fe0f\\U0000feff\\U0000ffa0\\U0000fff0-\\U0000fffb\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), name='seminars_trainer_name_is_seen'),
        ),
    ]
