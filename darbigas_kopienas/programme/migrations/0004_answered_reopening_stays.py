"""What was asked is asked and answered once; an answered request stays as it is, and none is deleted.

The columns that held the one reopening of a closing were moved to requests by the migration before.
"""

from django.db import migrations

GUARD_OF_CLOSINGS = """CREATE FUNCTION programme_closing_reopened_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.reopened_at IS NOT NULL THEN
        RAISE EXCEPTION 'closing % has been opened again and stays as it is', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programme_closing_reopened_stays';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER programme_closing_reopened_stays BEFORE UPDATE OR DELETE ON programme_closing
    FOR EACH ROW EXECUTE FUNCTION programme_closing_reopened_stays();
"""
NO_GUARD_OF_CLOSINGS = """
DROP TRIGGER programme_closing_reopened_stays ON programme_closing;
DROP FUNCTION programme_closing_reopened_stays();
"""
GUARD = """
CREATE FUNCTION programme_reopening_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'asked'
        OR (NEW.closing_id, NEW.programme_id, NEW.asked_by_id, NEW.reason)
            IS DISTINCT FROM (OLD.closing_id, OLD.programme_id, OLD.asked_by_id, OLD.reason)
        OR NEW.municipality_id IS DISTINCT FROM OLD.municipality_id
        OR NEW.asked_at IS DISTINCT FROM OLD.asked_at
    THEN
        RAISE EXCEPTION 'request % to open a period stays as it is', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programme_reopening_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER programme_reopening_stays BEFORE UPDATE OR DELETE ON programme_reopening
    FOR EACH ROW EXECUTE FUNCTION programme_reopening_stays();
"""
NO_GUARD = """
DROP TRIGGER programme_reopening_stays ON programme_reopening;
DROP FUNCTION programme_reopening_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0003_reopening")]
    operations = [
        migrations.RunSQL(NO_GUARD_OF_CLOSINGS, GUARD_OF_CLOSINGS),
        migrations.RemoveConstraint(
            model_name='closing',
            name='programme_closing_reopened_by_two',
        ),
        migrations.RemoveConstraint(
            model_name='closing',
            name='programme_closing_reopened_whole',
        ),
        migrations.RemoveField(
            model_name='closing',
            name='reopen_asked_by',
        ),
        migrations.RemoveField(
            model_name='closing',
            name='reopen_reason',
        ),
        migrations.RemoveField(
            model_name='closing',
            name='reopened_at',
        ),
        migrations.RemoveField(
            model_name='closing',
            name='reopened_by',
        ),
        migrations.RunSQL(GUARD, NO_GUARD),
    ]
