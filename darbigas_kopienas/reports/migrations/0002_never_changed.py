"""What must never happen to a report, kept by the database itself: figures are frozen once, a submitted report is final."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reports_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'submitted' THEN
            RAISE EXCEPTION 'report % is submitted and stays', OLD.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_report_stays';
        END IF;
        RETURN OLD;
    END IF;
    IF (OLD.code, OLD.programme_id, OLD.starts_on, OLD.ends_on, OLD.as_of, OLD.snapshot, OLD.snapshot_sha256)
            IS DISTINCT FROM
            (NEW.code, NEW.programme_id, NEW.starts_on, NEW.ends_on, NEW.as_of, NEW.snapshot, NEW.snapshot_sha256)
        OR OLD.municipality_id IS DISTINCT FROM NEW.municipality_id THEN
        RAISE EXCEPTION 'the figures of report % are frozen', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_report_frozen';
    END IF;
    IF OLD.state = 'submitted'
        AND (NEW.state <> 'submitted' OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at) THEN
        RAISE EXCEPTION 'report % is submitted and stays', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_report_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_report_stays BEFORE UPDATE OR DELETE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION reports_report_stays();

CREATE FUNCTION reports_rendering_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'file % of a report stays as it is', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_rendering_stays';
END $$;
CREATE TRIGGER reports_rendering_stays BEFORE UPDATE OR DELETE ON reports_rendering
    FOR EACH ROW EXECUTE FUNCTION reports_rendering_stays();
"""

BACKWARD = """
DROP TRIGGER reports_rendering_stays ON reports_rendering;
DROP FUNCTION reports_rendering_stays();
DROP TRIGGER reports_report_stays ON reports_report;
DROP FUNCTION reports_report_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
