"""What the database itself refuses, whoever asks: the portal's role by raw SQL, and the tables' owner."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from budget import services
from budget.models import BudgetLine, BudgetRule, Expense, ExpenseShare, FundingSource
from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.budget.conftest import DAY, Adder, receipt
from tests.by_hand import refused, run
from tests.databases import as_owner

Lines = dict[str, BudgetLine]


@pytest.fixture
def expense(booked: Adder) -> Expense:
    return booked()


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("UPDATE budget_expense SET total = 1 WHERE id = %s", "budget_expense_stays"),
        ("UPDATE budget_expense SET state = 'draft' WHERE id = %s", "budget_expense_stays"),
        ("DELETE FROM budget_expense WHERE id = %s", "budget_expense_stays"),
        ("UPDATE budget_expenseshare SET amount = 1 WHERE expense_id = %s", "budget_part_stays"),
        ("DELETE FROM budget_expenseshare WHERE expense_id = %s", "budget_part_stays"),
        ("DELETE FROM budget_expense_documents WHERE expense_id = %s", "budget_part_stays"),
        ("UPDATE budget_expense_documents SET document_id = document_id WHERE expense_id = %s", "budget_part_stays"),
    ],
)
def test_booked_rows_and_their_parts_stay(expense: Expense, sql: str, rule: str) -> None:
    with refused(rule):
        run(sql, expense.pk)


def test_share_is_neither_added_to_nor_moved_onto_a_booked_expense(
    expense: Expense, add: Adder, lines: Lines, grant: FundingSource
) -> None:
    with refused("budget_part_stays"):
        ExpenseShare.objects.create(expense=expense, line=lines["1.1"], source=grant, amount=1)
    with refused("budget_part_stays"):
        run("UPDATE budget_expenseshare SET expense_id = %s WHERE expense_id = %s", expense.pk, add().pk)


def test_document_may_still_be_added_to_a_booked_expense(expense: Expense, anna: User) -> None:
    expense.documents.add(receipt(anna, expense.scope))
    assert expense.documents.count() == 2


@pytest.mark.parametrize("sql", ["UPDATE budget_payment SET amount = 1", "DELETE FROM budget_payment"])
def test_payments_are_only_added(expense: Expense, anna: User, sql: str) -> None:
    services.pay_expense(by=anna, expense=expense, paid_on=DAY)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        run(sql)


@pytest.mark.parametrize(
    "table", ["budget_expense", "budget_expenseshare", "budget_payment", "budget_expense_documents"]
)
def test_portal_role_neither_empties_tables_nor_stops_triggers(expense: Expense, table: str) -> None:
    for sql in (f"TRUNCATE {table} CASCADE", f"ALTER TABLE {table} DISABLE TRIGGER ALL"):
        with pytest.raises(ProgrammingError), transaction.atomic():
            run(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE budget_expense SET total = total + 0.01 WHERE id = %s",
        "UPDATE budget_expenseshare SET amount = amount - 0.01 WHERE expense_id = %s",
        "DELETE FROM budget_expenseshare WHERE expense_id = %s",
    ],
)
def test_shares_always_make_the_document(add: Adder, sql: str) -> None:
    with refused("budget_shares_whole"):
        run(sql, add().pk)


def test_draft_is_deleted_with_its_shares(add: Adder) -> None:
    add().delete()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")
    assert ExpenseShare.objects.count() == 0


def test_share_of_another_programme_or_sign_is_refused(add: Adder, grant: FundingSource, lines: Lines) -> None:
    other = Programme.objects.create(
        code="next", name_lv="Nākamā", name_en="Next", goal_lv="–", starts_on=date(2020, 1, 1), ends_on=date(2022, 1, 1)
    )
    foreign = BudgetLine.objects.create(programme=other, code="1", name_lv="Cita", is_publicity=True)
    expense = add()
    with refused("budget_shares_own"):
        run("UPDATE budget_expenseshare SET line_id = %s WHERE expense_id = %s", foreign.pk, expense.pk)
    with refused("budget_shares_own"):
        run("UPDATE budget_expenseshare SET amount = 15 WHERE expense_id = %s", expense.pk)
        ExpenseShare.objects.create(expense=expense, line=lines["1.1"], source=grant, amount=-5)


def _book_by_hand(expense: Expense, by: User, **more: Any) -> None:
    values = {"state": "booked", "number": 900, "booked_by": by, "booked_at": clock.now(), **more}
    Expense.objects.filter(pk=expense.pk).update(**values)


@pytest.mark.parametrize(
    "change",
    [
        {"document_on": date(2019, 12, 31)},
        {"document_on": date(2021, 1, 1)},
        {"activity": None},
        {"municipality": None},
    ],
)
def test_source_conditions_hold_at_booking_by_hand(
    submitted: Adder, council_money: FundingSource, planting: Activity, anna: User, change: dict[str, Any]
) -> None:
    expense = submitted(source=council_money, activity=planting)
    with refused("budget_source_conditions"):
        _book_by_hand(expense, anna, **change)
    _book_by_hand(expense, anna)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")


def test_source_is_not_exceeded_by_hand(
    submitted: Adder, booked: Adder, council_money: FundingSource, anna: User
) -> None:
    booked(source=council_money, is_publicity=True, total="950.00")
    expense = submitted(source=council_money, is_publicity=True, total="50.01")
    with refused("budget_source_exceeded"):
        _book_by_hand(expense, anna)
    with refused("budget_source_exceeded"):
        FundingSource.objects.filter(pk=council_money.pk).update(amount=Decimal("949.99"))
    FundingSource.objects.filter(pk=council_money.pk).update(amount=Decimal("950.00"))
    run("SET CONSTRAINTS ALL IMMEDIATE")


def test_who_added_it_does_not_book_it_by_hand(submitted: Adder, ilze: User) -> None:
    with refused("budget_expense_four_eyes"):
        _book_by_hand(submitted(), ilze)


def test_cost_stands_on_one_expense_by_hand(add: Adder, in_daugavpils: Scope) -> None:
    cost = Cost.objects.create(
        programme_id=in_daugavpils.programme_id, municipality_id=in_daugavpils.municipality_id, origin="test:1",
        stage="invoiced", amount=10, description="Stādi", on=DAY,
    )  # fmt: skip
    add(cost=cost)
    with refused("budget_cost_once"):
        Expense.objects.filter(pk=add().pk).update(cost=cost)


def _reverse_by_hand(expense: Expense, by: User, line: BudgetLine, **more: Any) -> None:
    first = expense.shares.get()
    fields: dict[str, Any] = {
        "programme": expense.programme, "municipality": expense.municipality, "document_on": DAY, "added_by": by,
        "supplier_name": "–", "document_number": "–", "total": -expense.total, "reverses": expense, **more,
    }  # fmt: skip
    reversal = Expense.objects.create(**fields)
    ExpenseShare.objects.create(expense=reversal, line=line, source=first.source, amount=fields["total"])


@pytest.mark.parametrize("change", [{"total": Decimal(-1)}, {"municipality": None}])
def test_reversal_is_the_exact_opposite(expense: Expense, lines: Lines, anna: User, change: dict[str, Any]) -> None:
    with refused("budget_reversal_opposite"):
        _reverse_by_hand(expense, anna, lines["3.1"], **change)


def test_reversal_keeps_the_line(expense: Expense, lines: Lines, anna: User) -> None:
    with refused("budget_reversal_opposite"):
        _reverse_by_hand(expense, anna, lines["1.1"])
    _reverse_by_hand(expense, anna, lines["3.1"])
    run("SET CONSTRAINTS ALL IMMEDIATE")


def test_draft_is_not_reversed_by_hand(add: Adder, lines: Lines, anna: User) -> None:
    expense = add()
    with refused("budget_reversal_opposite"):
        _reverse_by_hand(expense, anna, lines["3.1"])


def test_one_rule_a_day(lines: Lines, programme: Programme) -> None:
    with refused("budget_budgetrule_one_a_day"):
        BudgetRule.objects.create(programme=programme, valid_from=date(2020, 1, 1), line_tolerance_percent=10)
    BudgetRule.objects.update(valid_to=date(2019, 12, 31))
    later = BudgetRule.objects.create(programme=programme, valid_from=date(2020, 1, 1), line_tolerance_percent=10)
    assert BudgetRule.objects.on(programme.pk, date(2020, 1, 1)) == later
    assert BudgetRule.objects.on(programme.pk, date(2019, 1, 1)) is None


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"total": Decimal(0)}, "budget_expense_sign"),
        ({"net": Decimal(1), "vat": Decimal(1)}, "budget_expense_net_and_vat"),
        ({"state": "returned"}, "budget_expense_returned_has_comment"),
        ({"state": "booked"}, "budget_expense_booked_whole"),
        ({"number": 4}, "budget_expense_booked_whole"),
    ],
)
def test_expense_keeps_its_shape(add: Adder, change: dict[str, Any], rule: str) -> None:
    with refused(rule):
        Expense.objects.filter(pk=add().pk).update(**change)


Table = Callable[[], None]


@pytest.mark.django_db(transaction=True)
def test_owner_too_is_refused(booked: Adder, anna: User) -> None:
    expense = booked()
    services.pay_expense(by=anna, expense=expense, paid_on=DAY)
    with as_owner():
        for sql in (
            "UPDATE budget_expense SET total = 1",
            "DELETE FROM budget_expenseshare",
            "UPDATE budget_payment SET amount = 1",
            "DELETE FROM budget_payment",
        ):
            with pytest.raises(IntegrityError):
                run(sql)
