"""Whoever changed an expense since it was added does not approve it: all of them are remembered, not the last alone.

Those of existing rows come from `edited_by` and from the trail, which names everybody who ever saved it. The database
holds it too: nobody who wrote an expense books or reverses it, and an editor goes only together with the expense.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import darbigas_kopienas.values.clock

FILL = """
INSERT INTO budget_expenseeditor (expense_id, user_id, first_at)
    SELECT expense_id, user_id, min(at) FROM (
        SELECT id AS expense_id, edited_by_id AS user_id, added_at AS at
            FROM budget_expense WHERE edited_by_id IS NOT NULL
        UNION ALL
        SELECT expense.id, entry.actor_id, entry.at
            FROM audit_entry entry
            JOIN budget_expense expense ON entry.object_id = expense.id::text
            JOIN people_user account ON account.id = entry.actor_id
            WHERE entry.object_label = 'budget.expense' AND entry.verb = 'expense.edited'
    ) AS edits GROUP BY expense_id, user_id ORDER BY expense_id, min(at);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""

GUARD = """
CREATE TRIGGER budget_expenseeditor_stays BEFORE INSERT OR UPDATE OR DELETE ON budget_expenseeditor
    FOR EACH ROW EXECUTE FUNCTION budget_part_stays();

CREATE FUNCTION budget_editor_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM budget_expense WHERE id = OLD.expense_id) AND NOT EXISTS (
        SELECT FROM budget_expenseeditor WHERE expense_id = OLD.expense_id AND user_id = OLD.user_id
    ) THEN
        PERFORM budget_refuse('budget_editor_stays', format('who changed expense %s is not forgotten', OLD.expense_id));
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER budget_editor_stays AFTER UPDATE OR DELETE ON budget_expenseeditor
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION budget_editor_stays();

CREATE FUNCTION budget_adder_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM budget_refuse('budget_adder_stays', format('who added expense %s stays', OLD.id));
    RETURN NULL;
END $$;
CREATE TRIGGER budget_adder_stays BEFORE UPDATE OF added_by_id ON budget_expense
    FOR EACH ROW WHEN (NEW.added_by_id <> OLD.added_by_id) EXECUTE FUNCTION budget_adder_stays();

-- A reversal is booked by who makes it, so it is the first document's writers who are looked at.
CREATE FUNCTION budget_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written bigint := coalesce(NEW.reverses_id, NEW.id);
BEGIN
    IF EXISTS (SELECT FROM budget_expenseeditor WHERE expense_id = written AND user_id = NEW.booked_by_id)
        OR EXISTS (SELECT FROM budget_expense WHERE id = NEW.reverses_id AND added_by_id = NEW.booked_by_id)
    THEN
        PERFORM budget_refuse('budget_four_eyes', format('who wrote expense %s does not approve it', written));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budget_four_eyes BEFORE INSERT OR UPDATE ON budget_expense
    FOR EACH ROW WHEN (NEW.booked_by_id IS NOT NULL) EXECUTE FUNCTION budget_four_eyes();
"""

UNGUARD = """
DROP TRIGGER budget_four_eyes ON budget_expense;
DROP TRIGGER budget_adder_stays ON budget_expense;
DROP TRIGGER budget_editor_stays ON budget_expenseeditor;
DROP TRIGGER budget_expenseeditor_stays ON budget_expenseeditor;
DROP FUNCTION budget_four_eyes(), budget_adder_stays(), budget_editor_stays();
"""

class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("budget", "0002_never_changed"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExpenseEditor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "first_at",
                    models.DateTimeField(
                        default=darbigas_kopienas.values.clock.now, editable=False, verbose_name="first changed at"
                    ),
                ),
                (
                    "expense",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editors",
                        to="budget.expense",
                        verbose_name="expense",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "editor of an expense",
                "verbose_name_plural": "editors of expenses",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("expense", "user"), name="budget_expenseeditor_once")
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="expense", name="budget_expense_four_eyes"),
        migrations.RemoveField(model_name="expense", name="edited_by"),
        migrations.AddConstraint(
            model_name="expense",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("booked_by__isnull", True),
                    ("reverses__isnull", False),
                    models.Q(("booked_by", models.F("added_by")), _negated=True),
                    _connector="OR",
                ),
                name="budget_expense_four_eyes",
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
