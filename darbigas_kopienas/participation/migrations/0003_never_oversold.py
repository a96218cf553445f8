"""What must never happen to seats, kept by the database itself: more are never taken than there are.

A walk-in is somebody who already sits in the room, so the limit does not hold for them. A limit lowered below what is
taken takes nobody's seat away; it only lets nobody else in.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION participation_seats_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    seats integer;
BEGIN
    IF NEW.state NOT IN ('confirmed', 'offered') OR NEW.via = 'walk_in' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state IN ('confirmed', 'offered') THEN
        RETURN NEW;
    END IF;
    SELECT capacity INTO seats FROM participation_enrolment WHERE activity_id = NEW.activity_id FOR UPDATE;
    IF seats IS NOT NULL AND seats <= (
        SELECT count(*) FROM participation_registration
        WHERE activity_id = NEW.activity_id AND state IN ('confirmed', 'offered')
    ) THEN
        RAISE EXCEPTION 'all seats of activity % are taken', NEW.activity_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_seats_hold';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER participation_seats_hold BEFORE INSERT OR UPDATE OF state ON participation_registration
    FOR EACH ROW EXECUTE FUNCTION participation_seats_hold();
"""

BACKWARD = """
DROP TRIGGER participation_seats_hold ON participation_registration;
DROP FUNCTION participation_seats_hold();
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0002_registration")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
