import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from budget.models import Allocation, BudgetLine, Expense, FundingSource
from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import close_period
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.values import clock
from tests.budget.conftest import DAY, Adder, scan

As = Callable[[User | None], Client]
Lines = dict[str, BudgetLine]
ADD = "/lv/budzets/izdevumi/pievienot/"


def test_addresses_are_latvian_words() -> None:
    assert reverse("budget:expense_add") == ADD


def test_anna_adds_a_receipt_with_four_fields(as_: As, anna: User, typed: Any, grant: FundingSource) -> None:
    response = as_(anna).post(ADD, typed())
    expense = Expense.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("budget:expense_detail", args=[expense.pk])
    assert (expense.state, expense.total, expense.document_on) == ("submitted", Decimal("12.50"), DAY)
    assert [document.kind for document in expense.documents.all()] == ["receipt"]
    assert (expense.municipality.code, expense.added_by) == ("daugavpils", anna)  # type: ignore[union-attr]  # the expense has one


def test_suppliers_of_the_expenses_one_sees_are_suggested(
    as_: As, anna: User, karlis: User, marta: User, add: Adder
) -> None:
    for name in ("SIA „Otrais”", "SIA „Pirmais”", "SIA „Otrais”"):
        add(supplier_name=name)
    for who, names in (
        (anna, ["SIA „Otrais”", "SIA „Pirmais”"]),
        (marta, ["SIA „Otrais”", "SIA „Pirmais”"]),
        (karlis, []),
    ):
        page = as_(who).get(ADD)
        assert list(page.context["suppliers"]) == names
        assert 'list="suppliers"' in page.content.decode()


def test_two_clicks_make_one_expense(as_: As, anna: User, typed: Any) -> None:
    key, client = str(uuid4()), as_(anna)
    answers = [
        client.post(ADD, typed(submission_key=key, new_documents=scan("the same receipt"))) for _click in range(2)
    ]
    assert answers[0].url == answers[1].url  # type: ignore[attr-defined]  # a redirect has an address
    assert Expense.objects.count() == 1


def test_draft_needs_no_receipt_but_approval_does(as_: As, anna: User, typed: Any) -> None:
    sent = typed()
    del sent["new_documents"]
    refused = as_(anna).post(ADD, sent)
    assert refused.status_code == 422
    assert "Vispirms pievienojiet attaisnojuma dokumentu" in refused.content.decode()
    assert Expense.objects.count() == 0
    as_(anna).post(ADD, {**sent, "submission_key": str(uuid4()), "deed": "draft"})
    assert Expense.objects.get().state == "draft"


@pytest.mark.parametrize("amount", ["1.000,50", "-1", "1e5", "12,345", "1_000", "٣,50", "0", ""])
def test_wrong_amount_is_said_and_nothing_is_lost(as_: As, anna: User, typed: Any, amount: str) -> None:
    response = as_(anna).post(ADD, typed(total=amount, supplier_name="SIA Īpašais"))
    page = response.content.decode()
    assert (response.status_code, Expense.objects.count()) == (422, 0)
    assert response.context["form"].errors.keys() == {"total"}
    assert "SIA Īpašais" in page
    assert "<title>Kļūda:" in page
    assert f'value="{amount}"' in page or not amount


@pytest.mark.parametrize("amount", ["1000,00", "1 000,00", "1000.00", "1000.00EUR"])
def test_amounts_as_people_write_them(as_: As, anna: User, typed: Any, amount: str) -> None:
    as_(anna).post(ADD, typed(total=amount, confirm_over="on"))
    assert Expense.objects.get().total == Decimal(1000)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("31.02.2020", "nav"),
        ("4/6/2020", "23.11.2026"),
        ("01.01.2099", "nākotnē"),
        ("01.03.2021", "programm"),
    ],
)
def test_wrong_day_is_said_at_its_field(as_: As, anna: User, typed: Any, day: str, words: str) -> None:
    response = as_(anna).post(ADD, typed(document_on=day))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["document_on"]
    assert words in str(response.context["form"].errors["document_on"])
    assert Expense.objects.count() == 0


def test_closed_period_is_said_at_the_day(as_: As, anna: User, marta: User, typed: Any, in_daugavpils: Scope) -> None:
    close_period(by=marta, scope=in_daugavpils, kind="money", starts_on=DAY, ends_on=DAY)
    response = as_(anna).post(ADD, typed())
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["document_on"]
    link = '<a href="/lv/programma/slegumi/">'
    assert response.content.decode().count(link) == 2, "at the day and in the summary: where one may ask to open it"


@pytest.mark.parametrize("day", ["31.12.2019", "01.01.2021"])
def test_daugavpils_money_pays_only_2020(
    as_: As, anna: User, typed: Any, council_money: FundingSource, planting: Activity, day: str
) -> None:
    response = as_(anna).post(ADD, typed(source=council_money.pk, activity=planting.pk, document_on=day))
    assert response.status_code == 422
    assert "01.01.2020–31.12.2020" in str(response.context["form"].errors["document_on"])


def test_daugavpils_money_asks_for_its_activity_under_more(
    as_: As, anna: User, typed: Any, council_money: FundingSource, planting: Activity
) -> None:
    response = as_(anna).post(ADD, typed(source=council_money.pk))
    assert list(response.context["form"].errors) == ["activity"]
    assert '<details class="more" open>' in response.content.decode()
    as_(anna).post(ADD, typed(source=council_money.pk, activity=planting.pk))
    assert Expense.objects.get().activity == planting


def test_limit_is_warned_of_with_the_amount_before_saving(as_: As, anna: User, typed: Any) -> None:
    warned = as_(anna).post(ADD, typed(total="130,00"))
    page = warned.content.decode()
    assert (warned.status_code, Expense.objects.count()) == (200, 0)
    assert "30,00\u00a0EUR" in page
    assert 'name="confirm_over"' in page
    assert 'value="R-1"' in page
    assert "ceks" in page
    again = typed(
        total="130,00", confirm_over="on", documents=[staged.pk for staged in warned.context["form"].just_staged]
    )
    del again["new_documents"]
    as_(anna).post(ADD, again)
    assert Expense.objects.get().documents.count() == 1


def test_preview_tells_the_same_while_typing(
    as_: As, anna: User, lines: Lines, grant: FundingSource, council_money: FundingSource
) -> None:
    asked: dict[str, Any] = {
        "total": "1130,00",
        "line": lines["3.1"].pk,
        "source": grant.pk,
        "document_on": "04.06.2020",
    }
    address = reverse("budget:expense_preview")
    assert "1\u00a0030,00\u00a0EUR" in as_(anna).get(address, asked).content.decode()
    hard = as_(anna).get(address, {**asked, "source": council_money.pk}).content.decode()
    assert "130,00\u00a0EUR" in hard
    nothing: dict[str, Any]
    for nothing in ({**asked, "total": "99"}, {**asked, "total": "1.000,50"}, {}):
        assert as_(anna).get(address, nothing).content.decode().strip() == ""


def test_duplicate_leads_to_the_first(as_: As, anna: User, typed: Any) -> None:
    client = as_(anna)
    client.post(ADD, typed())
    first = Expense.objects.get()
    again = client.post(ADD, typed(supplier_name="sia dārzs"))
    assert again.status_code == 422
    assert reverse("budget:expense_detail", args=[first.pk]) in again.content.decode()
    assert Expense.objects.count() == 1


def test_duplicate_of_a_foreign_municipality_is_refused_without_a_link(
    as_: As, karlis: User, typed: Any, add: Adder
) -> None:
    foreign = add(document_number="R-1", total="12.50")
    response = as_(karlis).post(ADD, typed())
    assert response.status_code == 422
    assert reverse("budget:expense_detail", args=[foreign.pk]) not in response.content.decode()


def test_split_in_per_cent_and_in_amounts(
    as_: As, anna: User, typed: Any, lines: Lines, council_money: FundingSource
) -> None:
    split = {"line_1": lines["1.1"].pk, "amount_1": "33,33 %", "line_2": lines["P"].pk, "amount_2": "33,33%"}
    as_(anna).post(ADD, typed(total="10,00", confirm_over="on", **split))
    amounts = [share.amount for share in Expense.objects.get().shares.order_by("line__order")]
    assert sum(amounts) == Decimal(10)
    assert sorted(amounts) == [Decimal("3.33"), Decimal("3.33"), Decimal("3.34")]
    as_(anna).post(
        ADD,
        typed(
            supplier_name="SIA Cits",
            document_number="R-2",
            total="10,00",
            is_publicity="on",
            source_1=council_money.pk,
            amount_1="4,01",
        ),
    )
    shares = Expense.objects.get(document_number="R-2").shares.order_by("source__order")
    assert [(share.source.kind, share.amount) for share in shares] == [
        ("grant", Decimal("5.99")), ("municipal", Decimal("4.01")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "split",
    [
        {"amount_1": "12,50"},
        {"amount_1": "100 %"},
        {"amount_1": "10 %", "amount_2": "1,00"},
        {"amount_1": "x"},
        {"source_1": "grant"},
    ],
)
def test_wrong_split_is_said(as_: As, anna: User, typed: Any, split: dict[str, str], grant: FundingSource) -> None:
    split = {name: grant.pk if value == "grant" else value for name, value in split.items()}  # type: ignore[misc]  # the grant's key in place of the word
    response = as_(anna).post(ADD, typed(**split))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["amount_1"]


def test_net_and_vat_must_make_the_total(as_: As, anna: User, typed: Any) -> None:
    response = as_(anna).post(ADD, typed(net="10,00", vat="2,10"))
    assert list(response.context["form"].errors) == ["vat"]
    as_(anna).post(ADD, typed(net="10,33", vat="2,17"))
    assert Expense.objects.get().vat == Decimal("2.17")


def test_form_chooses_no_line_and_source_for_anybody(
    as_: As, anna: User, typed: Any, lines: Lines, grant: FundingSource, council_money: FundingSource
) -> None:
    """What the last document stood on, one's own or a colleague's, is no reason for the next one."""
    as_(anna).post(ADD, typed(line=lines["1.1"].pk))
    form = as_(anna).get(ADD).context["form"]
    assert (form.initial["document_on"], form.initial["line"], form.initial["source"]) == (clock.today(), None, None)


def test_only_line_and_source_there_are_stand_chosen(
    as_: As, anna: User, typed: Any, lines: Lines, grant: FundingSource
) -> None:
    Allocation.objects.exclude(line__code="3.1").delete()
    BudgetLine.objects.exclude(code="3.1").delete()
    initial = as_(anna).get(ADD).context["form"].initial
    assert (initial["line"], initial["source"]) == (lines["3.1"].pk, grant.pk)


def test_supplier_suggests_line_and_source_and_says_so(
    as_: As, anna: User, ilze: User, typed: Any, lines: Lines, council_money: FundingSource, grant: FundingSource
) -> None:
    as_(ilze).post(ADD, typed(line=lines["1.1"].pk))
    client, address = as_(anna), reverse("budget:expense_suggest")
    form = client.get(address, {"supplier_name": "Dārzs, SIA"}).context["form"]
    assert (form.initial["line"], form.initial["source"]) == (lines["1.1"].pk, grant.pk)
    assert client.get(address, {"supplier_name": "SIA Dārzs"}).content.decode().count("Ieteikts:") == 2
    chosen = client.get(address, {"supplier_name": "SIA Dārzs", "line": str(lines["3.1"].pk), "source": "x"})
    assert chosen.context["form"].initial["line"] == str(lines["3.1"].pk)
    for unknown in ("SIA Cits", "", "   "):
        page = client.get(address, {"supplier_name": unknown})
        assert "Ieteikts" not in page.content.decode()
        assert page.context["form"].initial == {}


def test_suggestion_for_the_former_supplier_is_no_choice(
    as_: As, anna: User, add: Adder, lines: Lines, council_money: FundingSource, grant: FundingSource
) -> None:
    add(supplier_name="SIA Dārzs", line=lines["1.1"])
    add(supplier_name="SIA Dārzi", line=lines["3.1"])
    client, address = as_(anna), reverse("budget:expense_suggest")
    first = client.get(address, {"supplier_name": "SIA Dārzs"}).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="(\d+)"', first))
    assert hidden == {"suggested_line": str(lines["1.1"].pk), "suggested_source": str(grant.pk)}
    stands = {"line": str(lines["1.1"].pk), "source": str(grant.pk), **hidden}
    corrected = client.get(address, {"supplier_name": "SIA Dārzi", **stands})
    assert corrected.context["form"].initial == {"line": lines["3.1"].pk, "source": grant.pk}
    assert corrected.content.decode().count("Ieteikts:") == 2
    assert client.get(address, {"supplier_name": "SIA Cits", **stands}).context["form"].initial == {}
    chosen = client.get(address, {"supplier_name": "SIA Dārzi", **stands, "source": str(council_money.pk)})
    assert chosen.context["form"].initial == {"line": lines["3.1"].pk, "source": str(council_money.pk)}
    assert "suggested_source" not in chosen.content.decode()


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
        assert f'hx-get="{address}?expense={expense.pk}"' in page
    asked = {"expense": str(expense.pk), "supplier_name": expense.supplier_name}
    form = browser.get(suggest, asked).context["form"]
    assert set(form.fields["line"].rows) == {str(line.pk) for line in lines.values()}
    assert form.initial == {"line": lines["3.1"].pk, "source": grant.pk}
    typed: dict[str, Any] = {
        "total": "1130,00",
        "line": lines["3.1"].pk,
        "source": grant.pk,
        "document_on": "04.06.2020",
    }
    told = browser.get(preview, {**typed, "expense": expense.pk}).content.decode()
    assert "1\u00a0030,00\u00a0EUR" in told
    assert browser.get(preview, typed).content.decode().strip() == ""


def test_fragments_of_an_expense_open_to_whoever_may_change_it(
    as_: As, anna: User, karlis: User, ilze: User, emma: User, add: Adder
) -> None:
    expense = add(by=ilze)
    for name in ("expense_suggest", "expense_preview"):
        address = reverse(f"budget:{name}")
        for person, status in ((ilze, 200), (karlis, 404), (emma, 404)):
            assert as_(person).get(address, {"expense": expense.pk}).status_code == status
        for wrong in ("", "x", "²", "9" * 30, "999999"):
            assert as_(ilze).get(address, {"expense": wrong}).status_code == 404


def test_supplier_s_document_of_another_municipality_suggests_nothing(
    as_: As, anna: User, add: Adder, karlis: User, in_rezekne: Scope
) -> None:
    add(by=karlis, scope=in_rezekne, supplier_name="SIA Tālais")
    page = as_(anna).get(reverse("budget:expense_suggest"), {"supplier_name": "SIA Tālais"})
    assert page.context["form"].initial == {}


@pytest.mark.parametrize(
    "name", ["overview", "expense_add", "expense_edit", "expense_detail", "expense_delete", "expense_queue"]
)
def test_pages_of_money_say_the_programme(as_: As, marta: User, add: Adder, programme: Programme, name: str) -> None:
    args = [add(by=marta).pk] if name in {"expense_edit", "expense_detail", "expense_delete"} else []
    page = as_(marta).get(reverse(f"budget:{name}", args=args)).content.decode()
    head = page[page.index('<div class="page-head"') if '<div class="page-head"' in page else page.index("<main") :]
    assert programme.name in head[: head.index("</h1>") + 400]


def test_activities_of_one_name_are_told_apart_and_searched(
    as_: As, anna: User, planting: Activity, lines: Lines, in_daugavpils: Scope
) -> None:
    again = Activity.objects.get(pk=planting.pk)
    again.pk, again.starts_on = None, DAY.replace(day=9)
    again.save()
    common = Activity.objects.get(pk=planting.pk)
    common.pk, common.municipality, common.starts_on = None, None, DAY.replace(day=1)
    common.save()
    page = " ".join(as_(anna).get(ADD).content.decode().split())
    offered = re.findall(r"\d\d\.06\.2020 · Puķu stādīšana · [^<]+", page)
    assert offered == [
        "09.06.2020 · Puķu stādīšana · Daugavpils",
        "04.06.2020 · Puķu stādīšana · Daugavpils",
    ]
    assert 'data-search="Meklēt sarakstā"' in page


def test_form_comes_from_a_cost_or_an_activity(
    as_: As, anna: User, in_daugavpils: Scope, planting: Activity, typed: Any
) -> None:
    cost = Cost.objects.create(
        programme_id=in_daugavpils.programme_id, municipality_id=in_daugavpils.municipality_id, origin="test:1",
        stage="invoiced", amount=Decimal("7.77"), description="Stādi", supplier="SIA Stāds", on=DAY, activity=planting,
    )  # fmt: skip
    form = as_(anna).get(f"{ADD}?cost={cost.pk}").context["form"]
    assert (form.initial["supplier_name"], form.initial["total"], form.initial["activity"]) == (
        "SIA Stāds", Decimal("7.77"), planting.pk,
    )  # fmt: skip
    assert as_(anna).get(f"{ADD}?activity={planting.pk}&cost=x").context["form"].initial["activity"] == str(planting.pk)
    as_(anna).post(ADD, typed(cost=cost.pk, activity=planting.pk))
    assert Expense.objects.get().cost == cost
    assert as_(anna).get(f"{ADD}?cost={cost.pk}").context["form"].initial.get("total") is None  # booked once


def test_draft_comes_back(as_: As, anna: User, lines: Lines) -> None:
    Draft.objects.create(user=anna, form_key="expense", data={"supplier_name": ["SIA Pus"], "total": ["1.000,50"]})
    page = as_(anna).get(ADD).content.decode()
    assert 'value="SIA Pus"' in page
    assert 'value="1.000,50"' in page


def test_marta_chooses_the_municipality(as_: As, marta: User, typed: Any, rezekne: Any) -> None:
    assert as_(marta).post(ADD, typed()).status_code == 422
    as_(marta).post(ADD, typed(municipality=rezekne.pk))
    as_(marta).post(ADD, typed(municipality="programme", document_number="R-2", total="12,60"))
    assert [expense.municipality for expense in Expense.objects.order_by("pk")] == [rezekne, None]


def test_who_is_no_partner_adds_nothing(as_: As, anna: User, programme: Programme, daugavpils: Any) -> None:
    programme.partnerships.filter(municipality=daugavpils).delete()
    assert as_(anna).get(ADD).status_code == 403


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
