"""A closing that two people have opened again is history: who asked, why, and who opened it stay as they are."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION programme_closing_reopened_stays() RETURNS trigger LANGUAGE plpgsql AS $$
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
BACKWARD = """
DROP TRIGGER programme_closing_reopened_stays ON programme_closing;
DROP FUNCTION programme_closing_reopened_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
