"""Holders who let the check page show their name, and are known, get a row of proof of it."""

from django.db import migrations

WHOLE_NAMES = """
INSERT INTO people_consent (person_id, kind, about, given_at, is_lapsed)
SELECT place.person_id, 'seminars.whole_name', 'seminars.certificate:' || paper.id, paper.created_at, false
FROM seminars_certificate paper JOIN participation_registration place ON place.id = paper.registration_id
WHERE paper.shows_name AND place.person_id IS NOT NULL
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0017_first_notice"),
        ("participation", "0018_shown_names_were_agreed"),
        ("seminars", "0012_a_holder_is_erased"),
    ]

    operations = [migrations.RunSQL(WHOLE_NAMES, migrations.RunSQL.noop)]
