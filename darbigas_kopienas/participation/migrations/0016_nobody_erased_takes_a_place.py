"""A person whose data were erased gets no more places, kept by the database itself.

Whoever registers at the moment of erasing has read who it is, and would write the name anew a moment later. The row of
the person is locked as before, so the place waits for the erasing; the erased person's marker refuses it then. Places
that are there already may still follow where two rows are merged.
"""

from django.db import migrations

MARKER = "dati dzēsti · data erased"
BODY = """
CREATE OR REPLACE FUNCTION participation_follows_target_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
    called text;
BEGIN
    LOOP  -- once more only where the kept one was merged at this moment
        SELECT merged_into_id, name INTO target, called FROM people_person WHERE id = NEW.person_id FOR KEY SHARE;
        EXIT WHEN target IS NULL;
        NEW.person_id := target;
    END LOOP;
{refusal}    RETURN NEW;
END $$;
"""
REFUSAL = f"""    IF called = '{MARKER}' AND (TG_OP = 'INSERT' OR OLD.person_id IS NULL) THEN
        RAISE EXCEPTION 'the data of person % were erased', NEW.person_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_person_not_erased';
    END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0015_places_follow_merged_schools")]

    operations = [
        migrations.RunSQL(BODY.replace("{refusal}", REFUSAL), BODY.replace("{refusal}", "")),
    ]
