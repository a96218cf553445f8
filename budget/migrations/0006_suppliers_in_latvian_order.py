"""Suppliers are listed in Latvian order, and found by words that are folded as search folds them now."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from darbigas_kopienas.values import formats


def fill_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Booked rows too, which nobody may change: their guards step aside for these two columns."""
    rows = apps.get_model("budget", "Expense")._default_manager.values_list(
        "pk", "supplier_name", "document_number", "description_lv", "description_en"
    )
    keys = [
        (formats.sort_key(supplier)[:800], formats.folded(" ".join([supplier, *others]))[:900], pk)
        for pk, supplier, *others in rows
    ]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE budget_expense DISABLE TRIGGER USER")
        cursor.executemany("UPDATE budget_expense SET sort_key = %s, folded = %s WHERE id = %s", keys)
        cursor.execute("ALTER TABLE budget_expense ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [("budget", "0005_only_drafts_deleted")]

    operations = [
        migrations.RenameField(model_name="expense", old_name="supplier_folded", new_name="sort_key"),
        migrations.AlterField(
            model_name="expense",
            name="sort_key",
            field=models.CharField(db_index=True, editable=False, max_length=800),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
