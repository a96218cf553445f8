"""Several documents are approved together or not at all."""

import pytest
from django.core.exceptions import PermissionDenied

from budget import services
from budget.models import BudgetLine, Expense, FundingSource
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from tests.budget.conftest import DAY, Adder

Lines = dict[str, BudgetLine]


def test_all_are_booked_in_the_order_of_their_dates(submitted: Adder, anna: User) -> None:
    later, earlier = submitted(), submitted(document_on=DAY.replace(day=1))
    booked = services.book_expenses(by=anna, expenses=[later, earlier])
    assert [(expense.pk, expense.number, expense.booked_by) for expense in booked] == [
        (earlier.pk, 1, anna),
        (later.pk, 2, anna),
    ]
    assert Entry.objects.filter(verb="expense.booked").count() == 2


def test_none_is_booked_when_some_cannot_be_and_each_says_why(
    submitted: Adder, add: Adder, anna: User, lines: Lines
) -> None:
    """One's own, one that would be too much together with the others, and a draft."""
    good, own, draft = submitted(), submitted(by=anna), add()
    too_much = [submitted(total="70.00", line=lines["1.1"]) for _row in range(2)]
    with pytest.raises(services.NotAllBooked) as caught:
        services.book_expenses(by=anna, expenses=[good, own, draft, *too_much])
    reasons = {expense.pk: reason for expense, reason in caught.value.refused}
    assert set(reasons) == {own.pk, draft.pk, too_much[1].pk}
    assert "Jāapstiprina citam" in reasons[own.pk]
    assert "Aptuveni" not in reasons[too_much[1].pk]
    assert "1.1" in reasons[too_much[1].pk]
    assert not Expense.objects.booked().exists()
    assert not Entry.objects.filter(verb="expense.booked").exists()


def test_source_is_never_exceeded_by_the_documents_together(
    submitted: Adder, anna: User, lines: Lines, council_money: FundingSource
) -> None:
    council = [submitted(total="600.00", line=lines["P"], source=council_money, is_publicity=True) for _row in range(2)]
    with pytest.raises(services.NotAllBooked) as caught:
        services.book_expenses(by=anna, expenses=council)
    assert [expense for expense, _reason in caught.value.refused] == council[1:]


def test_whoever_may_not_approve_one_of_them_approves_none(
    submitted: Adder, karlis: User, in_daugavpils: Scope
) -> None:
    with pytest.raises(PermissionDenied):
        services.book_expenses(by=karlis, expenses=[submitted()])


def test_the_next_one_is_by_date_and_begins_again(submitted: Adder, add: Adder) -> None:
    first, second, third = (submitted(document_on=DAY.replace(day=day)) for day in (1, 2, 3))
    waiting = Expense.objects.waiting()
    assert [waiting.first_after(expense) for expense in (first, second, third)] == [second, third, first]
    assert Expense.objects.filter(pk=first.pk).first_after(first) is None
