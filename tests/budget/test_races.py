"""Two people at the same moment. Each race has its negative control: without the guard it goes wrong."""

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from budget import services
from budget.models import Expense, FundingSource
from budget.models.plan import money_sum
from budget.services import checks, decisions
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from tests.budget.conftest import Adder
from tests.databases import as_owner
from tests.machine import PATIENCE
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def _booking(by: User, expense: Expense) -> Callable[[], object]:
    return lambda: services.book_expense(by=User.objects.get(pk=by.pk), expense=expense)


def _spent(source: FundingSource) -> Decimal:
    spent: Decimal = source.shares.filter(expense__state="booked").aggregate(spent=money_sum("amount"))["spent"]
    return spent


def _four_of_400(submitted: Adder, source: FundingSource) -> list[Expense]:
    return [submitted(source=source, is_publicity=True, total="400.00") for _row in range(AT_ONCE)]


def test_bookings_at_once_never_exceed_the_source(submitted: Adder, council_money: FundingSource, anna: User) -> None:
    expenses = _four_of_400(submitted, council_money)
    outcomes = together(*(_booking(anna, expense) for expense in expenses))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "Expense",
        "Expense",
        "SourceExceeded",
        "SourceExceeded",
    ]
    assert _spent(council_money) == Decimal(800)


def _all_have_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """No lock, and everybody has looked at the limit before anybody books."""
    asked = threading.Barrier(AT_ONCE)
    approval = decisions._approval

    def after_all(by: Any, expense: Expense, note: str) -> str:
        approved = approval(by, expense, note)
        asked.wait(timeout=PATIENCE)
        return approved

    monkeypatch.setattr(decisions, "lock_sources", lambda sources: sources)
    monkeypatch.setattr(decisions, "_approval", after_all)


def test_without_the_lock_the_database_still_refuses(
    submitted: Adder, council_money: FundingSource, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    expenses = _four_of_400(submitted, council_money)
    _all_have_asked(monkeypatch)
    outcomes = together(*(_booking(anna, expense) for expense in expenses))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "Expense",
        "Expense",
        "IntegrityError",
        "IntegrityError",
    ]
    assert _spent(council_money) == Decimal(800)


def test_negative_control_without_lock_and_triggers_the_source_is_exceeded(
    submitted: Adder, council_money: FundingSource, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    expenses = _four_of_400(submitted, council_money)
    _all_have_asked(monkeypatch)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE budget_expense DISABLE TRIGGER budget_expense_checked")
    try:
        together(*(_booking(anna, expense) for expense in expenses))
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE budget_expense ENABLE TRIGGER budget_expense_checked")
    assert _spent(council_money) == Decimal(1600)


def test_numbers_have_no_gaps_whoever_books_and_whoever_is_refused(
    submitted: Adder, council_money: FundingSource, anna: User
) -> None:
    expenses = [submitted() for _row in range(AT_ONCE)] + _four_of_400(submitted, council_money)
    together(*(_booking(anna, expense) for expense in expenses))
    numbers = Expense.objects.booked().order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6]


def test_same_document_entered_by_two_at_once_stands_once(
    add: Adder, ilze: User, anna: User, in_daugavpils: Scope
) -> None:
    people = [User.objects.get(pk=member) for member in (ilze.pk, anna.pk) * 2]
    outcomes = together(*(lambda by=by: add(by=by, document_number="X-1", without_proof=True) for by in people))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DuplicateDocument"] * 3 + ["Expense"]


def _both_have_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """No ledger, and both have looked for the document before either enters it."""
    looked = threading.Barrier(2)
    look = checks.require_new_document

    def after_both(expense: Expense) -> None:
        look(expense)
        looked.wait(timeout=PATIENCE)

    monkeypatch.setattr(checks, "lock_ledger", lambda _programme_id: None)
    monkeypatch.setattr(checks, "require_new_document", after_both)


def _entered_at_once(add: Adder, *people: User) -> list[str]:
    fresh = [User.objects.get(pk=person.pk) for person in people]
    outcomes = together(*(lambda by=by: add(by=by, document_number="X-1", without_proof=True) for by in fresh))
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_without_the_ledger_the_database_still_refuses_the_second(
    add: Adder, ilze: User, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _both_have_looked(monkeypatch)
    assert _entered_at_once(add, ilze, anna) == ["Expense", "IntegrityError"]
    assert Expense.objects.filter(document_number="X-1").count() == 1


def test_negative_control_without_ledger_and_trigger_it_stands_twice(
    add: Adder, ilze: User, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _both_have_looked(monkeypatch)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE budget_expense DISABLE TRIGGER budget_document_once")
    try:
        assert _entered_at_once(add, ilze, anna) == ["Expense", "Expense"]
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE budget_expense ENABLE TRIGGER budget_document_once")


def test_one_expense_booked_by_two_at_once_is_booked_once(submitted: Adder, anna: User, marta: User) -> None:
    expense = submitted()
    outcomes = together(_booking(anna, expense), _booking(marta, expense))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Expense", "WrongState"]


def test_one_expense_reversed_by_two_at_once_is_reversed_once(booked: Adder, anna: User, marta: User) -> None:
    expense = booked()
    outcomes = together(
        *(lambda by=by: services.reverse_expense(by=by, expense=expense, reason="Kļūda") for by in (anna, marta))
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Expense", "WrongState"]
    assert Expense.objects.count() == 2
