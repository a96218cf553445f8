"""A view link shows what it was made for, until it is ended; what was opened by it is only ever added."""

import darbigas_kopienas.reports.shared.models
import darbigas_kopienas.values.clock
import darbigas_kopienas.values.model_fields
import datetime
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION reports_sharedlink_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'view link % stays', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_sharedlink_stays';
    END IF;
    IF (OLD.programme_id, OLD.for_whom, OLD.shows_all, OLD.shows_documents, OLD.language, OLD.nonce, OLD.made_at,
            OLD.expires_at)
            IS DISTINCT FROM
            (NEW.programme_id, NEW.for_whom, NEW.shows_all, NEW.shows_documents, NEW.language, NEW.nonce, NEW.made_at,
            NEW.expires_at)
        OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN
        RAISE EXCEPTION 'view link % can only be ended', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_sharedlink_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_sharedlink_stays BEFORE UPDATE OR DELETE ON reports_sharedlink
    FOR EACH ROW EXECUTE FUNCTION reports_sharedlink_stays();

CREATE FUNCTION reports_sharedlink_reports_fit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'what view link % shows stays', OLD.sharedlink_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_sharedlink_reports_stay';
    END IF;
    IF NOT EXISTS (
        SELECT FROM reports_sharedlink link JOIN reports_report report ON report.programme_id = link.programme_id
        WHERE link.id = NEW.sharedlink_id AND report.id = NEW.report_id AND report.state = 'submitted'
            AND NOT link.shows_all
    ) THEN
        RAISE EXCEPTION 'view link % shows submitted reports of its programme', NEW.sharedlink_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_sharedlink_reports_fit';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_sharedlink_reports_fit BEFORE INSERT OR UPDATE OR DELETE ON reports_sharedlink_reports
    FOR EACH ROW EXECUTE FUNCTION reports_sharedlink_reports_fit();

CREATE FUNCTION reports_sharedvisit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'opening % by a view link stays written down', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_sharedvisit_stays';
END $$;
CREATE TRIGGER reports_sharedvisit_stays BEFORE UPDATE OR DELETE ON reports_sharedvisit
    FOR EACH ROW EXECUTE FUNCTION reports_sharedvisit_stays();
"""

BACKWARD = """
DROP TRIGGER reports_sharedvisit_stays ON reports_sharedvisit;
DROP FUNCTION reports_sharedvisit_stays();
DROP TRIGGER reports_sharedlink_reports_fit ON reports_sharedlink_reports;
DROP FUNCTION reports_sharedlink_reports_fit();
DROP TRIGGER reports_sharedlink_stays ON reports_sharedlink;
DROP FUNCTION reports_sharedlink_stays();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0003_logos_by_placement'),
        ('programme', '0011_roles_given_and_ended'),
        ('reports', '0005_longer_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SharedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('for_whom', models.CharField(max_length=200, verbose_name='for whom')),
                ('shows_all', models.BooleanField(default=True, verbose_name='all submitted reports')),
                ('shows_documents', models.BooleanField(default=False, verbose_name='with the documents that they cite')),
                ('language', models.CharField(choices=[('lv', 'in Latvian'), ('en', 'in English')], default='lv', max_length=2, verbose_name='language')),
                ('nonce', models.CharField(default=darbigas_kopienas.reports.shared.models.new_nonce, editable=False, max_length=40, unique=True)),
                ('made_at', models.DateTimeField(default=darbigas_kopienas.values.clock.now, editable=False, verbose_name='made at')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ended at')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.programme', verbose_name='programme')),
                ('reports', models.ManyToManyField(blank=True, related_name='+', to='reports.report', verbose_name='reports')),
            ],
            options={
                'verbose_name': 'view link',
                'verbose_name_plural': 'view links',
                'ordering': ['-made_at', '-pk'],
            },
            bases=(darbigas_kopienas.values.model_fields.ChoiceWords, models.Model),
        ),
        migrations.CreateModel(
            name='SharedVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=darbigas_kopienas.values.clock.now, verbose_name='when')),
                ('opened', models.CharField(choices=[('list', 'list of reports'), ('report', 'report'), ('figure', 'figure'), ('file', 'report’s file'), ('document', 'document')], max_length=10, verbose_name='what was opened')),
                ('detail', models.CharField(blank=True, max_length=40, verbose_name='which')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.document', verbose_name='document')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='reports.sharedlink', verbose_name='view link')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.report', verbose_name='report')),
            ],
            options={
                'verbose_name': 'opening by a view link',
                'verbose_name_plural': 'openings by view links',
                'ordering': ['-at', '-pk'],
            },
            bases=(darbigas_kopienas.values.model_fields.ChoiceWords, models.Model),
        ),
        migrations.AddIndex(
            model_name='sharedlink',
            index=models.Index(fields=['programme', '-made_at'], name='reports_sharedlink_newest'),
        ),
        migrations.AddConstraint(
            model_name='sharedlink',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at')), ('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('made_at'), '+', models.Value(datetime.timedelta(days=90))))), name='reports_sharedlink_expires'),
        ),
        migrations.AddConstraint(
            model_name='sharedlink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), ('ended_at__gte', models.F('made_at')), _connector='OR'), name='reports_sharedlink_ended_after_made'),
        ),
        migrations.AddConstraint(
            model_name='sharedlink',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['lv', 'en'])), name='reports_sharedlink_language'),
        ),
        migrations.AddConstraint(
            model_name='sharedlink',
            constraint=models.CheckConstraint(condition=models.Q(('for_whom__regex', '[^\\s\\U00000001-\\U0000001f\\U0000007f-\\U0000009f\\U00000085\\U000000a0\\U00001680\\U00002000-\\U0000200a\\U00002028\\U00002029\\U0000202f\\U0000205f\\U00002800\\U00003000\\U000000ad\\U0000034f\\U0000061c\\U0000115f\\U00001160\\U000017b4\\U000017b5\\U0000180b-\\U0000180f\\U0000200b-\\U0000200f\\U0000202a-\\U0000202e\\U00002060-\\U0000206f\\U00003164\\U0000fe00-\\U0000fe0f\\U0000feff\\U0000ffa0\\U0000fff0-\\U0000fffb\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]')), name='reports_sharedlink_for_whom_is_seen'),
        ),
        migrations.AddIndex(
            model_name='sharedvisit',
            index=models.Index(fields=['link', '-at'], name='reports_sharedvisit_newest'),
        ),
        migrations.AddConstraint(
            model_name='sharedvisit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opened', 'list'), ('report__isnull', True)), models.Q(('opened__in', ['report', 'figure', 'file', 'document']), ('report__isnull', False)), _connector='OR'), name='reports_sharedvisit_of_report'),
        ),
        migrations.AddConstraint(
            model_name='sharedvisit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('opened', 'document')), models.Q(models.Q(('opened', 'document'), _negated=True), ('document__isnull', True)), _connector='OR'), name='reports_sharedvisit_of_document'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
