"""How frozen values look, tried without a database on a report made by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from darbigas_kopienas.reports import codes, present, render, snapshot, workbook
from darbigas_kopienas.values.codes import CROCKFORD, plain, spaced
from darbigas_kopienas.values.figures import Column, Figure, Row, Table, TextPair, sha256_of
from tests.reports.sample import pair, report


def figure(value: Any, kind: Any) -> Figure:
    return Figure("X1", pair("x", "x"), value, kind)


@pytest.mark.parametrize(
    ("value", "kind", "lv", "en"),
    [
        (1204, "count", "1\u00a0204", "1,204"),
        (Decimal("115029.00"), "money", "115\u00a0029,00\u00a0EUR", "EUR\u00a0115,029.00"),
        (Decimal("62.04"), "percent", "62,0\u00a0%", "62.0%"),
        (Decimal("8.00"), "hours", "8", "8"),
        (Decimal("1648.50"), "hours", "1\u00a0648,5", "1,648.5"),
        (None, "count", "—", "—"),
    ],
)
def test_a_figure_is_written_as_its_language_writes_it(value: Any, kind: str, lv: str, en: str) -> None:
    with override("lv"):
        assert present.value(figure(value, kind)) == lv
    with override("en"):
        assert present.value(figure(value, kind)) == en


@pytest.mark.parametrize(
    ("content", "kind", "shown"),
    [
        (date(2021, 2, 8), "date", "08.02.2021"),
        (None, "date", ""),
        (None, "text", ""),
        (None, "money", "—"),
        (Decimal("-1234.5"), "money", "\u22121\u00a0234,50"),
        (12, "count", "12"),
        (Decimal(20), "percent", "20,0\u00a0%"),
        (TextPair("Ābele", "Apple"), "text", "Ābele"),
    ],
)
def test_a_cell_is_never_a_false_zero(content: Any, kind: Any, shown: str) -> None:
    with override("lv"):
        assert present.cell(content, kind) == shown


def test_a_table_says_eur_once_and_leaves_empty_cells_of_the_total_empty() -> None:
    columns = (Column(pair("Kas", "What")), Column(pair("Cik", "Much"), "money"), Column(pair("N", "N"), "count"))
    made = Table(
        "t", pair("T", "T"), columns, (Row(("a", Decimal(1), None)),), Row((pair("Kopā", "Total"), Decimal(1), None))
    )
    with override("lv"):
        shown = present.table(made)
    assert shown.has_money
    assert [cell.text for cell in shown.rows[0].cells] == ["a", "1,00", "—"]
    assert shown.total is not None
    assert [(cell.text, cell.label) for cell in shown.total.cells] == [("Kopā", "Kas"), ("1,00", "Cik"), ("", "N")]
    assert present.table(replace(made, total=None)).total is None


@pytest.mark.parametrize(
    ("so_far", "target", "is_more_than", "filled", "percent", "is_reached"),
    [
        (41, 64, False, 64, "64\u00a0%", False),
        (64, 64, False, 100, "100\u00a0%", True),
        (40, 40, True, 100, "100\u00a0%", False),
        (90, 40, True, 100, "225\u00a0%", True),
        (None, 40, False, 0, "—", False),
        (3, 0, False, 100, "—", True),
    ],
)
def test_a_bar_is_as_long_as_the_promise_is_kept(
    so_far: int | None, target: int, is_more_than: bool, filled: int, percent: str, is_reached: bool
) -> None:
    made = snapshot.Target("I1", pair("a", "a"), None, target, is_more_than, None, so_far)
    with override("lv"):
        assert present.bar(made) == present.Bar(filled, percent)
    assert made.is_reached is is_reached


def test_a_promise_of_more_than_a_number_says_so() -> None:
    made = snapshot.Target("I1", pair("a", "a"), None, 40, True, None, None)
    with override("lv"):
        assert present.promised(made) == "vairāk nekā 40"
        assert present.promised(replace(made, is_more_than=False)) == "40"


def test_a_start_known_to_the_month_is_not_said_to_the_day() -> None:
    with override("lv"):
        assert present.short_period(report()) == "01.04.2020–30.09.2020"
        from_start = report(starts_on=date(2019, 3, 1))
        assert present.short_period(from_start) == "03.2019–30.09.2020"
        assert present.long_period(from_start).startswith("no 2019.\u00a0gada marta l")


def test_disputes_are_told_until_resolved() -> None:
    with override("lv"):
        assert "111\u00a0029,00\u00a0EUR" in present.disputes(report())[0]
    resolved = tuple(replace(amount, is_in_dispute=False) for amount in report().sums)
    assert present.disputes(report(sums=resolved)) == []


def test_figures_kept_as_json_are_the_same_figures_with_the_same_seal() -> None:
    stored = snapshot.to_json(report())
    assert snapshot.from_json(stored) == report()
    assert sha256_of(snapshot.from_json(stored)) == sha256_of(report())
    of_one = report(municipality=pair("Preiļu novads", "Preiļi Municipality"))
    assert snapshot.from_json(snapshot.to_json(of_one)) == of_one


def test_every_figure_can_be_traced_once() -> None:
    codes_of = list(report().traceable())
    assert len(codes_of) == len(set(codes_of))
    assert {"S1", "B1", "I5"} <= set(codes_of)


def test_a_long_report_is_the_same_bytes_twice_and_reads_no_database() -> None:
    made = [render.render_pdf(report(rows=60), seal="0" * 64, language="lv", photos={}) for _time in range(2)]
    assert made[0] == made[1]
    assert workbook.render_xlsx(report(), language="lv") == workbook.render_xlsx(report(), language="lv")


def test_the_qr_code_is_20_mm_with_literal_attributes() -> None:
    drawn = render.qr("https://example.lv/lv/parbaude/7K2M9QXR4T6W/").decode()
    assert 'width="20mm" height="20mm"' in drawn
    assert "class=" not in drawn
    assert "style=" not in drawn


def test_codes_are_long_and_forgive_what_people_mistype() -> None:
    made = {codes.new_code() for _row in range(50)}
    assert len(made) == 50
    assert all(len(code) == 26 and set(code) <= set(CROCKFORD) for code in made)
    assert plain(" 7k2m-9qxr-4t6w ") == "7K2M9QXR4T6W"
    assert plain("OIL") == "011"
    assert spaced("7K2M9QXR4T6W") == "7K2M-9QXR-4T6W"
