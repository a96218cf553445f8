"""What the lines divide of a source is never more than it has; a line that goes takes its amounts along.

The split may be incomplete. Asked when the transaction ends, where an amount grows or the source's becomes less: what
was too much before this rule may stay until somebody touches it.
"""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION budget_check_division(checked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    has numeric;
    divided numeric;
BEGIN
    SELECT amount INTO has FROM budget_fundingsource WHERE id = checked FOR NO KEY UPDATE;
    SELECT coalesce(sum(amount), 0) INTO divided FROM budget_allocation WHERE source_id = checked;
    IF divided > has THEN
        PERFORM budget_refuse('budget_source_divided', format('source %s has %s, divided are %s', checked, has, divided));
    END IF;
END $$;

CREATE FUNCTION budget_allocation_checked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM budget_check_division(NEW.source_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER budget_allocation_added AFTER INSERT ON budget_allocation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION budget_allocation_checked();
CREATE CONSTRAINT TRIGGER budget_allocation_raised AFTER UPDATE ON budget_allocation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.amount > OLD.amount OR NEW.source_id <> OLD.source_id) EXECUTE FUNCTION budget_allocation_checked();

CREATE FUNCTION budget_source_divided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM budget_check_division(NEW.id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER budget_source_divided AFTER UPDATE ON budget_fundingsource
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.amount < OLD.amount) EXECUTE FUNCTION budget_source_divided();
"""

BACKWARD = """
DROP TRIGGER budget_source_divided ON budget_fundingsource;
DROP TRIGGER budget_allocation_raised ON budget_allocation;
DROP TRIGGER budget_allocation_added ON budget_allocation;
DROP FUNCTION budget_source_divided(), budget_allocation_checked(), budget_check_division(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("budget", "0007_one_thing_one_word")]

    operations = [
        migrations.AlterField(
            model_name="allocation",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="allocations",
                to="budget.budgetline",
                verbose_name="budget line",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
