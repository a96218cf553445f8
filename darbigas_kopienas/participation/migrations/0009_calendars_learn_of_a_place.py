"""What a calendar shows of one's own place changes with its state, and its entry's number has to rise with that.

All registrations take their numbers from one row of numbers, so whoever registers anew after cancelling is ahead of the
cancelled one, whose entry has the same name. Those that stand begin with 0, as their entries were sent.
"""

from django.db import migrations, models

FORWARD = """
CREATE SEQUENCE participation_calendar_numbers AS integer;
CREATE FUNCTION participation_registration_sequence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.sequence := nextval('participation_calendar_numbers');
    ELSIF NEW.state <> OLD.state THEN
        NEW.sequence := nextval('participation_calendar_numbers');
    ELSE
        NEW.sequence := OLD.sequence;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER participation_registration_sequence BEFORE INSERT OR UPDATE ON participation_registration
    FOR EACH ROW EXECUTE FUNCTION participation_registration_sequence();
"""
BACKWARD = """
DROP TRIGGER participation_registration_sequence ON participation_registration;
DROP FUNCTION participation_registration_sequence();
DROP SEQUENCE participation_calendar_numbers;
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0008_tied_when_verified")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="sequence",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="rises with its state; the database writes it"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
