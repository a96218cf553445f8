"""A filter of the expenses, its sums, its file and every link that carries it speak of the same rows and shares."""

import csv
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from budget.models import BudgetLine, Expense, FundingSource
from budget.services import ShareOf
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.people.models import Municipality, User
from tests.budget.conftest import Adder

As = Callable[[User | None], Client]
Lines = dict[str, BudgetLine]
LIST, EXPORT = "budget:expense_list", "budget:expense_export"


@pytest.fixture
def split(booked: Adder, lines: Lines, grant: FundingSource, council_money: FundingSource) -> Expense:
    """100,00 in one document: 70,00 on 1.1 of the grant, 30,00 on 3.1 of the council's money."""
    return booked(
        total="100.00",
        document_on=date(2020, 6, 4),
        is_publicity=True,
        shares=[
            ShareOf(lines["1.1"], grant, Decimal("70.00")),
            ShareOf(lines["3.1"], council_money, Decimal("30.00")),
        ],
    )


def text_of(page: Any) -> str:
    """What is read, without tags."""
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]*>", " ", page.content.decode()))


def table(client: Client, query: dict[str, Any]) -> list[list[str]]:
    """The rows' line, source and amount."""
    answer = client.get(reverse(EXPORT), {**query, "format": "csv"})
    rows = list(csv.reader(StringIO(b"".join(answer).decode("utf-8-sig")), delimiter=";"))
    head = next(at for at, row in enumerate(rows) if "Budžeta pozīcija" in row)
    return [row[-3:] for row in rows[head + 1 :] if len(row) > 3 and row[-3]]


def shown(client: Client, query: dict[str, Any]) -> tuple[list[Decimal], list[tuple[str, Decimal]]]:
    page = client.get(reverse(LIST), query)
    assert page.status_code == 200
    return [expense.amount for expense in page.context["page_obj"]], list(page.context["totals"])


def test_a_row_says_its_lines_and_sources(
    as_: As, anna: User, split: Expense, grant: FundingSource, council_money: FundingSource
) -> None:
    FundingSource.objects.filter(pk=grant.pk).update(name_en="The grant")
    FundingSource.objects.filter(pk=council_money.pk).update(name_en="")
    for language, first in (("lv", grant.name_lv), ("en", "The grant")):
        with translation.override(language):
            address = reverse(LIST)
        (row,) = as_(anna).get(address).context["page_obj"]
        assert row.paid_from == [f"1.1 · {first}", f"3.1 · {council_money.name_lv}"]


def test_a_line_shows_its_shares_and_nothing_else(
    as_: As, anna: User, split: Expense, lines: Lines, grant: FundingSource, council_money: FundingSource
) -> None:
    client, gifts, council = as_(anna), grant.name, council_money.name
    seventy, thirty = Decimal("70.00"), Decimal("30.00")
    for query, amounts, totals in (
        ({}, [Decimal(100)], [(gifts, seventy), (council, thirty)]),
        ({"line": lines["1.1"].pk}, [seventy], [(gifts, seventy)]),
        ({"line": lines["3.1"].pk}, [thirty], [(council, thirty)]),
        ({"source": grant.pk}, [seventy], [(gifts, seventy)]),
        ({"line": lines["1.1"].pk, "source": grant.pk}, [seventy], [(gifts, seventy)]),
        # one share is on the line, another from the source: no share is both
        ({"line": lines["3.1"].pk, "source": grant.pk}, [], []),
        ({"line": lines["3.1"].pk, "state": "draft"}, [], []),
        ({"line": lines["3.1"].pk, "municipality": split.municipality_id}, [thirty], [(council, thirty)]),
    ):
        assert shown(client, query) == (amounts, totals), query
        assert sum(Decimal(row[-1].replace(",", ".")) for row in table(client, query)) == sum(amounts), query


def test_the_page_says_what_the_whole_document_was(as_: As, anna: User, split: Expense, lines: Lines) -> None:
    page = text_of(as_(anna).get(reverse(LIST), {"line": lines["3.1"].pk}))
    assert "30,00\u00a0EUR no 100,00\u00a0EUR" in page
    assert split.total == Decimal("100.00")
    assert "no 100,00" not in text_of(as_(anna).get(reverse(LIST)))


def test_the_file_has_the_matching_rows_its_filter_and_their_total(
    as_: As, anna: User, split: Expense, lines: Lines, council_money: FundingSource
) -> None:
    assert table(as_(anna), {"line": lines["3.1"].pk}) == [["3.1", council_money.name, "30,00"]]
    content = b"".join(as_(anna).get(reverse(EXPORT), {"line": lines["3.1"].pk}))
    cells = [cell.value for row in openpyxl.load_workbook(BytesIO(content)).active.iter_rows() for cell in row]
    assert [cell for cell in cells if cell in (30, 70, 100)] == [30]
    assert any(str(cell).startswith("=SUBTOTAL") for cell in cells)
    assert {f"Budžeta pozīcija: {lines['3.1']}", f"{council_money.name}: 30,00\u00a0EUR"} <= set(cells)
    assert split.number is not None


def test_two_sources_have_no_total_of_both(as_: As, anna: User, split: Expense) -> None:
    content = b"".join(as_(anna).get(reverse(EXPORT)))
    cells = [cell.value for row in openpyxl.load_workbook(BytesIO(content)).active.iter_rows() for cell in row]
    assert not any(str(cell).startswith("=SUBTOTAL") for cell in cells)
    assert split.total == Decimal("100.00")


def test_the_sort_by_amount_is_of_what_is_shown_in_the_file_too(
    as_: As, anna: User, booked: Adder, split: Expense, lines: Lines
) -> None:
    booked(total="50.00")
    line = lines["3.1"].pk
    assert shown(as_(anna), {"line": line, "sort": "total"})[0] == [Decimal(30), Decimal(50)]
    assert shown(as_(anna), {"line": line, "sort": "-total"})[0] == [Decimal(50), Decimal(30)]
    assert [row[-1] for row in table(as_(anna), {"line": line, "sort": "total"})] == ["30,00", "50,00"]
    assert [row[-1] for row in table(as_(anna), {"line": line, "sort": "-total"})] == ["50,00", "30,00"]
    assert split.total == Decimal("100.00")


def test_what_the_budget_page_says_is_spent_is_what_its_link_shows(
    as_: As, marta: User, split: Expense, add: Adder, lines: Lines
) -> None:
    add(total="5.00", line=lines["3.1"])  # a draft is not spent
    client = as_(marta)
    page = client.get(reverse("budget:overview"))
    spent = {
        (line.line.pk, source.source.pk): line.spent for source in page.context["sources"] for line in source.lines
    }
    for (line, source), euros in spent.items():
        query: dict[str, Any] = {"line": line, "source": source, "state": "booked"}
        assert f"?line={line}&amp;source={source}&amp;state=booked" in page.content.decode()
        assert sum(shown(client, query)[0]) == euros
    assert split.total == Decimal("100.00")


# -- an activity -----------------------------------------------------------------------------------------
def test_the_expenses_of_an_activity_are_its_own_with_a_way_out(
    as_: As, anna: User, booked: Adder, planting: Activity
) -> None:
    own, other = booked(activity=planting, total="7.00"), booked(total="9.00")
    client, by_amount = as_(anna), {"activity": str(planting.pk), "sort": "total"}
    for page in (
        client.get(reverse("activities:activity_detail", args=[planting.pk])),
        client.get(reverse(LIST), by_amount),
    ):
        assert f"?activity={planting.pk}" in page.content.decode()
    page = client.get(reverse(LIST), {**by_amount, "page": "1"})
    assert list(page.context["page_obj"]) == [own]
    assert [(chip.label, chip.value, chip.url) for chip in page.context["filter"].chips] == [
        ("Pasākums", "Puķu stādīšana", "?sort=total")
    ]
    assert "Pasākums: Puķu stādīšana ×" in text_of(page)
    assert [row[-1] for row in table(client, {"activity": planting.pk})] == ["7,00"]
    assert list(client.get(reverse(LIST), {"sort": "total"}).context["page_obj"]) == [own, other]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"line": "99999"}, "Filtram „Budžeta pozīcija” nav vērtības „99999”."),
        ({"line": "x"}, "Filtram „Budžeta pozīcija” nav vērtības „x”."),
        ({"activity": "99999"}, "Filtram „Pasākums” nav vērtības „99999”."),
        ({"activity": "null"}, "Filtram „Pasākums” nav vērtības „null”."),
        ({"activity": "9" * 40}, f"Filtram „Pasākums” nav vērtības „{'9' * 40}”."),
        ({"sort": "xyz"}, "Sarakstu nevar kārtot pēc „xyz”."),
        ({"page": "foo"}, "Lapas „foo” nav."),
        ({"pozicija": "1.2"}, "Šajā sarakstā nav filtra „pozicija”."),
        ({"line": ["1", "2"]}, "Adresē „line” norādīts vairākas reizes."),
    ],
)
def test_an_unknown_filter_is_said_and_shows_nothing(
    as_: As, anna: User, booked: Adder, query: dict[str, Any], sentence: str
) -> None:
    booked(supplier_name="SIA Redzamais")
    for address in (LIST, EXPORT):
        if (address, "page") == (EXPORT, next(iter(query))):
            continue
        answer = as_(anna).get(reverse(address), query)
        page = answer.content.decode()
        assert (answer.status_code, sentence in page, "Redzamais" in page) == (422, True, False)


def test_what_is_known_stays_on_the_way_on(as_: As, anna: User) -> None:
    page = as_(anna).get(reverse(LIST), {"state": "booked", "line": "99999"}).content.decode()
    assert f'href="{reverse(LIST)}?state=booked"' in page
    assert f'href="{reverse(LIST)}"' in page


def test_a_colleagues_link_with_ones_only_municipality_is_understood(
    as_: As, anna: User, booked: Adder, daugavpils: Municipality, rezekne: Municipality
) -> None:
    """She has no choice of municipalities, so no field; the address still means what it says."""
    own = booked()
    page = as_(anna).get(reverse(LIST), {"municipality": daugavpils.pk})
    assert list(page.context["page_obj"]) == [own]
    assert [(chip.label, chip.value) for chip in page.context["filter"].chips] == [("Pašvaldība", "Daugavpils")]
    foreign = as_(anna).get(reverse(LIST), {"municipality": rezekne.pk})
    assert foreign.status_code == 422
