"""Packs of certificates open by the permission that made them, and go after two weeks; those from before as well."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import migrations, models

from darbigas_kopienas.values import clock


def end_packs(apps: Any, _schema: Any) -> None:
    """They were the only files of this kind that the portal made for a person; the two weeks begin now."""
    packs = apps.get_model("evidence", "Document").objects.filter(
        is_made_here=True, kind="other", sensitivity="sensitive", state="stored", uploaded_by__isnull=False
    )
    packs.filter(content_type="application/zip").update(
        asked_with="issue_certificate", erase_after=clock.today() + timedelta(days=14)
    )


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0001_initial'),
        ('people', '0003_encrypted_second_factors'),
        ('programme', '0002_reopened_stays'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='asked_with',
            field=models.CharField(blank=True, editable=False, max_length=30),
        ),
        migrations.AddField(
            model_name='document',
            name='erase_after',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='erased after'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('is_made_here', True), models.Q(('asked_with', ''), ('erase_after__isnull', True)), _connector='OR'), name='evidence_document_only_made_here_ends'),
        ),
        migrations.RunPython(end_packs, migrations.RunPython.noop),
    ]
