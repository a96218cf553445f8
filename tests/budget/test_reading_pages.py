"""What is left, the list of expenses with its filters, and their table."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from budget.models import FundingSource
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Period, Programme
from darbigas_kopienas.programme.scoping import Scope
from tests.budget.conftest import ADD, Adder, As, Lines
from tests.databases import EMPTY


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
    for asked, matching in (
        ({"q": "keve"}, [photos]), ({"q": "DESTI"}, [seedlings]), ({"state": "booked"}, [seedlings]),
        ({"line": lines["P"].pk}, [photos]), ({"source": grant.pk}, [seedlings]), ({"period": may.pk}, [seedlings]),
        ({"municipality": daugavpils.pk}, [photos, seedlings]), ({"municipality": "programme"}, []),
        ({"sort": "day"}, [seedlings, photos]), ({"sort": "-number"}, [seedlings, photos]),
    ):  # fmt: skip
        response = as_(marta).get(reverse("budget:expense_list"), asked)
        assert (response.status_code, list(response.context["page_obj"])) == (200, matching), asked


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
    assert as_(anna).get(reverse("budget:expense_export"), {"format": "exe"}).status_code == 422


def test_empty_pages_say_what_comes_next(as_: As, anna: User, olga: User, programme: Programme) -> None:
    assert "Izdevumu vēl nav" in as_(anna).get(reverse("budget:expense_list")).content.decode()
    assert "Izdevumu vēl nav" in as_(olga).get(reverse("budget:expense_list")).content.decode()
    assert "Šiem filtriem nekas neatbilst" in as_(anna).get(reverse("budget:expense_list"), {"q": "x"}).content.decode()
    sorted_only = as_(anna).get(reverse("budget:expense_list"), {"sort": "total"}).content.decode()
    assert ("Izdevumu vēl nav" in sorted_only, "Rādīt visu" in sorted_only) == (True, False)
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
        for _row in range(rows):
            done, waiting, draft = booked(), submitted(), add()
        rows_of = {"expense_detail": done, "submitted_detail": waiting, "expense_edit": draft}
        address = reverse(
            f"budget:{page.replace('submitted', 'expense')}", args=[rows_of[page].pk] if page in rows_of else []
        )
        client.get(address)
        with django_assert_max_num_queries(12) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries.captured_queries))
    assert counts[0] == counts[1]


def test_an_overrun_is_said_in_words_and_what_waits_apart_from_drafts(
    as_: As, booked: Adder, submitted: Adder, add: Adder, anna: User, emma: User
) -> None:
    booked(total="100.50")
    submitted(total="6.00")
    add(total="1.00")
    for user in (anna, emma):
        page = as_(user).get(reverse("budget:overview")).content.decode()
        row = page[page.index("3.1 Pasākumi") :].split("</tr>")[0]
        assert "pārsniegts</span>" in row
        assert "100,50\u00a0%" in row
    page = as_(anna).get(reverse("budget:overview")).content.decode()
    assert "iesniegts, vēl nav apstiprināts: 6,00\u00a0EUR" in page
    assert "melnrakstos: 1,00\u00a0EUR" in page


def test_list_behind_a_sum_says_what_it_does_not_show(
    as_: As, booked: Adder, anna: User, marta: User, karlis: User, in_rezekne: Scope, lines: Lines, grant: FundingSource
) -> None:
    booked(total="5.00")
    booked(by=karlis, scope=in_rezekne, total="7.00", booked_by=marta)
    address = f"{reverse('budget:expense_list')}?line={lines['3.1'].pk}&source={grant.pk}&state=booked"
    said = "šeit vēl 7,00\u00a0EUR iztērējuši citi"
    assert said in as_(anna).get(address).content.decode()
    assert said not in as_(marta).get(address).content.decode()
    assert said not in as_(anna).get(f"{address}&q=a").content.decode()
    assert said not in as_(anna).get(reverse("budget:expense_list")).content.decode()


@pytest.mark.parametrize(
    "name", ["overview", "expense_add", "expense_edit", "expense_detail", "expense_delete", "expense_queue"]
)
def test_pages_of_money_say_the_programme(as_: As, marta: User, add: Adder, programme: Programme, name: str) -> None:
    args = [add(by=marta).pk] if name in {"expense_edit", "expense_detail", "expense_delete"} else []
    page = as_(marta).get(reverse(f"budget:{name}", args=args)).content.decode()
    head = page[page.index('<div class="page-head"') if '<div class="page-head"' in page else page.index("<main") :]
    assert programme.name in head[: head.index("</h1>") + 400]
