"""The pages on which an expense is approved, returned, reversed, paid."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from budget.models import BudgetLine, Expense, FundingSource
from darbigas_kopienas.people.models import User
from tests.budget.conftest import Adder

As = Callable[[User | None], Client]
Lines = dict[str, BudgetLine]


# -- deciding ------------------------------------------------------------------------------------------
def _action(client: Client, name: str, expense: Expense, **sent: Any) -> Any:
    return client.post(reverse(f"budget:expense_{name}", args=[expense.pk]), {"submission_key": str(uuid4()), **sent})


def test_chain_from_draft_to_paid(as_: As, add: Adder, ilze: User, anna: User) -> None:
    expense = add()
    assert _action(as_(ilze), "submit", expense).status_code == 302
    assert _action(as_(anna), "return", expense).status_code == 422
    assert _action(as_(anna), "return", expense, comment="Nav salasāms").status_code == 302
    page = as_(ilze).get(reverse("budget:expense_detail", args=[expense.pk])).content.decode()
    assert "Nav salasāms" in page
    assert _action(as_(ilze), "submit", expense).status_code == 302
    assert _action(as_(anna), "book", expense).status_code == 302
    wrong = _action(as_(anna), "pay", expense, paid_on="05.06.2020", amount="99,00")
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["amount"]
    assert _action(as_(anna), "pay", expense, paid_on="01.01.2099", amount="1,00").context["form"].errors.keys() == {
        "paid_on"
    }
    assert _action(as_(anna), "pay", expense, paid_on="05.06.2020", amount="10,00", note="MU-1").status_code == 302
    page = as_(anna).get(reverse("budget:expense_detail", args=[expense.pk])).content.decode()
    assert "MU-1" in page
    assert reverse("budget:expense_pay", args=[expense.pk]) not in page  # nothing is left to pay
    assert _action(as_(anna), "reverse", expense, reason="Kļūda").status_code == 302
    expense.refresh_from_db()
    assert expense.is_reversed
    assert "Stornēti ar" in as_(anna).get(reverse("budget:expense_detail", args=[expense.pk])).content.decode()
    assert as_(anna).get(reverse("budget:expense_detail", args=[expense.reversal.pk])).status_code == 200


def test_four_eyes_are_said_and_no_button_is_shown(as_: As, submitted: Adder, anna: User) -> None:
    expense = submitted(by=anna)
    page = as_(anna).get(reverse("budget:expense_detail", args=[expense.pk])).content.decode()
    assert reverse("budget:expense_book", args=[expense.pk]) not in page
    assert "Jāapstiprina citam" in page
    refused = _action(as_(anna), "book", expense)
    assert refused.status_code == 422
    assert "Jāapstiprina citam" in str(refused.context["form"].errors)


def test_line_over_the_tolerance_asks_marta_for_the_approval(
    as_: As, submitted: Adder, anna: User, marta: User
) -> None:
    expense = submitted(total="121.00")
    address = reverse("budget:expense_detail", args=[expense.pk])
    assert "over_limit_note" not in as_(anna).get(address).content.decode()
    assert _action(as_(anna), "book", expense).status_code == 422
    assert "over_limit_note" in as_(marta).get(address).content.decode()
    missing = _action(as_(marta), "book", expense)
    assert list(missing.context["form"].errors) == ["over_limit_note"]
    assert _action(as_(marta), "book", expense, over_limit_note="BP 12").status_code == 302


def test_two_clicks_book_once(as_: As, submitted: Adder, anna: User) -> None:
    expense, key, client = submitted(), str(uuid4()), as_(anna)
    answers = [_action(client, "book", expense, submission_key=key).status_code for _row in range(2)]
    assert answers == [302, 302]


def test_mismatch_is_shown_until_marta_resolves_it(
    as_: As, anna: User, marta: User, lines: Lines, grant: FundingSource
) -> None:
    address, act = reverse("budget:overview"), reverse("budget:source_resolve", args=[grant.pk])
    page = as_(anna).get(address).content.decode()
    assert "111\u00a0029,00\u00a0EUR" in page
    assert act not in page
    assert as_(anna).post(act, {"note": "Skaitlis"}).status_code == 403
    assert as_(marta).post(act, {"note": " "}).status_code == 422
    assert as_(marta).post(act, {"note": "Spēkā ir skaitlis"}).status_code == 302
    assert as_(marta).post(act, {"note": "Vēlreiz"}).status_code == 422
    assert "Spēkā ir skaitlis" in as_(anna).get(address).content.decode()
