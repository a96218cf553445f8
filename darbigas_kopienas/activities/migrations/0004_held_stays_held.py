"""What may follow what, kept by the database itself.

What was held is not cancelled, what is cancelled stays so, and what was ordered or invoiced is not asked for again.
"""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION activities_transitions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = OLD.state
        OR OLD.state = 'planned'
        OR (OLD.state = 'postponed' AND NEW.state IN ('held', 'moved_online', 'cancelled'))
        OR (OLD.state = 'moved_online' AND NEW.state IN ('held', 'postponed', 'cancelled'))
        OR (OLD.state = 'held' AND NEW.state = 'planned')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'activity % cannot become % from %', OLD.id, NEW.state, OLD.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'activities_transitions';
END $$;
CREATE TRIGGER activities_transitions BEFORE UPDATE OF state ON activities_activity
    FOR EACH ROW EXECUTE FUNCTION activities_transitions();

CREATE FUNCTION activities_cost_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stages text[] := ARRAY['asked', 'ordered', 'invoiced'];
BEGIN
    IF array_position(stages, NEW.stage::text) < array_position(stages, OLD.stage::text) THEN
        RAISE EXCEPTION 'cost % cannot become % from %', OLD.id, NEW.stage, OLD.stage
            USING ERRCODE = 'check_violation', CONSTRAINT = 'activities_cost_goes_on';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER activities_cost_goes_on BEFORE UPDATE OF stage ON activities_cost
    FOR EACH ROW EXECUTE FUNCTION activities_cost_goes_on();
"""

BACKWARD = """
DROP TRIGGER activities_cost_goes_on ON activities_cost;
DROP FUNCTION activities_cost_goes_on();
DROP TRIGGER activities_transitions ON activities_activity;
DROP FUNCTION activities_transitions();
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_names_are_seen")]

    operations = [
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_state", "held"), ("to_state", "planned"), _negated=True)
                | models.Q(("reason", ""), _negated=True),
                name="activities_change_set_back_has_reason",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
