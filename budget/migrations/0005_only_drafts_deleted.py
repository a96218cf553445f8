"""Only a draft is ever deleted, and what was handed in keeps its files; the database refuses everybody else."""

from django.db import migrations

GUARD = """
CREATE FUNCTION budget_only_drafts_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM budget_refuse('budget_only_drafts_deleted', format('expense %s is no draft and is not deleted', OLD.id));
    RETURN NULL;
END $$;
CREATE TRIGGER budget_only_drafts_deleted BEFORE DELETE ON budget_expense
    FOR EACH ROW WHEN (OLD.state NOT IN ('draft', 'booked')) EXECUTE FUNCTION budget_only_drafts_deleted();

CREATE FUNCTION budget_file_of_submitted_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM budget_expense WHERE id = OLD.expense_id AND state = 'submitted') THEN
        PERFORM budget_refuse('budget_file_of_submitted_stays',
            format('expense %s waits for approval and keeps its files', OLD.expense_id));
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budget_file_of_submitted_stays BEFORE UPDATE OR DELETE ON budget_expense_documents
    FOR EACH ROW EXECUTE FUNCTION budget_file_of_submitted_stays();
"""

UNGUARD = """
DROP TRIGGER budget_file_of_submitted_stays ON budget_expense_documents;
DROP TRIGGER budget_only_drafts_deleted ON budget_expense;
DROP FUNCTION budget_file_of_submitted_stays(), budget_only_drafts_deleted();
"""


class Migration(migrations.Migration):
    dependencies = [("budget", "0004_one_document_once")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
