"""The accountant of one municipality, at her own papers and at another's (every address: tests/house)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from budget import services
from budget.models import Expense
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Programme
from tests.budget.conftest import Adder
from tests.cast import join, make_user

As = Callable[[User | None], Client]
SECRET = "SIA Noslēpums"


@pytest.fixture
def skaidrite(programme: Programme, rezekne: Municipality) -> User:
    return join(make_user("skaidrite@example.lv", "Skaidrīte Purviņa"), programme, Role.ACCOUNTANT, rezekne)


def test_another_municipality_s_papers_are_neither_seen_nor_exported(
    as_: As, submitted: Adder, booked: Adder, skaidrite: User
) -> None:
    waiting, done = submitted(supplier_name=SECRET), booked(supplier_name=SECRET)
    browser = as_(skaidrite)
    for name in ("overview", "expense_list", "expense_queue", "expense_export"):
        answer = browser.get(reverse(f"budget:{name}"))
        assert (name, answer.status_code, SECRET in b"".join(answer).decode("utf-8", "ignore")) == (name, 200, False)
    for expense in (waiting, done):
        assert browser.get(reverse("budget:expense_detail", args=[expense.pk])).status_code == 404
        for document in expense.documents.all():
            assert browser.get(reverse("evidence:document_download", args=[document.pk])).status_code == 404
    assert (list(Expense.objects.visible_to(skaidrite)), list(Document.objects.visible_to(skaidrite))) == ([], [])


def test_nor_approved_returned_paid_or_reversed(submitted: Adder, booked: Adder, skaidrite: User) -> None:
    waiting, done = submitted(), booked()
    tried: list[Callable[[], Any]] = [
        lambda: services.book_expense(by=skaidrite, expense=waiting),
        lambda: services.book_expenses(by=skaidrite, expenses=[waiting]),
        lambda: services.return_expense(by=skaidrite, expense=waiting, comment="Nē"),
        lambda: services.reverse_expense(by=skaidrite, expense=done, reason="Nē"),
        lambda: services.pay_expense(by=skaidrite, expense=done, paid_on=date(2020, 6, 1)),
    ]
    for attempt in tried:
        with pytest.raises(PermissionDenied):
            attempt()
    assert {row.state for row in Expense.objects.all()} == {"submitted", "booked"}


def test_her_own_municipality_s_are_approved(add: Adder, skaidrite: User, karlis: User, in_rezekne: Any) -> None:
    expense = services.submit_expense(by=karlis, expense=add(by=karlis, scope=in_rezekne))
    assert services.book_expense(by=skaidrite, expense=expense).state == "booked"
