"""Which words of a printed table are broken: only those that are longer than their share of a row that does not fit."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from darbigas_kopienas.reports import long_words, present
from darbigas_kopienas.values.figures import Row, Table
from tests.reports.sample import columns, pair

NAMED: tuple[tuple[str, str, Any], ...] = (
    ("Nosaukums", "Name", "text"), ("Vieta", "Place", "text"), ("Diena", "Day", "date"), ("Skaits", "Number", "count"),
)  # fmt: skip


def printed(title: str, place: str, *, names: tuple[tuple[str, str, Any], ...] = NAMED, count: int = 62) -> Any:
    cells: dict[str, Any] = {"Nosaukums": title, "Vieta": place, "Diena": date(2020, 6, 4), "Skaits": count}
    row = Row(tuple(cells[name] for name, _en, _kind in names))
    return long_words.mark(present.table(Table("x", pair("Pasākumi", "Events"), columns(*names), (row,))))


def long(shown: present.ShownTable) -> list[str]:
    rows = (*shown.rows, *([shown.total] if shown.total else []))
    cells = [cell for row in rows for cell in row.cells]
    return [cell.text[:9] for cell in (*shown.columns, *cells) if cell.is_long]


def test_words_of_a_row_that_fits_are_left_whole() -> None:
    assert long(printed("Sadarbības_un_līdzatbildības_darbnīca", "Kultūras nams")) == []


def test_only_the_long_word_is_broken_where_a_row_does_not_fit() -> None:
    assert long(printed("https://" + "a" * 120, "Kultūras nams")) == ["https://a"]


def test_capital_letters_take_more_room() -> None:
    assert long(printed("A" * 45, "Vieta")) == ["AAAAAAAAA"]
    assert long(printed("a" * 45, "Vieta")) == []


def test_a_first_column_of_days_takes_no_more_than_its_day() -> None:
    names = (NAMED[2], NAMED[1], NAMED[3])
    assert long(printed("", "a" * 70, names=names)) == []


@pytest.mark.parametrize("has_total", [True, False])
def test_day_and_figure_are_never_broken(has_total: bool) -> None:
    shown = present.table(
        Table("x", pair("T", "T"), columns(*NAMED), (Row(("a" * 120, "b", date(2020, 6, 4), 10**20)),), None)
    )
    total = replace(shown.rows[0]) if has_total else None
    marked = long_words.mark(replace(shown, total=total))
    assert long(marked) == ["aaaaaaaaa"] * (2 if has_total else 1)
    assert [cell.css_class for cell in marked.rows[0].cells] == ["long", "", "day", "number"]
