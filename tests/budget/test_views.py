from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from budget.models import BudgetLine, Expense, FundingSource
from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Period, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import close_period
from darbigas_kopienas.submissions.models import Draft
from tests.budget.conftest import DAY, Adder
from tests.databases import EMPTY

As = Callable[[User | None], Client]
Lines = dict[str, BudgetLine]
ADD = "/lv/budzets/izdevumi/pievienot/"


@pytest.fixture
def typed(lines: Lines, grant: FundingSource) -> Callable[..., dict[str, Any]]:
    """What a browser sends: four fields, the suggested line and source, and a receipt."""

    def made(**more: Any) -> dict[str, Any]:
        return {
            "submission_key": str(uuid4()),
            "supplier_name": "SIA Dārzs",
            "document_number": "R-1",
            "document_on": "04.06.2020",
            "total": "12,50",
            "line": lines["3.1"].pk,
            "source": grant.pk,
            "new_documents": SimpleUploadedFile("ceks.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"),
            "deed": "submit",
            **more,
        }

    return made


def test_addresses_are_latvian_words() -> None:
    assert reverse("budget:expense_add") == ADD


def test_anna_adds_a_receipt_with_four_fields(as_: As, anna: User, typed: Any, grant: FundingSource) -> None:
    response = as_(anna).post(ADD, typed())
    expense = Expense.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("budget:expense_detail", args=[expense.pk])
    assert (expense.state, expense.total, expense.document_on) == ("submitted", Decimal("12.50"), DAY)
    assert [one.kind for one in expense.documents.all()] == ["receipt"]
    assert (expense.municipality.code, expense.added_by) == ("daugavpils", anna)  # type: ignore[union-attr]  # the expense has one


def test_two_clicks_make_one_expense(as_: As, anna: User, typed: Any) -> None:
    key, client = str(uuid4()), as_(anna)
    answers = [client.post(ADD, typed(submission_key=key)) for _one in range(2)]
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
    again = typed(total="130,00", confirm_over="on", documents=[one.pk for one in warned.context["form"].just_staged])
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
    amounts = [one.amount for one in Expense.objects.get().shares.order_by("line__order")]
    assert sum(amounts) == Decimal(10)
    assert sorted(amounts) == [Decimal("3.33"), Decimal("3.33"), Decimal("3.34")]
    as_(anna).post(
        ADD, typed(document_number="R-2", total="10,00", is_publicity="on", source_1=council_money.pk, amount_1="4,01")
    )
    shares = Expense.objects.get(document_number="R-2").shares.order_by("source__order")
    assert [(one.source.kind, one.amount) for one in shares] == [
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


def test_form_suggests_today_and_what_was_used_last(
    as_: As, anna: User, typed: Any, lines: Lines, grant: FundingSource, council_money: FundingSource
) -> None:
    first = as_(anna).get(ADD).context["form"]
    assert first.initial["line"] is None
    as_(anna).post(ADD, typed(line=lines["1.1"].pk))
    later = as_(anna).get(ADD).context["form"]
    assert (later.initial["line"], later.initial["source"]) == (lines["1.1"].pk, grant.pk)


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
    as_(marta).post(ADD, typed(municipality="programme", document_number="R-2"))
    assert [one.municipality for one in Expense.objects.order_by("pk")] == [rezekne, None]


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
    assert sorted(one.amount for one in expense.shares.all()) == [Decimal(2), Decimal(18)]
    assert client.get(address).status_code == 403


def test_edit_shows_the_documents_that_are_there(as_: As, ilze: User, add: Adder) -> None:
    expense = add()
    document = expense.documents.get()
    page = as_(ilze).get(reverse("budget:expense_edit", args=[expense.pk])).content.decode()
    assert reverse("evidence:document_download", args=[document.pk]) in page
    assert [(one.text, one.url) for one in document.uses()] == [
        (str(expense), reverse("budget:expense_detail", args=[expense.pk]))
    ]


def test_edit_refusal_keeps_the_page(as_: As, ilze: User, add: Adder, typed: Any) -> None:
    expense = add()
    response = as_(ilze).post(reverse("budget:expense_edit", args=[expense.pk]), typed(total="-1"))
    assert response.status_code == 422
    expense.refresh_from_db()
    assert expense.total == Decimal(10)


# -- deciding ------------------------------------------------------------------------------------------
def _deed(client: Client, name: str, expense: Expense, **sent: Any) -> Any:
    return client.post(reverse(f"budget:expense_{name}", args=[expense.pk]), {"submission_key": str(uuid4()), **sent})


def test_chain_from_draft_to_paid(as_: As, add: Adder, ilze: User, anna: User) -> None:
    expense = add()
    assert _deed(as_(ilze), "submit", expense).status_code == 302
    assert _deed(as_(anna), "return", expense).status_code == 422
    assert _deed(as_(anna), "return", expense, comment="Nav salasāms").status_code == 302
    page = as_(ilze).get(reverse("budget:expense_detail", args=[expense.pk])).content.decode()
    assert "Nav salasāms" in page
    assert _deed(as_(ilze), "submit", expense).status_code == 302
    assert _deed(as_(anna), "book", expense).status_code == 302
    wrong = _deed(as_(anna), "pay", expense, paid_on="05.06.2020", amount="99,00")
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["amount"]
    assert _deed(as_(anna), "pay", expense, paid_on="01.01.2099", amount="1,00").context["form"].errors.keys() == {
        "paid_on"
    }
    assert _deed(as_(anna), "pay", expense, paid_on="05.06.2020", amount="10,00", note="MU-1").status_code == 302
    page = as_(anna).get(reverse("budget:expense_detail", args=[expense.pk])).content.decode()
    assert "MU-1" in page
    assert reverse("budget:expense_pay", args=[expense.pk]) not in page  # nothing is left to pay
    assert _deed(as_(anna), "reverse", expense, reason="Kļūda").status_code == 302
    expense.refresh_from_db()
    assert expense.is_reversed
    assert "Stornēti ar" in as_(anna).get(reverse("budget:expense_detail", args=[expense.pk])).content.decode()
    assert as_(anna).get(reverse("budget:expense_detail", args=[expense.reversal.pk])).status_code == 200


def test_four_eyes_are_said_and_no_button_is_shown(as_: As, submitted: Adder, anna: User) -> None:
    expense = submitted(by=anna)
    page = as_(anna).get(reverse("budget:expense_detail", args=[expense.pk])).content.decode()
    assert reverse("budget:expense_book", args=[expense.pk]) not in page
    assert "Jāapstiprina citam" in page
    refused = _deed(as_(anna), "book", expense)
    assert refused.status_code == 422
    assert "Jāapstiprina citam" in str(refused.context["form"].errors)


def test_line_over_the_tolerance_asks_marta_for_the_approval(
    as_: As, submitted: Adder, anna: User, marta: User
) -> None:
    expense = submitted(total="121.00")
    address = reverse("budget:expense_detail", args=[expense.pk])
    assert "over_limit_note" not in as_(anna).get(address).content.decode()
    assert _deed(as_(anna), "book", expense).status_code == 422
    assert "over_limit_note" in as_(marta).get(address).content.decode()
    missing = _deed(as_(marta), "book", expense)
    assert list(missing.context["form"].errors) == ["over_limit_note"]
    assert _deed(as_(marta), "book", expense, over_limit_note="BP 12").status_code == 302


def test_two_clicks_book_once(as_: As, submitted: Adder, anna: User) -> None:
    expense, key, client = submitted(), str(uuid4()), as_(anna)
    answers = [_deed(client, "book", expense, submission_key=key).status_code for _one in range(2)]
    assert answers == [302, 302]


def test_mismatch_is_shown_until_marta_resolves_it(
    as_: As, anna: User, marta: User, lines: Lines, grant: FundingSource
) -> None:
    address, deed = reverse("budget:overview"), reverse("budget:source_resolve", args=[grant.pk])
    page = as_(anna).get(address).content.decode()
    assert "111\u00a0029,00\u00a0EUR" in page
    assert deed not in page
    assert as_(anna).post(deed, {"note": "Skaitlis"}).status_code == 403
    assert as_(marta).post(deed, {"note": " "}).status_code == 422
    assert as_(marta).post(deed, {"note": "Spēkā ir skaitlis"}).status_code == 302
    assert as_(marta).post(deed, {"note": "Vēlreiz"}).status_code == 422
    assert "Spēkā ir skaitlis" in as_(anna).get(address).content.decode()


# -- reading -------------------------------------------------------------------------------------------
def test_what_is_left_is_on_the_overview_and_beside_the_form(
    as_: As, booked: Adder, council_money: FundingSource, anna: User
) -> None:
    booked(total="29.00")
    booked(source=council_money, is_publicity=True, total="100.00")
    for address in (reverse("budget:overview"), ADD):
        page = as_(anna).get(address).content.decode()
        assert "115\u00a0000,00\u00a0EUR" in page
        assert "900,00\u00a0EUR" in page
        assert "115\u00a0029,00\u00a0EUR" in page
        assert "1\u00a0000,00\u00a0EUR" in page


def test_funder_reads_totals_by_line_and_no_expense(as_: As, booked: Adder, emma: User) -> None:
    expense = booked()
    client = as_(emma)
    assert client.get("/en/budget/").status_code == 200
    assert client.get(reverse("budget:expense_list")).status_code == 403
    assert client.get(reverse("budget:expense_detail", args=[expense.pk])).status_code == 404


def test_filters_find_by_line_source_state_period_municipality_and_words(
    as_: As, marta: User, booked: Adder, add: Adder, council_money: FundingSource, lines: Lines, programme: Programme,
    grant: FundingSource, daugavpils: Any,
) -> None:  # fmt: skip
    seedlings = booked(supplier_name="SIA Dēsti", document_on=date(2020, 5, 4))
    photos = add(supplier_name="Foto Ķēve", source=council_money, is_publicity=True, line=lines["P"])
    may = Period.objects.create(
        programme=programme, name_lv="Maijs", name_en="May", starts_on=date(2020, 5, 1), ends_on=date(2020, 5, 31)
    )
    for asked, found in (
        ({"q": "keve"}, [photos]), ({"q": "DESTI"}, [seedlings]), ({"state": "booked"}, [seedlings]),
        ({"line": lines["P"].pk}, [photos]), ({"source": grant.pk}, [seedlings]), ({"period": may.pk}, [seedlings]),
        ({"municipality": daugavpils.pk}, [photos, seedlings]), ({"municipality": "programme"}, []),
        ({"sort": "day"}, [seedlings, photos]), ({"sort": "-number"}, [seedlings, photos]),
        ({"line": "x"}, [photos, seedlings]),
    ):  # fmt: skip
        response = as_(marta).get(reverse("budget:expense_list"), asked)
        assert (response.status_code, list(response.context["page_obj"])) == (200, found), asked


def test_export_holds_one_row_for_each_share(as_: As, booked: Adder, anna: User, karlis: User) -> None:
    booked(supplier_name="=1+1")
    content = b"".join(as_(anna).get(reverse("budget:expense_export"), {"format": "xlsx"}))
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert 10 in cells
    assert "=1+1" in cells
    text = b"".join(as_(anna).get(reverse("budget:expense_export"), {"format": "csv"})).decode("utf-8-sig")
    assert "'=1+1" in text
    assert "10,00" in text
    foreign = b"".join(as_(karlis).get(reverse("budget:expense_export"), {"format": "csv"})).decode()
    assert "1+1" not in foreign
    assert as_(anna).get(reverse("budget:expense_export"), {"format": "exe"}).status_code == 404


def test_empty_pages_say_what_comes_next(as_: As, anna: User, olga: User, programme: Programme) -> None:
    assert "Izdevumu vēl nav" in as_(anna).get(reverse("budget:expense_list")).content.decode()
    assert "Izdevumu vēl nav" in as_(olga).get(reverse("budget:expense_list")).content.decode()
    assert "Šiem filtriem nekas neatbilst" in as_(anna).get(reverse("budget:expense_list"), {"q": "x"}).content.decode()
    assert "Budžeta vēl nav" in as_(anna).get(reverse("budget:overview")).content.decode()


@pytest.mark.database(EMPTY)
def test_without_a_programme_there_is_no_budget(as_: As, first_admin: User) -> None:
    assert as_(first_admin).get(reverse("budget:overview")).status_code == 404


PAGES = ("overview", "expense_list", "expense_add", "expense_detail", "submitted_detail", "expense_edit")


@pytest.mark.parametrize("page", PAGES)
def test_statements_do_not_grow_with_rows(
    page: str, as_: As, marta: User, booked: Adder, submitted: Adder, add: Adder,
    django_assert_max_num_queries: Callable[..., Any], planting: Activity,
) -> None:  # fmt: skip
    client, counts = as_(marta), []
    for rows in (1, 3):
        for _one in range(rows):
            done, waiting, draft = booked(), submitted(), add()
        rows_of = {"expense_detail": done, "submitted_detail": waiting, "expense_edit": draft}
        address = reverse(
            f"budget:{page.replace('submitted', 'expense')}", args=[rows_of[page].pk] if page in rows_of else []
        )
        client.get(address)
        with django_assert_max_num_queries(10) as told:
            assert client.get(address).status_code == 200
        counts.append(len(told.captured_queries))
    assert counts[0] == counts[1]
