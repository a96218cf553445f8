import darbigas_kopienas.evidence.file_openings
import darbigas_kopienas.values.model_fields
import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION evidence_fileopening_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'opening % of a file stays written down', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_fileopening_stays';
END $$;
CREATE TRIGGER evidence_fileopening_stays BEFORE UPDATE OR DELETE ON evidence_fileopening
    FOR EACH ROW EXECUTE FUNCTION evidence_fileopening_stays();
"""

BACKWARD = """
DROP TRIGGER evidence_fileopening_stays ON evidence_fileopening;
DROP FUNCTION evidence_fileopening_stays();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0003_logos_by_placement'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=darbigas_kopienas.evidence.file_openings.this_minute, verbose_name='when')),
                ('user_id', models.BigIntegerField(blank=True, null=True, verbose_name='who')),
                ('how', models.CharField(choices=[('downloaded', 'downloaded'), ('shown', 'shown in the portal'), ('link', 'by a link')], max_length=10, verbose_name='how')),
                ('programme_id', models.BigIntegerField()),
                ('municipality_id', models.BigIntegerField(blank=True, null=True)),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.document', verbose_name='file')),
            ],
            options={
                'verbose_name': 'opening of a file',
                'verbose_name_plural': 'openings of files',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['programme_id', '-at'], name='evidence_opening_newest'), models.Index(fields=['user_id', '-at'], name='evidence_opening_of_person')],
                'constraints': [models.UniqueConstraint(fields=('document', 'user_id', 'how', 'at'), name='evidence_opening_once_a_minute', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('how', 'link'), ('user_id__isnull', True)), models.Q(('how__in', ['downloaded', 'shown']), ('user_id__isnull', False)), _connector='OR'), name='evidence_opening_by_an_account_or_a_link')],
            },
            bases=(darbigas_kopienas.values.model_fields.ChoiceWords, models.Model),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
