"""Attendance and what is planned, kept by the database itself.

Nobody is ticked before the session's day has come (Riga's calendar), and what people were ticked at is not cancelled,
nor the registration of whoever was there.
"""

from django.db import migrations

# Whoever was seen needs no deadline any more; else its passing would cancel a registration of somebody who was there.
SEATED = """
UPDATE participation_registration AS registration
SET state = 'confirmed', confirm_by = NULL, offer_until = NULL
WHERE (confirm_by IS NOT NULL OR state = 'offered') AND state IN ('confirmed', 'offered') AND EXISTS (
    SELECT FROM participation_attendance
    WHERE registration_id = registration.id AND (oddity = '' OR settled_by_id IS NOT NULL)
);
"""

FORWARD = """
CREATE FUNCTION participation_not_ahead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.at AT TIME ZONE 'Europe/Riga')::date < (
        SELECT (starts_at AT TIME ZONE 'Europe/Riga')::date FROM activities_session WHERE id = NEW.session_id
    ) THEN
        RAISE EXCEPTION 'session % has not come', NEW.session_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_not_ahead';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER participation_not_ahead BEFORE INSERT OR UPDATE OF at, session_id ON participation_attendance
    FOR EACH ROW EXECUTE FUNCTION participation_not_ahead();

CREATE FUNCTION participation_session_took_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'cancelled' AND OLD.state <> 'cancelled' AND EXISTS (
        SELECT FROM participation_attendance
        WHERE session_id = NEW.id AND (oddity = '' OR settled_by_id IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'people were seen at session %', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_session_took_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER participation_session_took_place BEFORE UPDATE OF state ON activities_session
    FOR EACH ROW EXECUTE FUNCTION participation_session_took_place();

CREATE FUNCTION participation_was_there() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IN ('cancelled', 'refused') AND OLD.state NOT IN ('cancelled', 'refused') AND EXISTS (
        SELECT FROM participation_attendance
        WHERE registration_id = NEW.id AND (oddity = '' OR settled_by_id IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'registration % was there', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_was_there';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER participation_was_there BEFORE UPDATE OF state ON participation_registration
    FOR EACH ROW EXECUTE FUNCTION participation_was_there();
"""

BACKWARD = """
DROP TRIGGER participation_was_there ON participation_registration;
DROP FUNCTION participation_was_there();
DROP TRIGGER participation_session_took_place ON activities_session;
DROP FUNCTION participation_session_took_place();
DROP TRIGGER participation_not_ahead ON participation_attendance;
DROP FUNCTION participation_not_ahead();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0006_names_are_seen"),
        ("activities", "0002_online_sessions"),
    ]

    operations = [migrations.RunSQL(SEATED, migrations.RunSQL.noop), migrations.RunSQL(FORWARD, BACKWARD)]
