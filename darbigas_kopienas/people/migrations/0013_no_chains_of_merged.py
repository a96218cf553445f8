"""Whoever is kept is not merged into a third, kept by the database itself: one step leads from any row to who stands.

The row that is led to is locked, so that of two who merge at one moment the second sees what the first did.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION people_target_is_not_merged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_merged boolean;
    is_led_to boolean;
BEGIN
    EXECUTE format('SELECT merged_into_id IS NOT NULL FROM %I WHERE id = $1 FOR SHARE', TG_TABLE_NAME)
        INTO is_merged USING NEW.merged_into_id;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE merged_into_id = $1)', TG_TABLE_NAME)
        INTO is_led_to USING NEW.id;
    IF is_merged OR is_led_to THEN
        RAISE EXCEPTION '% cannot be merged into %: one of them is merged already', NEW.id, NEW.merged_into_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'people_target_is_not_merged';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_target_is_not_merged BEFORE INSERT OR UPDATE OF merged_into_id ON people_person
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION people_target_is_not_merged();
CREATE TRIGGER people_target_is_not_merged BEFORE INSERT OR UPDATE OF merged_into_id ON people_organisation
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION people_target_is_not_merged();
"""

BACKWARD = """
DROP TRIGGER people_target_is_not_merged ON people_organisation;
DROP TRIGGER people_target_is_not_merged ON people_person;
DROP FUNCTION people_target_is_not_merged();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0012_merged_into_another")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
