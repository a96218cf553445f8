"""A wrong file, a draft that is not needed, a document that was submitted too early."""

import pytest
from django.core.exceptions import PermissionDenied

from budget import services
from budget.models import Expense
from budget.services.drafts import may_delete
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from tests.budget.conftest import Adder, edit, receipt
from tests.by_hand import refused, run


# -- a wrong file, a wrong draft -------------------------------------------------------------------------
def test_wrong_file_is_taken_off_and_erased(add: Adder, ilze: User) -> None:
    expense = add()
    wrong, right = expense.documents.get(), receipt(ilze, expense.scope)
    edit(ilze, expense, documents=[right], without=[wrong])
    assert list(expense.documents.all()) == [right]
    wrong.refresh_from_db()
    assert wrong.state == "erased"


def test_file_that_stands_beside_another_expense_stays(add: Adder, ilze: User) -> None:
    expense = add()
    shared = expense.documents.get()
    add(documents=[shared])
    edit(ilze, expense, without=[shared])
    shared.refresh_from_db()
    assert (expense.documents.count(), shared.state) == (0, "stored")


def test_file_of_a_submitted_expense_stays(submitted: Adder) -> None:
    expense = submitted()
    with refused("budget_file_of_submitted_stays"):
        expense.documents.clear()


def test_draft_is_deleted_with_its_files_by_its_author_or_the_coordinator(
    add: Adder, submitted: Adder, ilze: User, anna: User, marta: User, karlis: User
) -> None:
    own, of_anna, of_ilze = add(), add(by=anna), add()
    file = own.documents.get()
    for stranger in (karlis, anna):
        with pytest.raises(PermissionDenied):
            services.delete_draft(by=stranger, expense=own)
    services.delete_draft(by=ilze, expense=own)
    services.delete_draft(by=ilze, expense=of_anna)
    services.delete_draft(by=marta, expense=of_ilze)
    assert not Expense.objects.filter(pk__in=[own.pk, of_anna.pk, of_ilze.pk]).exists()
    file.refresh_from_db()
    assert file.state == "erased"
    entry = Entry.objects.get(verb="expense.deleted", object_id=str(own.pk))
    assert (entry.actor_id, entry.changes) == (ilze.pk, {"total": "10.00"})
    with pytest.raises(services.WrongState):
        services.delete_draft(by=ilze, expense=submitted())


def test_who_may_delete_is_known_before_it_is_asked(add: Adder, submitted: Adder, ilze: User, anna: User) -> None:
    expense = add()
    assert may_delete(ilze, expense)
    assert not may_delete(anna, expense)
    assert not may_delete(ilze, submitted())


@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_database_deletes_nothing_but_drafts(submitted: Adder, anna: User, state: str) -> None:
    expense = submitted()
    if state == "returned":
        services.return_expense(by=anna, expense=expense, comment="Labošu")
    with refused("budget_only_drafts_deleted"):
        run("DELETE FROM budget_expense WHERE id = %s", expense.pk)


# -- one's own is withdrawn ------------------------------------------------------------------------------
def test_own_submission_is_withdrawn_and_never_returned_to_oneself(submitted: Adder, ilze: User, anna: User) -> None:
    expense = submitted(by=anna)
    with pytest.raises(services.AddedByYourself):
        services.return_expense(by=anna, expense=expense, comment="Sev")
    with pytest.raises(PermissionDenied):
        services.withdraw_expense(by=ilze, expense=expense)
    assert services.withdraw_expense(by=anna, expense=expense).state == "draft"
    assert Entry.objects.filter(verb="expense.withdrawn", object_id=str(expense.pk)).count() == 1
    with pytest.raises(services.WrongState):
        services.withdraw_expense(by=anna, expense=expense)
