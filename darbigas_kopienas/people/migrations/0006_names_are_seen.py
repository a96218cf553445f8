"""Names of people and bodies as they are seen; whoever had a name of characters that nobody sees is called N. N."""

from typing import Any

import darbigas_kopienas.values.model_fields
from django.db import migrations, models

from darbigas_kopienas.values.model_fields import mend_names


def mend(apps: Any, _schema: Any) -> None:
    mend_names(apps.get_model("people", "User").objects.all(), "name", unnamed="")
    mend_names(apps.get_model("people", "Person").objects.all(), "name", unnamed="N. N.")
    mend_names(apps.get_model("people", "Organisation").objects.all(), "name_en", unnamed="")
    mend_names(apps.get_model("people", "Organisation").objects.all(), "name_lv", unnamed="N. N.", apart="valid_from")


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_one_form_of_an_address'),
    ]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='organisation',
            name='name_en',
            field=darbigas_kopienas.values.model_fields.NameField(blank=True, max_length=200, verbose_name='name in English'),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='name_lv',
            field=darbigas_kopienas.values.model_fields.NameField(max_length=200, verbose_name='name in Latvian'),
        ),
        migrations.AlterField(
            model_name='person',
            name='name',
            field=darbigas_kopienas.values.model_fields.NameField(max_length=120, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='user',
            name='name',
            field=darbigas_kopienas.values.model_fields.NameField(blank=True, max_length=120, verbose_name='name'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('name_lv__regex', '[^\\s\\U00000001-\\U0000001f\\U0000007f-\\U0000009f\\U00000085\\U000000a0\\U00001680\\U00002000-\\U0000200a\\U00002028\\U00002029\\U0000202f\\U0000205f\\U00002800\\U00003000\\U000000ad\\U0000034f\\U0000061c\\U0000115f\\U00001160\\U000017b4\\U000017b5\\U0000180b-\\U0000180f\\U0000200b-\\U0000200f\\U0000202a-\\U0000202e\\U00002060-\\U0000206f\\U00003164\\U0000fe00-\\U0000fe0f\\U0000feff\\U0000ffa0\\U0000fff0-\\U0000fffb\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), name='people_organisation_name_is_seen'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('name__regex', '[^\\s\\U00000001-\\U0000001f\\U0000007f-\\U0000009f\\U00000085\\U000000a0\\U00001680\\U00002000-\\U0000200a\\U00002028\\U00002029\\U0000202f\\U0000205f\\U00002800\\U00003000\\U000000ad\\U0000034f\\U0000061c\\U0000115f\\U00001160\\U000017b4\\U000017b5\\U0000180b-\\U0000180f\\U0000200b-\\U0000200f\\U0000202a-\\U0000202e\\U00002060-\\U0000206f\\U00003164\\U0000fe00-\\U0000fe0f\\U0000feff\\U0000ffa0\\U0000fff0-\\U0000fffb\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), name='people_person_name_is_seen'),
        ),
    ]
