"""Budget lines as a table: the template has what there is, and comes back; all of it is written, or nothing."""

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from budget.models import Allocation, BudgetLine, FundingSource
from budget.plan.resources import BudgetLineResource, headings_of
from budget.plan.services import lock_plan
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.exchange import imports
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Programme
from tests.budget.conftest import Adder, As, Lines
from tests.seminars.plan.tables import confirmed, table

pytestmark = pytest.mark.django_db
GRANT = "Britu Padomes finansējums"


def looked_at(by: User, programme: Programme, *rows: list[str], write: bool = False) -> imports.Preview:
    sources = list(FundingSource.objects.filter(programme=programme))
    headings = headings_of(sources)
    read = imports.Table(*[[*row, *[""] * (len(headings) - len(row))] for row in rows], headers=list(headings))
    return (imports.write if write else imports.preview)(BudgetLineResource(by=by, programme=programme), read, headings)


def slips(preview: imports.Preview) -> list[tuple[int, str]]:
    return [(row.number, heading) for row in preview.rows for heading, _sentence in row.errors]


def test_only_who_writes_the_programme_locks_its_budget(
    programme: Programme, marta: User, ilze: User, emma: User
) -> None:
    lock_plan(by=marta, programme=programme)
    for by in (ilze, emma):
        with pytest.raises(PermissionDenied):
            lock_plan(by=by, programme=programme)


def test_new_changed_and_same(marta: User, programme: Programme, lines: Lines, rezekne: Municipality) -> None:
    rows = [
        ["1,1", "", "", "", "", "", "100"],
        ["3.1", "Svētki", "", "", "", "", "90,00"],
        ["9", "Jauna", "New", "6", "", "", "7"],
        ["9", "", "", "", "", "rezeknes novads", "8"],
        ["P.2", "Video", "", "", "jā", "", ""],
        ["P", "", "", "", "nē", "", ""],
    ]
    assert slips(looked_at(marta, programme, *rows)) == [(6, "Aktivitāte")]
    assert BudgetLine.objects.count() == 3
    seen = looked_at(marta, programme, *rows[:5], write=True)
    assert [row.change for row in seen.rows] == ["skip", "update", "new", "update", "new"]
    line = BudgetLine.objects.get(code="9")
    assert set(line.allocations.values_list("municipality", "amount")) == {(None, Decimal(7)), (rezekne.pk, Decimal(8))}
    assert BudgetLine.objects.get(code="3.1").name_lv == "Svētki"
    assert set(Entry.objects.values_list("verb", flat=True)) == {"budget_line.added", "budget_line.edited"}
    again = looked_at(marta, programme, *rows[:5])
    assert {row.change for row in again.rows} == {"skip"}


def test_each_slip_stands_at_its_cell(
    marta: User, programme: Programme, lines: Lines, council_money: FundingSource, booked: Adder
) -> None:
    booked()
    rows = [
        ["1.1", "", "", "77", "varbūt", "Rīga", "1"],
        ["1.1", "", "", "", "", "", "1.000,50"],
        ["1.1", "", "", "", "", "", "5"],
        ["P", "", "", "", "", "Rēzeknes novads", "", "5"],
        ["3.1", "", "", "", "", "", "101"],
        ["", "Bez koda", "", "", "x", "", ""],
    ]
    assert slips(looked_at(marta, programme, *rows)) == [
        (1, "Aktivitāte"), (1, "Publicitāte"), (1, "Pašvaldība"),
        (2, GRANT), (3, "Kods"), (4, "Daugavpils domes līdzfinansējums"), (5, GRANT), (6, "Kods"),
    ]  # fmt: skip


def test_money_may_move_from_line_to_line(marta: User, programme: Programme, lines: Lines) -> None:
    FundingSource.objects.update(amount=200)
    over = looked_at(marta, programme, ["1.1", "", "", "", "", "", "150"], ["3.1", "", "", "", "", "", "51"])
    assert slips(over) == [(1, GRANT)]
    moved = [["1.1", "", "", "", "", "", "150"], ["3.1", "", "", "", "", "", "50"]]
    assert looked_at(marta, programme, *moved, write=True).may_be_written
    assert list(Allocation.objects.order_by("line").values_list("amount", flat=True)) == [150, 50]


def test_the_template_comes_back(
    as_: As, marta: User, programme: Programme, lines: Lines, grant: FundingSource, council_money: FundingSource,
    daugavpils: Municipality, rezekne: Municipality,
) -> None:  # fmt: skip
    Allocation.objects.create(line=lines["P"], source=council_money, municipality=daugavpils, amount=Decimal("12.50"))
    Allocation.objects.create(line=lines["P"], source=grant, municipality=rezekne, amount=Decimal(3))
    client = as_(marta)
    file = client.get(reverse("budget:budget_line_import_template", args=[programme.pk])).content
    sheet: Any = openpyxl.load_workbook(io.BytesIO(file)).active
    rows = [list(row) for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert [row[0] for row in rows] == ["1.1", "3.1", "P", "P"]
    assert [row[5:] for row in rows[2:]] == [["", None, 12.5], ["Rēzeknes novads", 3, None]]
    there = reverse("budget:budget_line_import", args=[programme.pk])
    page: Any = client.post(there, {"table": SimpleUploadedFile("pozicijas.xlsx", file)})
    assert page.status_code == 200
    assert {row.change for row in page.context["preview"].rows} == {"skip"}


def test_a_table_is_looked_at_and_written(as_: As, marta: User, programme: Programme, lines: Lines) -> None:
    client, there = as_(marta), reverse("budget:budget_line_import", args=[programme.pk])
    assert there in client.get(reverse("budget:budget_line_list", args=[programme.pk])).content.decode()
    file = table(f"Kods;Aktivitāte;{GRANT}", "1.1;1;=1+1")
    assert client.post(there, file).status_code == 422
    page = client.post(there, table(f"Kods;Aktivitāte;{GRANT}", "1.1;1;120,00"))
    assert confirmed(client, there, page).status_code == 302
    assert Allocation.objects.get(line=lines["1.1"]).amount == 120
    page = client.post(there, table(f"Kods;Aktivitāte;{GRANT}", "1.1;1;130,00"))
    FundingSource.objects.create(
        programme=programme, organisation=FundingSource.objects.get().organisation, kind="grant", name_lv="Cits",
        amount=1,
    )  # fmt: skip
    assert confirmed(client, there, page).status_code == 422  # another source has come since
