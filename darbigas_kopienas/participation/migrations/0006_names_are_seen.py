"""Names of those registered and invited as they are seen; nobody seen is called N. N. until the organiser asks."""

from typing import Any

import darbigas_kopienas.values.model_fields
from django.conf import settings
from django.db import migrations, models

from darbigas_kopienas.values.model_fields import mend_names


def mend(apps: Any, _schema: Any) -> None:
    mend_names(apps.get_model("participation", "Registration").objects.all(), "name", unnamed="N. N.")
    mend_names(apps.get_model("participation", "Invitation").objects.all(), "name", unnamed="")


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0003_names_are_seen'),
        ('participation', '0005_one_form_of_an_address'),
        ('people', '0006_names_are_seen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='invitation',
            name='name',
            field=darbigas_kopienas.values.model_fields.NameField(blank=True, max_length=120, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='registration',
            name='name',
            field=darbigas_kopienas.values.model_fields.NameField(max_length=120, verbose_name='name'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('name__regex', '[^\\s\\U00000001-\\U0000001f\\U0000007f-\\U0000009f\\U00000085\\U000000a0\\U00001680\\U00002000-\\U0000200a\\U00002028\\U00002029\\U0000202f\\U0000205f\\U00002800\\U00003000\\U000000ad\\U0000034f\\U0000061c\\U0000115f\\U00001160\\U000017b4\\U000017b5\\U0000180b-\\U0000180f\\U0000200b-\\U0000200f\\U0000202a-\\U0000202e\\U00002060-\\U0000206f\\U00003164\\U0000fe00-\\U0000fe0f\\U0000feff\\U0000ffa0\\U0000fff0-\\U0000fffb\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), name='participation_registration_name_is_seen'),
        ),
    ]
