"""A span is closed once for one scope, and only when it is over. Closings that overlap from before stay as they are."""

from django.db import migrations

# The lock: of two who close at the same moment, the second waits and then sees the first.
GUARD = """
CREATE FUNCTION programme_closing_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('programme_closing ' || NEW.programme_id, 0));
    IF NEW.ends_on > (NEW.closed_at AT TIME ZONE 'Europe/Riga')::date THEN
        RAISE EXCEPTION 'the span until % is not over', NEW.ends_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programme_closing_over';
    END IF;
    IF EXISTS (
        SELECT FROM programme_closing other
            WHERE other.programme_id = NEW.programme_id AND other.kind = NEW.kind
                AND other.municipality_id IS NOT DISTINCT FROM NEW.municipality_id
                AND daterange(other.starts_on, other.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')
    ) THEN
        RAISE EXCEPTION 'some of % to % is closed already', NEW.starts_on, NEW.ends_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programme_closing_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER programme_closing_once BEFORE INSERT ON programme_closing
    FOR EACH ROW EXECUTE FUNCTION programme_closing_once();
"""

UNGUARD = """
DROP TRIGGER programme_closing_once ON programme_closing;
DROP FUNCTION programme_closing_once();
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0004_answered_reopening_stays")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
