"""A sitting's `sequence` rises with whatever a calendar shows of it, kept by the database itself.

It did where a day, an hour or a link changed, and not where a title was corrected or a place became known: programs that
hold the entry already took the new one for the old. An update that was read before another's keeps the other's number.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION activities_session_sequence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_shown_anew boolean :=
        (NEW.starts_at, NEW.ends_at, NEW.place, NEW.mode, NEW.online_url)
            IS DISTINCT FROM (OLD.starts_at, OLD.ends_at, OLD.place, OLD.mode, OLD.online_url)
        OR (NEW.state = 'cancelled') <> (OLD.state = 'cancelled')
        OR (NEW.state = 'postponed') <> (OLD.state = 'postponed');
BEGIN
    NEW.sequence := GREATEST(NEW.sequence, OLD.sequence + is_shown_anew::int);
    RETURN NEW;
END $$;
CREATE TRIGGER activities_session_sequence BEFORE UPDATE ON activities_session
    FOR EACH ROW EXECUTE FUNCTION activities_session_sequence();

CREATE FUNCTION activities_activity_in_calendars() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE activities_session SET sequence = sequence + 1 WHERE activity_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER activities_activity_in_calendars AFTER UPDATE ON activities_activity
    FOR EACH ROW
    WHEN (
        (NEW.title_lv, NEW.title_en, NEW.place) IS DISTINCT FROM (OLD.title_lv, OLD.title_en, OLD.place)
        OR (NEW.state = 'cancelled') <> (OLD.state = 'cancelled')
    )
    EXECUTE FUNCTION activities_activity_in_calendars();
"""

BACKWARD = """
DROP TRIGGER activities_activity_in_calendars ON activities_activity;
DROP FUNCTION activities_activity_in_calendars();
DROP TRIGGER activities_session_sequence ON activities_session;
DROP FUNCTION activities_session_sequence();
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0005_breaks_are_no_hours")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
