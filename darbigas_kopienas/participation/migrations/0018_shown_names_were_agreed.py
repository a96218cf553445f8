"""Who let other participants see their name, and is known, gets a row of proof of it."""

from django.db import migrations

SHOWN_NAMES = """
INSERT INTO people_consent (person_id, kind, about, given_at, is_lapsed)
SELECT person_id, 'participation.shows_name', 'participation.registration:' || id, created_at, false
FROM participation_registration
WHERE shows_name AND person_id IS NOT NULL AND state NOT IN ('cancelled', 'refused')
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0017_first_notice"),
        ("participation", "0017_places_without_names"),
    ]

    operations = [migrations.RunSQL(SHOWN_NAMES, migrations.RunSQL.noop)]
