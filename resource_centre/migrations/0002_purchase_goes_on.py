"""Wished, ordered, received: a purchase goes on and never back, kept by the database itself."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION resource_centre_purchase_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    states text[] := ARRAY['wished', 'ordered', 'received'];
BEGIN
    IF array_position(states, NEW.state::text) < array_position(states, OLD.state::text) THEN
        RAISE EXCEPTION 'purchase % cannot become % from %', OLD.id, NEW.state, OLD.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'resource_centre_purchase_goes_on';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER resource_centre_purchase_goes_on BEFORE UPDATE OF state ON resource_centre_purchase
    FOR EACH ROW EXECUTE FUNCTION resource_centre_purchase_goes_on();
"""

BACKWARD = """
DROP TRIGGER resource_centre_purchase_goes_on ON resource_centre_purchase;
DROP FUNCTION resource_centre_purchase_goes_on();
"""


class Migration(migrations.Migration):
    dependencies = [("resource_centre", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
