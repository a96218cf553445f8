"""The same invoice is entered once in a programme, however its supplier and number are written.

What is compared stands in columns of its own. Documents that were entered twice before stay, but a draft among them
is neither handed in nor booked. The database refuses the same as the services (`Expense.is_same_document_as`).
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from budget.document_keys import number_key, registration_key, supplier_key


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Booked rows too, which nobody may change: their guards step aside for these three columns."""
    rows = apps.get_model("budget", "Expense")._default_manager.values_list(
        "pk", "supplier_name", "supplier_registration_number", "document_number"
    )
    keys = [
        (supplier_key(supplier), registration_key(registration), number_key(number), pk)
        for pk, supplier, registration, number in rows
    ]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE budget_expense DISABLE TRIGGER USER")
        cursor.executemany(
            "UPDATE budget_expense SET supplier_key = %s, registration_key = %s, number_key = %s WHERE id = %s", keys
        )
        cursor.execute("ALTER TABLE budget_expense ENABLE TRIGGER USER")


# The lock: of two who enter one number at the same moment, the second waits and then sees the first.
GUARD = """
CREATE FUNCTION budget_document_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('budget_document ' || NEW.programme_id || ' ' || NEW.number_key, 0));
    IF EXISTS (
        SELECT FROM budget_expense other
            WHERE other.programme_id = NEW.programme_id AND other.number_key = NEW.number_key AND other.id <> NEW.id
                AND CASE WHEN other.registration_key <> '' AND NEW.registration_key <> ''
                    THEN other.registration_key = NEW.registration_key ELSE other.supplier_key = NEW.supplier_key END
                AND (other.document_on = NEW.document_on OR (
                    other.document_type = 'invoice' AND NEW.document_type = 'invoice'
                    AND extract(year FROM other.document_on) = extract(year FROM NEW.document_on)
                ))
                AND other.reverses_id IS NULL
                AND NOT EXISTS (SELECT FROM budget_expense back WHERE back.reverses_id = other.id)
    ) THEN
        PERFORM budget_refuse('budget_document_once', format('the document of expense %s stands already', NEW.id));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budget_document_once
    BEFORE INSERT OR UPDATE OF
        programme_id, supplier_key, registration_key, number_key, document_on, document_type, reverses_id
    ON budget_expense FOR EACH ROW WHEN (NEW.number_key <> '' AND NEW.reverses_id IS NULL)
    EXECUTE FUNCTION budget_document_once();
"""

UNGUARD = """
DROP TRIGGER budget_document_once ON budget_expense;
DROP FUNCTION budget_document_once();
"""


def _key(name: str, length: int) -> migrations.AddField:
    return migrations.AddField(
        model_name="expense",
        name=name,
        field=models.CharField(default="", editable=False, max_length=length),
        preserve_default=False,
    )


class Migration(migrations.Migration):
    dependencies = [("budget", "0003_editors_never_approve")]

    operations = [
        _key("supplier_key", 200),
        _key("registration_key", 20),
        _key("number_key", 60),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="expense", index=models.Index(fields=["number_key"], name="budget_expense_by_number_key")
        ),
        migrations.AddIndex(
            model_name="expense", index=models.Index(fields=["supplier_key"], name="budget_expense_by_supplier_key")
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
