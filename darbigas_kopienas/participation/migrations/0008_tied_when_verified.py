"""A registration that anybody could have typed belongs to a person only once its address was verified.

Before, typing the address of somebody who is known here was enough. Such registrations are untied, and become their
owner's when the mailed link is opened. Where somebody was seen at a session they stay: hours and certificates that
were issued rest on them. The seat, the letter and the link stay too.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FORWARD = """
CREATE FUNCTION participation_tied_when_verified() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.person_id IS NULL OR NEW.verified_at IS NOT NULL OR NEW.via NOT IN ('guest', 'colleague') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.person_id IS NOT NULL THEN  -- two rows of one person are merged
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the address of registration % was not verified', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'participation_tied_when_verified';
END $$;
CREATE TRIGGER participation_tied_when_verified BEFORE INSERT OR UPDATE OF person_id ON participation_registration
    FOR EACH ROW EXECUTE FUNCTION participation_tied_when_verified();
"""
BACKWARD = """
DROP TRIGGER participation_tied_when_verified ON participation_registration;
DROP FUNCTION participation_tied_when_verified();
"""


def untie(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    registrations = apps.get_model("participation", "Registration").objects
    typed = registrations.filter(via__in=["guest", "colleague"], verified_at=None, person__isnull=False)
    typed.filter(attendances__isnull=True).update(person=None)


class Migration(migrations.Migration):
    dependencies = [("participation", "0007_seen_where_it_took_place")]
    operations = [
        migrations.RunPython(untie, migrations.RunPython.noop, elidable=True),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
