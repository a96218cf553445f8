"""Whoever is put into an institution that was merged is of the kept one, kept by the database itself.

Whoever enters a person while two institutions are merged has read a row that is offered nowhere a moment later. As with
places (participation 0013) the institution's row is locked as the foreign key does, only earlier: merging (FOR UPDATE)
and this wait for one another. `participation` has the same for places.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION people_follows_target_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    LOOP  -- once more only where the kept one was merged at this moment
        SELECT merged_into_id INTO target FROM people_organisation WHERE id = NEW.organisation_id FOR KEY SHARE;
        EXIT WHEN target IS NULL;
        NEW.organisation_id := target;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER people_follows_target_organisation BEFORE INSERT ON people_person
    FOR EACH ROW WHEN (NEW.organisation_id IS NOT NULL) EXECUTE FUNCTION people_follows_target_organisation();
CREATE TRIGGER people_follows_target_organisation_since BEFORE UPDATE OF organisation_id ON people_person
    FOR EACH ROW WHEN (NEW.organisation_id IS NOT NULL AND NEW.organisation_id IS DISTINCT FROM OLD.organisation_id)
    EXECUTE FUNCTION people_follows_target_organisation();
"""

BACKWARD = """
DROP TRIGGER people_follows_target_organisation_since ON people_person;
DROP TRIGGER people_follows_target_organisation ON people_person;
DROP FUNCTION people_follows_target_organisation();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0014_found_by_name")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
