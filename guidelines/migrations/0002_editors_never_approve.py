"""Whoever changed a draft does not approve it: all of them are remembered, and who approved it too.

Those of existing rows come from the trail. The database holds it: a draft is published by somebody who neither wrote
nor changed it, and an editor goes only with the text or with the account.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import darbigas_kopienas.values.clock

FILL = """
INSERT INTO guidelines_guidelineeditor (guideline_id, user_id, first_at)
    SELECT guideline.id, entry.actor_id, min(entry.at)
        FROM audit_entry entry
        JOIN guidelines_guideline guideline ON entry.object_id = guideline.id::text
        JOIN people_user account ON account.id = entry.actor_id
        LEFT JOIN audit_entry published ON published.object_label = 'guidelines.guideline'
            AND published.object_id = entry.object_id AND published.verb = 'guideline.published'
        WHERE entry.object_label = 'guidelines.guideline'
            AND entry.verb IN ('guideline.written', 'guideline.rewritten')
            AND (published.id IS NULL OR entry.id < published.id)
        GROUP BY guideline.id, entry.actor_id ORDER BY guideline.id, min(entry.at);
UPDATE guidelines_guideline guideline SET published_by_id = entry.actor_id
    FROM audit_entry entry JOIN people_user account ON account.id = entry.actor_id
    WHERE entry.object_label = 'guidelines.guideline' AND entry.verb = 'guideline.published'
        AND entry.object_id = guideline.id::text;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""

GUARD = """
CREATE FUNCTION guidelines_refuse(rule text, said text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', said USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

CREATE FUNCTION guidelines_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.published_by_id IS NULL OR NEW.published_by_id = NEW.written_by_id OR EXISTS (
        SELECT FROM guidelines_guidelineeditor WHERE guideline_id = NEW.id AND user_id = NEW.published_by_id
    ) THEN
        PERFORM guidelines_refuse('guidelines_four_eyes', format('guideline %s is approved by another', NEW.id));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guidelines_four_eyes BEFORE UPDATE OF state ON guidelines_guideline
    FOR EACH ROW WHEN (OLD.state = 'draft' AND NEW.state <> 'draft') EXECUTE FUNCTION guidelines_four_eyes();

CREATE FUNCTION guidelines_writer_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM guidelines_refuse('guidelines_writer_stays', format('who wrote guideline %s stays', OLD.id));
    RETURN NULL;
END $$;
CREATE TRIGGER guidelines_writer_stays BEFORE UPDATE OF written_by_id ON guidelines_guideline
    FOR EACH ROW WHEN (OLD.state = 'draft' AND NEW.written_by_id <> OLD.written_by_id)
    EXECUTE FUNCTION guidelines_writer_stays();

-- FOR UPDATE: nobody's change slips in while another transaction publishes the draft.
CREATE FUNCTION guidelines_editor_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    approver bigint;
BEGIN
    SELECT published_by_id INTO approver FROM guidelines_guideline WHERE id = NEW.guideline_id FOR UPDATE;
    IF approver = NEW.user_id THEN
        PERFORM guidelines_refuse('guidelines_four_eyes', format('guideline %s is approved by another', NEW.guideline_id));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guidelines_editor_added BEFORE INSERT OR UPDATE ON guidelines_guidelineeditor
    FOR EACH ROW EXECUTE FUNCTION guidelines_editor_added();

CREATE FUNCTION guidelines_editor_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM guidelines_guideline WHERE id = OLD.guideline_id)
        AND EXISTS (SELECT FROM people_user WHERE id = OLD.user_id)
        AND NOT EXISTS (
            SELECT FROM guidelines_guidelineeditor WHERE guideline_id = OLD.guideline_id AND user_id = OLD.user_id
        )
    THEN
        PERFORM guidelines_refuse('guidelines_editor_stays',
            format('who changed guideline %s is not forgotten', OLD.guideline_id));
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER guidelines_editor_stays AFTER UPDATE OR DELETE ON guidelines_guidelineeditor
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guidelines_editor_stays();
"""

UNGUARD = """
DROP TRIGGER guidelines_editor_stays ON guidelines_guidelineeditor;
DROP TRIGGER guidelines_editor_added ON guidelines_guidelineeditor;
DROP TRIGGER guidelines_writer_stays ON guidelines_guideline;
DROP TRIGGER guidelines_four_eyes ON guidelines_guideline;
DROP FUNCTION guidelines_editor_stays(), guidelines_editor_added(), guidelines_writer_stays(), guidelines_four_eyes(),
    guidelines_refuse(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("guidelines", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="guideline",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="approved by",
            ),
        ),
        migrations.CreateModel(
            name="GuidelineEditor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "first_at",
                    models.DateTimeField(
                        default=darbigas_kopienas.values.clock.now, editable=False, verbose_name="first changed at"
                    ),
                ),
                (
                    "guideline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editors",
                        to="guidelines.guideline",
                        verbose_name="guideline",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "editor of a guideline",
                "verbose_name_plural": "editors of guidelines",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("guideline", "user"), name="guidelines_editor_once")
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
