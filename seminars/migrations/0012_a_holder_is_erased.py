"""A holder whose data are erased: the marker takes the name's place on the paper's row, and nothing else changes.

What stays is checked here, so that no paper can be made to say something else.
"""

from django.db import migrations

MARKER = "dati dzēsti · data erased"
BODY = """
CREATE OR REPLACE FUNCTION seminars_certificate_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'certificate %% was issued and stays', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seminars_certificate_stays';
    END IF;
    IF (OLD.number, OLD.code, OLD.version, OLD.kind, OLD.hours, OLD.issued_on, OLD.seminar_id, OLD.registration_id)
            IS DISTINCT FROM
            (NEW.number, NEW.code, NEW.version, NEW.kind, NEW.hours, NEW.issued_on, NEW.seminar_id, NEW.registration_id)
        OR OLD.replaces_id IS DISTINCT FROM NEW.replaces_id
        OR ((OLD.holder, OLD.facts) IS DISTINCT FROM (NEW.holder, NEW.facts){unless}) THEN
        RAISE EXCEPTION 'the facts of certificate %% are printed', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seminars_certificate_facts_stay';
    END IF;
    IF OLD.state <> 'valid' AND NEW.state IS DISTINCT FROM OLD.state THEN
        RAISE EXCEPTION 'certificate %% has ended', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seminars_certificate_ended_stays';
    END IF;
    RETURN NEW;
END $$;
""".replace("%%", "%")
ERASED = f"""
            AND (NEW.holder, NEW.facts) IS DISTINCT FROM ('{MARKER}'::varchar, jsonb_set(jsonb_set(
                OLD.facts, '{{lv,holder}}', to_jsonb('{MARKER}'::text), false),
                '{{en,holder}}', to_jsonb('{MARKER}'::text), false))"""


class Migration(migrations.Migration):
    dependencies = [("seminars", "0011_hours_as_they_are_ticked")]

    operations = [
        migrations.RunSQL(BODY.replace("{unless}", ERASED), BODY.replace("{unless}", "")),
    ]
