"""The place of somebody who was merged is the kept person's, kept by the database itself.

Whoever registers while two people are merged has read a row that is offered nowhere a moment later. The person's row is
locked as the foreign key does, so the place waits for the merging; and merging (FOR UPDATE) waits for the place. A place
that is only saved anew locks nothing.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION participation_follows_target_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    LOOP  -- once more only where the kept one was merged at this moment
        SELECT merged_into_id INTO target FROM people_person WHERE id = NEW.person_id FOR KEY SHARE;
        EXIT WHEN target IS NULL;
        NEW.person_id := target;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER participation_follows_target_person BEFORE INSERT ON participation_registration
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION participation_follows_target_person();
CREATE TRIGGER participation_follows_target_person_since BEFORE UPDATE OF person_id ON participation_registration
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id)
    EXECUTE FUNCTION participation_follows_target_person();
"""

BACKWARD = """
DROP TRIGGER participation_follows_target_person_since ON participation_registration;
DROP TRIGGER participation_follows_target_person ON participation_registration;
DROP FUNCTION participation_follows_target_person();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0012_one_thing_one_word"),
        ("people", "0013_no_chains_of_merged"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
