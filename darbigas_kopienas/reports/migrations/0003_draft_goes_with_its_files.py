"""A draft of a report may be deleted with its files; a file never changes, and one of a submitted report stays."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION reports_rendering_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM reports_report WHERE id = OLD.report_id AND state = 'draft') THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'file % of a report stays as it is', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_rendering_stays';
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION reports_rendering_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'file % of a report stays as it is', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_rendering_stays';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_never_changed")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
