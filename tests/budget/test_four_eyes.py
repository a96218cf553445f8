"""Whoever ever changed an expense does not approve it, whatever was saved after them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from budget import services
from budget.models import BudgetLine, Expense, ExpenseEditor, FundingSource
from budget.services import ShareOf
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import User
from tests.budget.conftest import DAY, Adder, edit, receipt
from tests.by_hand import refused, run
from tests.databases import as_owner

As = Callable[[User | None], Client]


def _editors(expense: Expense) -> list[User]:
    return [editor.user for editor in expense.editors.all()]


def test_saving_it_unchanged_hides_nobody_who_changed_it(submitted: Adder, anna: User, ilze: User, marta: User) -> None:
    """Ilze adds 10,00; Anna makes it 950,00; Ilze saves it as it is: Anna still does not approve it."""
    expense = services.return_expense(by=anna, expense=submitted(), comment="Labošu")
    edit(anna, expense, total=Decimal(950), supplier_name="SIA Annas draugs")
    services.submit_expense(by=ilze, expense=expense)
    services.return_expense(by=anna, expense=expense, comment="Vēlreiz")
    expense.refresh_from_db()
    edit(ilze, expense)
    services.submit_expense(by=ilze, expense=expense)
    with pytest.raises(services.AddedByYourself):
        services.book_expense(by=anna, expense=expense)
    assert _editors(expense) == [anna]
    assert list(Expense.objects.awaiting_approval_of(anna)) == []
    assert list(Expense.objects.awaiting_approval_of(marta)) == [expense]
    assert services.book_expense(by=marta, expense=expense, over_limit_note="BP 1").is_booked


def test_another_s_change_hides_nobody_either(submitted: Adder, anna: User, ilze: User) -> None:
    expense = services.return_expense(by=anna, expense=submitted(), comment="Labošu")
    edit(anna, expense, total=Decimal(11))
    edit(ilze, expense, total=Decimal(12))
    edit(anna, expense, total=Decimal(13))
    services.submit_expense(by=ilze, expense=expense)
    assert _editors(expense) == [anna, ilze]
    with pytest.raises(services.AddedByYourself):
        services.book_expense(by=anna, expense=expense)


def test_saving_it_unchanged_makes_nobody_an_editor(add: Adder, anna: User, ilze: User) -> None:
    """The form sends all fields, the documents again too."""
    expense = add(description_lv="Stādi", description_en="Seedlings", net=Decimal(8), vat=Decimal(2))
    before = Expense.objects.values().get(pk=expense.pk), list(expense.shares.values()), Entry.objects.count()
    edit(anna, expense)
    edit(anna, expense, description_lv="Stādi", net=Decimal("8.00"), vat=Decimal(2), activity=None, cost=None)
    edit(ilze, expense, documents=list(expense.documents.all()))
    after = Expense.objects.values().get(pk=expense.pk), list(expense.shares.values()), Entry.objects.count()
    assert (after, _editors(expense)) == (before, [])
    services.submit_expense(by=ilze, expense=expense)
    assert services.book_expense(by=anna, expense=expense).is_booked


def test_handing_in_and_returning_are_no_changes(add: Adder, anna: User, ilze: User) -> None:
    expense = services.submit_expense(by=anna, expense=add())
    services.return_expense(by=anna, expense=expense, comment="Čeks nav salasāms")
    services.submit_expense(by=ilze, expense=expense)
    assert services.book_expense(by=anna, expense=expense).is_booked


CHANGES: dict[str, Callable[[Expense, User, BudgetLine, FundingSource], dict[str, Any]]] = {
    "supplier_name": lambda *_of: {"supplier_name": "SIA Cits"},
    "description_lv": lambda *_of: {"description_lv": "Ziedi"},
    "is_publicity": lambda *_of: {"is_publicity": True},
    "shares": lambda _expense, _anna, line, grant: {"shares": [ShareOf(line, grant, Decimal(10))]},
    "documents": lambda expense, anna, *_of: {"documents": [receipt(anna, expense.scope)]},
}


@pytest.mark.parametrize("name", CHANGES)
def test_any_change_counts(
    name: str, add: Adder, anna: User, ilze: User, lines: dict[str, BudgetLine], grant: FundingSource
) -> None:
    expense = add()
    edit(anna, expense, **CHANGES[name](expense, anna, lines["1.1"], grant))
    assert _editors(expense) == [anna]
    assert Entry.objects.of(expense)[0].changes["fields"] == [name]
    services.submit_expense(by=ilze, expense=expense)
    with pytest.raises(services.AddedByYourself):
        services.book_expense(by=anna, expense=expense)


def test_who_changed_it_does_not_reverse_it_either(submitted: Adder, anna: User, ilze: User, marta: User) -> None:
    expense = services.return_expense(by=anna, expense=submitted(), comment="Labošu")
    edit(anna, expense, total=Decimal(11))
    services.submit_expense(by=ilze, expense=expense)
    booked = services.book_expense(by=marta, expense=expense)
    with pytest.raises(services.AddedByYourself):
        services.reverse_expense(by=anna, expense=booked, reason="Kļūda")
    assert services.reverse_expense(by=marta, expense=booked, reason="Kļūda").is_booked


# -- pages ---------------------------------------------------------------------------------------------


def test_pages_say_who_changed_it_and_offer_no_approval(as_: As, submitted: Adder, anna: User, marta: User) -> None:
    expense = submitted()
    expense.editors.create(user=anna)
    page = as_(anna).get(reverse("budget:expense_detail", args=[expense.pk]))
    assert (page.context["is_own"], "book" in page.context["forms"]) == (True, False)
    assert f"<dd>{anna.name}</dd>" in page.content.decode()
    assert as_(anna).post(reverse("budget:expense_book", args=[expense.pk]), {}).status_code == 422
    assert "book" in as_(marta).get(reverse("budget:expense_detail", args=[expense.pk])).context["forms"]


def test_who_could_approve_is_warned_before_changing(as_: As, add: Adder, anna: User, ilze: User) -> None:
    expense = add()
    address = reverse("budget:expense_edit", args=[expense.pk])
    warning = "Ja mainīsiet šos izdevumus, Jūs tos nevarēsiet apstiprināt"
    assert warning in as_(anna).get(address).content.decode()
    assert warning not in as_(ilze).get(address).content.decode()
    edit(anna, expense, total=Decimal(11))
    assert warning not in as_(anna).get(address).content.decode()


# -- the database --------------------------------------------------------------------------------------


def _book_by_hand(expense: Expense, by: User) -> None:
    run("UPDATE budget_expense SET state = 'booked', number = 900, booked_by_id = %s, booked_at = now() WHERE id = %s",
        by.pk, expense.pk)  # fmt: skip


def test_editor_does_not_book_it_by_hand(submitted: Adder, anna: User, marta: User) -> None:
    expense = submitted()
    expense.editors.create(user=anna)
    with refused("budget_four_eyes"):
        _book_by_hand(expense, anna)
    _book_by_hand(expense, marta)


def test_editor_is_not_forgotten_by_hand(add: Adder, anna: User, marta: User) -> None:
    expense = add()
    expense.editors.create(user=anna)
    with refused("budget_editor_stays"):
        run("DELETE FROM budget_expenseeditor WHERE expense_id = %s", expense.pk)
    with refused("budget_editor_stays"):
        expense.editors.update(user=marta)


def test_editor_goes_with_the_draft(add: Adder, anna: User) -> None:
    expense = add()
    expense.editors.create(user=anna)
    expense.delete()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")
    assert ExpenseEditor.objects.count() == 0


def test_who_added_it_stays(submitted: Adder, marta: User) -> None:
    with refused("budget_adder_stays"):
        Expense.objects.filter(pk=submitted().pk).update(added_by=marta)


def test_booked_expense_gets_no_editor(booked: Adder, anna: User) -> None:
    with refused("budget_part_stays"):
        booked().editors.create(user=anna)


@pytest.mark.parametrize("who", ["ilze", "anna"])
def test_who_wrote_it_does_not_reverse_it_by_hand(
    who: str, submitted: Adder, anna: User, marta: User, request: pytest.FixtureRequest
) -> None:
    expense = submitted()
    expense.editors.create(user=anna)
    expense = services.book_expense(by=marta, expense=expense)
    by = request.getfixturevalue(who)
    with refused("budget_four_eyes"):
        Expense.objects.create(
            programme=expense.programme, municipality=expense.municipality, document_on=DAY, added_by=by, number=901,
            supplier_name="–", document_number="–", total=-expense.total, reverses=expense, state="booked",
            booked_by=by, booked_at=expense.booked_at,
        )  # fmt: skip


def test_it_is_said_what_the_rows_are(add: Adder, anna: User) -> None:
    expense = add()
    assert str(expense.editors.create(user=anna)) == f"{expense.pk}: {anna.pk}"


@pytest.mark.django_db(transaction=True)
def test_editors_of_before_are_brought_along(add: Adder, booked: Adder, anna: User, ilze: User, marta: User) -> None:
    """From the column that named the last one, and from the trail, which names all."""
    by_trail, untouched, by_column, by_both = add(), add(), add(), booked()
    for expense, users in ((by_trail, (marta, anna, anna)), (by_both, (anna, ilze))):
        for user in users:
            record(by=user, verb="expense.edited", obj=expense, changes={"total": ["10.00", "10.00"]})
    with as_owner():
        call_command("migrate", "budget", "0002", verbosity=0)
        run("UPDATE budget_expense SET edited_by_id = %s WHERE id = %s", ilze.pk, by_column.pk)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE budget_expense DISABLE TRIGGER USER")
            cursor.execute("UPDATE budget_expense SET edited_by_id = %s WHERE id = %s", [ilze.pk, by_both.pk])
            cursor.execute("ALTER TABLE budget_expense ENABLE TRIGGER USER")
        call_command("migrate", "budget", verbosity=0)
    assert [_editors(expense) for expense in (by_trail, untouched, by_column, by_both)] == [
        [marta, anna], [], [ilze], [ilze, anna],
    ]  # fmt: skip
