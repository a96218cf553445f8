"""What the portal wrote it reads back as it was."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darbigas_kopienas import exchange
from darbigas_kopienas.exchange import Column, Sheet, csv_in, imports


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4))
def test_what_the_portal_wrote_comes_back_as_it_was(texts: list[str]) -> None:
    names = [f"Kolonna {at}" for at in range(len(texts))]
    sheet = Sheet("x", [Column(name) for name in names], [texts])
    content = b"".join(exchange.csv_lines(sheet))
    stored = [exchange.tables.as_text(text).strip() for text in texts]
    rows = csv_in.read_csv(content, known=lambda line: sum(cell in names for cell in line))
    assert rows[0] == names
    assert rows[1:] == [stored]


@pytest.mark.parametrize(
    "text", ["-", "=1+1", "+371 29000000", "@anna", "'-", "''=x", "'", "'tis", " -5", "＝1", "-\u00a0"]
)
def test_each_guard_is_taken_off_again(text: str) -> None:
    sheet = Sheet("x", [Column("A"), Column("B")], [[text, "b"]])
    content = b"".join(exchange.csv_lines(sheet))
    assert csv_in.read_csv(content, known=lambda _line: 0)[1] == [text.strip(), "b"]


def test_workbook_comes_back_without_its_title_and_total() -> None:
    out = io.BytesIO()
    rows = [["-", "=1+1@example.lv", 2], ["Lāsma Priede", "'-", 3]]
    columns = [Column("Name"), Column("E-mail"), Column("Children", "count", is_summed=True)]
    sheet = Sheet("Dalībnieki", columns, rows, notes=["piezīme"])
    exchange.write_workbook(out, [sheet], title="x", created_at=datetime(2021, 1, 1, tzinfo=UTC))
    headings = {str(column.name): column.name for column in columns}
    table = imports.read_table(io.BytesIO(out.getvalue()), "a.xlsx", headings)
    assert [list(row) for row in table] == [[str(cell) for cell in row] for row in rows]
    assert (table.lines, len(table.notes)) == ([5, 6], 1)
