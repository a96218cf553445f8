"""Requests to open a closed period become rows of their own; the one that a closing held is taken along."""

import darbigas_kopienas.values.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# What was asked and opened before: opened for good, since it had no days. When it was asked, only the trail knows.
COPY = """
INSERT INTO programme_reopening (
    closing_id, programme_id, municipality_id, asked_by_id, asked_at, reason,
    state, answered_by_id, answered_at, open_until, answer
)
SELECT
    id, programme_id, municipality_id, reopen_asked_by_id, NULL, reopen_reason,
    CASE WHEN reopened_at IS NULL THEN 'asked' ELSE 'opened' END, reopened_by_id, reopened_at, NULL, ''
FROM programme_closing WHERE reopen_asked_by_id IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_encrypted_second_factors'),
        ('programme', '0002_reopened_stays'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'asked'), ('opened', 'opened'), ('declined', 'declined')], default='asked', max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(default=darbigas_kopienas.values.clock.now, null=True)),
                ('reason', models.CharField(max_length=300, verbose_name='reason for reopening')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('open_until', models.DateField(blank=True, null=True, verbose_name='open until')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='answer')),
            ],
            options={
                'verbose_name': 'request to open a closed period',
                'verbose_name_plural': 'requests to open closed periods',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='reopening',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reopening',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reopening',
            name='closing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='programme.closing', verbose_name='closing'),
        ),
        migrations.AddField(
            model_name='reopening',
            name='municipality',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.municipality', verbose_name='municipality'),
        ),
        migrations.AddField(
            model_name='reopening',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.programme', verbose_name='programme'),
        ),
        migrations.AddConstraint(
            model_name='reopening',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('closing', 'municipality', 'asked_by'), name='programme_reopening_asked_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='reopening',
            constraint=models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('asked_by')), _negated=True), _connector='OR'), name='programme_reopening_by_two'),
        ),
        migrations.AddConstraint(
            model_name='reopening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('open_until__isnull', True), ('state', 'asked')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state', 'opened')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('open_until__isnull', True), ('state', 'declined'), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='programme_reopening_whole'),
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
    ]
