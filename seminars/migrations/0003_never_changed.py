"""What must never happen to a paper that was issued, kept by the database itself: its facts stay, its end is final."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION seminars_certificate_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'certificate % was issued and stays', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seminars_certificate_stays';
    END IF;
    IF (OLD.number, OLD.code, OLD.version, OLD.kind, OLD.holder, OLD.hours, OLD.facts, OLD.issued_on, OLD.seminar_id,
            OLD.registration_id)
            IS DISTINCT FROM
            (NEW.number, NEW.code, NEW.version, NEW.kind, NEW.holder, NEW.hours, NEW.facts, NEW.issued_on,
            NEW.seminar_id, NEW.registration_id)
        OR OLD.replaces_id IS DISTINCT FROM NEW.replaces_id THEN
        RAISE EXCEPTION 'the facts of certificate % are printed', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seminars_certificate_facts_stay';
    END IF;
    IF OLD.state <> 'valid' AND NEW.state IS DISTINCT FROM OLD.state THEN
        RAISE EXCEPTION 'certificate % has ended', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seminars_certificate_ended_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER seminars_certificate_stays BEFORE UPDATE OR DELETE ON seminars_certificate
    FOR EACH ROW EXECUTE FUNCTION seminars_certificate_stays();
"""

BACKWARD = """
DROP TRIGGER seminars_certificate_stays ON seminars_certificate;
DROP FUNCTION seminars_certificate_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("seminars", "0002_from_catalogue_to_certificate")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
