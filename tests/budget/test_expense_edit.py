"""Editing an expense: lines of its own programme, shares and documents as they stand, a refusal keeps the page."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.urls import reverse

from budget.models import Expense, FundingSource
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from tests.budget.conftest import ADD, DAY, Adder, As, Lines, foretold


def test_edit_page_offers_lines_of_the_expense_s_own_programme(
    as_: As, marta: User, add: Adder, lines: Lines, grant: FundingSource, programme: Programme
) -> None:
    """An e-mail leads to the page, whatever programme is chosen meanwhile."""
    expense = add(by=marta)
    newer = Programme.objects.create(
        code="dk-2", name_lv="Nākamā programma", name_en="Next", goal_lv="x", starts_on=DAY.replace(month=1),
        ends_on=DAY.replace(year=2022),
    )  # fmt: skip
    marta.memberships.create(programme=newer, role="programme_coordinator", starts_on=DAY.replace(month=1))
    browser = as_(marta)
    browser.post("/lv/izveleties-programmu/", {"programme": newer.pk})
    suggest, preview = reverse("budget:expense_suggest"), reverse("budget:expense_preview")
    page = browser.get(reverse("budget:expense_edit", args=[expense.pk])).content.decode()
    for address in (suggest, preview):
        assert f'data-hx-get="{address}?expense={expense.pk}"' in page
    asked = {"expense": str(expense.pk), "supplier_name": expense.supplier_name}
    form = browser.get(suggest, asked).context["form"]
    assert set(form.fields["line"].rows) == {str(line.pk) for line in lines.values()}
    assert form.initial == {"line": lines["3.1"].pk, "source": grant.pk}
    typed = foretold(lines, grant)
    told = browser.get(preview, {**typed, "expense": expense.pk}).content.decode()
    assert "1\u00a0030,00\u00a0EUR" in told
    assert browser.get(preview, typed).content.decode().strip() == ""


def test_edit_keeps_shares_and_their_split(as_: As, ilze: User, typed: Any, lines: Lines) -> None:
    client = as_(ilze)
    client.post(ADD, typed(deed="draft", amount_1="2,00", line_1=lines["1.1"].pk))
    expense = Expense.objects.get()
    address = reverse("budget:expense_edit", args=[expense.pk])
    form = client.get(address).context["form"]
    assert (form["line_1"].value(), form["amount_1"].value(), form["total"].value()) == (
        lines["1.1"].pk, "2,00", Decimal("12.50"),
    )  # fmt: skip
    sent = typed(total="20,00", amount_1="2,00", line_1=lines["1.1"].pk)
    del sent["new_documents"]
    assert client.post(address, sent).status_code == 302
    expense.refresh_from_db()
    assert (expense.state, expense.total) == ("submitted", Decimal(20))
    assert sorted(share.amount for share in expense.shares.all()) == [Decimal(2), Decimal(18)]
    assert client.get(address).status_code == 403


def test_second_tap_on_an_edited_expense_leads_where_the_first_did(
    as_: As, ilze: User, anna: User, add: Adder, typed: Any
) -> None:
    expense = add()
    address = reverse("budget:expense_edit", args=[expense.pk])
    sent = typed()
    del sent["new_documents"]
    answers = [as_(ilze).post(address, sent) for _tap in range(2)]
    detail = reverse("budget:expense_detail", args=[expense.pk])
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, detail)] * 2
    assert as_(ilze).post(address, {**sent, "total": "13,00"}).status_code == 403
    assert as_(ilze).post(address, {**sent, "submission_key": str(uuid4())}).status_code == 403
    assert as_(anna).post(address, sent).status_code == 403  # not her sending


def test_edit_shows_the_documents_that_are_there(as_: As, ilze: User, add: Adder) -> None:
    expense = add()
    document = expense.documents.get()
    page = as_(ilze).get(reverse("budget:expense_edit", args=[expense.pk])).content.decode()
    assert reverse("evidence:document_download", args=[document.pk]) in page
    assert [(use.text, use.url) for use in document.uses()] == [
        (str(expense), reverse("budget:expense_detail", args=[expense.pk]))
    ]


def test_edit_refusal_keeps_the_page(as_: As, ilze: User, add: Adder, typed: Any) -> None:
    expense = add()
    response = as_(ilze).post(reverse("budget:expense_edit", args=[expense.pk]), typed(total="-1"))
    assert response.status_code == 422
    expense.refresh_from_db()
    assert expense.total == Decimal(10)
