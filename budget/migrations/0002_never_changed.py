"""What must never be true of money, kept by the database itself: it refuses everybody, raw SQL and the owner too.

A booked expense, its shares and its documents' ties are never changed; payments are only added; the shares of every
document make its total; a source pays only on its conditions and never more than it has; a cost stands on one
expense; a reversal is the exact opposite of what it reverses. Sums are looked at when the transaction ends.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION budget_refuse(rule text, said text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', said USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

-- a booked row stays as it is ---------------------------------------------------------------------
CREATE FUNCTION budget_expense_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'booked' THEN
        PERFORM budget_refuse('budget_expense_stays', format('expense %s is booked and stays as it is', OLD.id));
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budget_expense_stays BEFORE UPDATE OR DELETE ON budget_expense
    FOR EACH ROW EXECUTE FUNCTION budget_expense_stays();

-- FOR UPDATE: a share cannot slip in while another transaction books the document.
CREATE FUNCTION budget_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    document bigint;
    stands text;
BEGIN
    FOR document IN
        SELECT DISTINCT one FROM unnest(ARRAY[
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.expense_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.expense_id END
        ]) AS one WHERE one IS NOT NULL ORDER BY one
    LOOP
        SELECT state INTO stands FROM budget_expense WHERE id = document FOR UPDATE;
        IF stands = 'booked' THEN
            PERFORM budget_refuse('budget_part_stays', format('expense %s is booked and its parts stay', document));
        END IF;
    END LOOP;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budget_expenseshare_stays BEFORE INSERT OR UPDATE OR DELETE ON budget_expenseshare
    FOR EACH ROW EXECUTE FUNCTION budget_part_stays();
-- A document may still be added beside a booked expense (the proof of payment), never taken away.
CREATE TRIGGER budget_expense_documents_stay BEFORE UPDATE OR DELETE ON budget_expense_documents
    FOR EACH ROW EXECUTE FUNCTION budget_part_stays();

CREATE FUNCTION budget_payment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM budget_refuse('budget_payment_stays', format('payment %s stays as it is', OLD.id));
    RETURN NULL;
END $$;
CREATE TRIGGER budget_payment_stays BEFORE UPDATE OR DELETE ON budget_payment
    FOR EACH ROW EXECUTE FUNCTION budget_payment_stays();

-- what is asked when the transaction ends -----------------------------------------------------------
CREATE FUNCTION budget_check_source(checked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    has numeric;
    spent numeric;
BEGIN
    SELECT amount INTO has FROM budget_fundingsource WHERE id = checked FOR NO KEY UPDATE;
    SELECT coalesce(sum(share.amount), 0) INTO spent
        FROM budget_expenseshare share JOIN budget_expense expense ON expense.id = share.expense_id
        WHERE share.source_id = checked AND expense.state = 'booked';
    IF spent > has THEN
        PERFORM budget_refuse('budget_source_exceeded', format('source %s has %s, booked would be %s', checked, has, spent));
    END IF;
END $$;

CREATE FUNCTION budget_check_parts(checked budget_expense) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    parts numeric;
BEGIN
    SELECT coalesce(sum(amount), 0) INTO parts FROM budget_expenseshare WHERE expense_id = checked.id;
    IF parts <> checked.total THEN
        PERFORM budget_refuse('budget_shares_whole',
            format('shares of expense %s make %s, the document is %s', checked.id, parts, checked.total));
    END IF;
    IF EXISTS (
        SELECT FROM budget_expenseshare share
            JOIN budget_budgetline line ON line.id = share.line_id
            JOIN budget_fundingsource source ON source.id = share.source_id
            WHERE share.expense_id = checked.id
                AND (line.programme_id <> checked.programme_id OR source.programme_id <> checked.programme_id
                    OR sign(share.amount) <> sign(checked.total))
    ) THEN
        PERFORM budget_refuse('budget_shares_own', format('a share of expense %s is of another budget', checked.id));
    END IF;
    IF checked.cost_id IS NOT NULL AND checked.reverses_id IS NULL AND EXISTS (
        SELECT FROM budget_expense other
            WHERE other.cost_id = checked.cost_id AND other.id <> checked.id AND other.reverses_id IS NULL
                AND NOT EXISTS (SELECT FROM budget_expense back WHERE back.reverses_id = other.id)
    ) AND NOT EXISTS (SELECT FROM budget_expense back WHERE back.reverses_id = checked.id) THEN
        PERFORM budget_refuse('budget_cost_once', format('cost %s stands on another expense', checked.cost_id));
    END IF;
END $$;

CREATE FUNCTION budget_check_reversal(checked budget_expense) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM budget_expense first
            WHERE first.id = checked.reverses_id AND first.state = 'booked' AND first.reverses_id IS NULL
                AND first.total = -checked.total AND first.programme_id = checked.programme_id
                AND first.municipality_id IS NOT DISTINCT FROM checked.municipality_id
    ) OR EXISTS (
        (SELECT line_id, source_id, amount FROM budget_expenseshare WHERE expense_id = checked.reverses_id)
        EXCEPT
        (SELECT line_id, source_id, -amount FROM budget_expenseshare WHERE expense_id = checked.id)
    ) THEN
        PERFORM budget_refuse('budget_reversal_opposite', format('expense %s is not the opposite', checked.id));
    END IF;
END $$;

CREATE FUNCTION budget_check_conditions(checked budget_expense) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM budget_expenseshare share
            JOIN budget_fundingsource source ON source.id = share.source_id
            LEFT JOIN activities_activity activity ON activity.id = checked.activity_id
            WHERE share.expense_id = checked.id AND (
                coalesce(checked.document_on < source.documents_from, false)
                OR coalesce(checked.document_on > source.documents_to, false)
                OR (source.only_in_municipality_id IS NOT NULL AND NOT (
                    coalesce(checked.municipality_id = source.only_in_municipality_id, false)
                    AND (coalesce(activity.municipality_id = source.only_in_municipality_id, false)
                        OR (source.allows_publicity AND checked.is_publicity))
                ))
            )
    ) THEN
        PERFORM budget_refuse('budget_source_conditions', format('a source does not pay for expense %s', checked.id));
    END IF;
END $$;

CREATE FUNCTION budget_check_expense(document bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    checked budget_expense;
    paying bigint;
BEGIN
    SELECT * INTO checked FROM budget_expense WHERE id = document;
    IF NOT FOUND THEN RETURN; END IF;
    PERFORM budget_check_parts(checked);
    IF checked.reverses_id IS NOT NULL THEN
        PERFORM budget_check_reversal(checked);
    END IF;
    IF checked.state <> 'booked' THEN RETURN; END IF;
    IF checked.reverses_id IS NULL THEN
        PERFORM budget_check_conditions(checked);
    END IF;
    FOR paying IN SELECT DISTINCT source_id FROM budget_expenseshare WHERE expense_id = document ORDER BY source_id LOOP
        PERFORM budget_check_source(paying);
    END LOOP;
END $$;

CREATE FUNCTION budget_expense_checked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM budget_check_expense(NEW.id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER budget_expense_checked AFTER INSERT OR UPDATE ON budget_expense
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION budget_expense_checked();

CREATE FUNCTION budget_share_checked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM budget_check_expense(OLD.expense_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM budget_check_expense(NEW.expense_id); END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER budget_share_checked AFTER INSERT OR UPDATE OR DELETE ON budget_expenseshare
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION budget_share_checked();

CREATE FUNCTION budget_source_checked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM budget_check_source(NEW.id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER budget_source_checked AFTER UPDATE ON budget_fundingsource
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.amount < OLD.amount) EXECUTE FUNCTION budget_source_checked();

-- one rule a day: ranges instead of plain equality, which would need an extension ---------------------
ALTER TABLE budget_budgetrule ADD CONSTRAINT budget_budgetrule_one_a_day EXCLUDE USING gist (
    int8range(programme_id, programme_id, '[]') WITH &&, daterange(valid_from, valid_to, '[]') WITH &&
);
"""

BACKWARD = """
ALTER TABLE budget_budgetrule DROP CONSTRAINT budget_budgetrule_one_a_day;
DROP TRIGGER budget_source_checked ON budget_fundingsource;
DROP TRIGGER budget_share_checked ON budget_expenseshare;
DROP TRIGGER budget_expense_checked ON budget_expense;
DROP TRIGGER budget_payment_stays ON budget_payment;
DROP TRIGGER budget_expense_documents_stay ON budget_expense_documents;
DROP TRIGGER budget_expenseshare_stays ON budget_expenseshare;
DROP TRIGGER budget_expense_stays ON budget_expense;
DROP FUNCTION budget_source_checked(), budget_share_checked(), budget_expense_checked(), budget_check_expense(bigint),
    budget_check_conditions(budget_expense), budget_check_reversal(budget_expense), budget_check_parts(budget_expense),
    budget_check_source(bigint), budget_payment_stays(), budget_part_stays(), budget_expense_stays(),
    budget_refuse(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("budget", "0001_initial"), ("activities", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
