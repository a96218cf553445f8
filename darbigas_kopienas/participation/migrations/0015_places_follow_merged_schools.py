"""The place of somebody of a merged institution is of the kept one: see people 0015."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER participation_follows_target_organisation BEFORE INSERT ON participation_registration
    FOR EACH ROW WHEN (NEW.organisation_id IS NOT NULL) EXECUTE FUNCTION people_follows_target_organisation();
CREATE TRIGGER participation_follows_target_organisation_since
    BEFORE UPDATE OF organisation_id ON participation_registration
    FOR EACH ROW WHEN (NEW.organisation_id IS NOT NULL AND NEW.organisation_id IS DISTINCT FROM OLD.organisation_id)
    EXECUTE FUNCTION people_follows_target_organisation();
"""

BACKWARD = """
DROP TRIGGER participation_follows_target_organisation_since ON participation_registration;
DROP TRIGGER participation_follows_target_organisation ON participation_registration;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0014_spellings_of_schools"),
        ("people", "0015_members_follow_who_is_merged"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
