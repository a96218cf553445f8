"""Certificates and what is planned, kept by the database itself: while one is valid, its seminar stays held."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION seminars_certified_is_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'held' AND NEW.state <> 'held' AND EXISTS (
        SELECT FROM seminars_certificate AS certificate
        JOIN seminars_seminar AS seminar ON seminar.id = certificate.seminar_id
        WHERE seminar.activity_id = NEW.id AND certificate.state = 'valid'
    ) THEN
        RAISE EXCEPTION 'certificates of activity % are valid', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seminars_certified_is_held';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER seminars_certified_is_held BEFORE UPDATE OF state ON activities_activity
    FOR EACH ROW EXECUTE FUNCTION seminars_certified_is_held();
"""

BACKWARD = """
DROP TRIGGER seminars_certified_is_held ON activities_activity;
DROP FUNCTION seminars_certified_is_held();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0008_names_are_seen"),
        ("activities", "0004_held_stays_held"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
