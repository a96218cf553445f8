import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Self

import openpyxl
import pytest
from django.utils.translation import gettext_lazy, override

from darbigas_kopienas import exchange
from darbigas_kopienas.exchange import Column, Sheet
from darbigas_kopienas.values import figures

AT = datetime(2021, 2, 28, 12, 0, tzinfo=UTC)
MONEY_FORMAT = r"#,##0.00\ [$€-426]"
COLUMNS = [
    Column("Nosaukums", value=lambda row: row.name),
    Column("Summa", "money", value=lambda row: row.amount, is_summed=True),
    Column("Diena", "date", value=lambda row: row.on),
    Column("Daļa", "percent", value=lambda row: row.share),
    Column("Skaits", "count", value=lambda row: row.count, is_summed=True),
    Column("Kad", "moment", value=lambda row: row.at),
    Column("Atzīme", value=lambda _row: None),
    Column("Tukšs"),
]


@dataclass
class Row:
    name: str
    amount: Decimal | None
    owner: str = "ilze"
    on: date | None = date(2021, 2, 8)
    share: Decimal = Decimal(20)
    count: int = 3
    at: datetime = AT


class Rows:
    """A queryset's two methods that an export may use."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.asked: list[str] = []

    def visible_to(self, user: str) -> Self:
        self.asked.append(user)
        return type(self)([row for row in self.rows if row.owner == user])

    def iterator(self, chunk_size: int) -> Iterator[Row]:
        assert chunk_size > 0
        return iter(self.rows)


ROWS = Rows(
    [Row("Sēklas", Decimal("115029.00")), Row("=1+1\x07", Decimal("0.10"), on=None), Row("Sveša", None, "karlis")]
)


def _export(kind: Any, rows: Rows = ROWS, user: str = "ilze") -> bytes:
    return b"".join(exchange.export_table(rows, user, COLUMNS, kind=kind, title="Naudas plāns", made_at=AT))


def _book(*sheets: Sheet, is_large: bool = False) -> io.BytesIO:
    out = io.BytesIO()
    exchange.write_workbook(out, sheets, title="Pārskats", created_at=AT, is_large=is_large)
    return out


def _sheet(content: io.BytesIO, *, data_only: bool = False) -> Any:
    return openpyxl.load_workbook(content, data_only=data_only).worksheets[0]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "machine-csv"])
def test_an_export_holds_what_the_person_may_see_and_nothing_else(kind: str) -> None:
    rows = Rows(ROWS.rows)
    content = _export(kind, rows, "karlis")
    assert rows.asked == ["karlis"]
    if kind == "xlsx":
        names = [cell.value for cell in _sheet(io.BytesIO(content))["A"]]
        assert names == ["Naudas plāns", None, "Nosaukums", "Sveša", None, "Kopā"]
    else:
        text = content.decode("utf-8-sig")
        assert "Sveša" in text
        assert "Sēklas" not in text


def test_what_cannot_say_what_is_visible_cannot_be_exported() -> None:
    with pytest.raises(AttributeError, match="visible_to"):
        exchange.export_table([], "ilze", COLUMNS, kind="csv", title="x")  # type: ignore[arg-type]  # the wrong kinds on purpose


def test_csv_for_people() -> None:
    content = _export("csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n") == [
        "Nosaukums;Summa;Diena;Daļa;Skaits;Kad;Atzīme;Tukšs",
        "Sēklas;115029,00;08.02.2021;20;3;28.02.2021 14:00;;",
        "'=1+1;0,10;;20;3;28.02.2021 14:00;;",
        "",
    ]


def test_csv_for_programs() -> None:
    assert _export("machine-csv").decode().split("\r\n") == [
        "Nosaukums,Summa,Diena,Daļa,Skaits,Kad,Atzīme,Tukšs",
        "Sēklas,115029.00,2021-02-08,20,3,2021-02-28T12:00:00+00:00,,",
        "=1+1,0.10,,20,3,2021-02-28T12:00:00+00:00,,",
        "",
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "  ="])
def test_text_that_a_spreadsheet_would_run_is_disarmed(start: str) -> None:
    sheet = Sheet("x", [Column("a")], [[f"{start}cmd"]])
    rows = list(
        csv.reader(io.StringIO(b"".join(exchange.csv_lines(sheet)).decode("utf-8-sig"), newline=""), delimiter=";")
    )
    assert rows[1] == [f"'{start}cmd"]


def test_numbers_below_zero_and_blank_text_stay_as_they_are() -> None:
    sheet = Sheet("x", [Column("a", "count"), Column("b", "money"), Column("c")], [[-5, Decimal("-1.5"), " "]])
    assert b"".join(exchange.csv_lines(sheet)).endswith(b"\r\n-5;-1,50; \r\n")


@pytest.mark.parametrize(("language", "words"), [("lv", "jā;nē"), ("en", "yes;no")])
def test_yes_and_no(language: str, words: str) -> None:
    sheet = Sheet("x", [Column("a"), Column("b")], [[True, False]])
    with override(language):
        assert b"".join(exchange.csv_lines(sheet)).decode().splitlines()[1] == words
        assert b"".join(exchange.csv_lines(sheet, for_machine=True)).decode().splitlines()[1] == "true,false"
        cells = _sheet(_book(sheet))[4]
    assert [cell.value for cell in cells] == words.split(";")


@pytest.mark.parametrize("is_large", [False, True])
def test_cells_are_typed_and_formatted(is_large: bool) -> None:
    sheet = Sheet("Nauda", COLUMNS, [["=1+1", Decimal("115029.00"), date(2021, 2, 8), Decimal(20), 3, AT, "-x", "@y"]])
    page = _sheet(_book(sheet, is_large=is_large))
    cells = page[4]
    assert [cell.value for cell in cells] == [
        "=1+1",
        115029,
        datetime(2021, 2, 8),  # noqa: DTZ001 - spreadsheets know no zones
        0.2,
        3,
        datetime(2021, 2, 28, 14, 0),  # noqa: DTZ001 - as above
        "-x",
        "@y",
    ]
    assert [cell.data_type for cell in cells] == ["s", "n", "d", "n", "n", "d", "s", "s"]
    assert [cell.number_format for cell in cells[1:6]] == [
        MONEY_FORMAT,
        "dd.mm.yyyy",
        "0.0%",
        "#,##0",
        r"dd.mm.yyyy hh\.mm",
    ]


@pytest.mark.parametrize("is_large", [False, True])
def test_totals_are_formulas_with_the_right_value(is_large: bool) -> None:
    amounts = [Decimal("0.10"), Decimal("0.20"), None, Decimal("115028.70")]
    sheet = Sheet(
        "Nauda", [Column("Kas"), Column("Summa", "money", is_summed=True)], [["x", amount] for amount in amounts]
    )
    content = _book(sheet, is_large=is_large)
    assert _sheet(content)["B9"].value == "=SUBTOTAL(109,B4:B7)"
    assert _sheet(content, data_only=True)["B9"].value == 115029.0
    with override("lv"):
        assert _sheet(_book(sheet))["A9"].value == "Kopā"


def test_a_stated_total_that_is_no_sum_is_written_as_stated() -> None:
    columns = [Column("Kas"), Column("Summa", "money", is_summed=True), Column("Daļa", "percent", is_summed=True)]
    rows = [["x", Decimal(2), Decimal(50)], ["y", Decimal(3), Decimal(60)]]
    page = _sheet(_book(Sheet("Nauda", columns, rows, total=["Pavisam", Decimal(5), Decimal(55)])))
    assert [cell.value for cell in page[7]] == ["Pavisam", "=SUBTOTAL(109,B4:B5)", 0.55]


def test_subtotals_add_up_their_group_and_the_total_leaves_them_out() -> None:
    """Such a sheet is no table to be sorted: that would tear the groups apart."""
    pair = figures.TextPair.same
    amounts = (("x", 1, False), ("y", 2, False), ("X", 3, True), ("z", 4, False), ("Z", 4, True))
    rows = tuple(figures.Row((name, Decimal(amount)), is_subtotal=is_sum) for name, amount, is_sum in amounts)
    columns = (figures.Column(pair("Kas")), figures.Column(pair("Summa"), "money"))
    table = figures.Table("B1", pair("Nauda"), columns, rows, figures.Row((pair("Kopā"), Decimal(7))))
    content = _book(Sheet.of(table))
    page = _sheet(content)
    assert [cell.value for cell in page["B"]][3:] == [
        1, 2, "=SUBTOTAL(109,B4:B5)", 4, "=SUBTOTAL(109,B7:B7)", None, "=SUBTOTAL(109,B4:B8)",
    ]  # fmt: skip
    assert [cell.value for cell in _sheet(content, data_only=True)["B"]][3:] == [1, 2, 3, 4, 4, None, 7]
    assert (dict(page.tables), page.auto_filter.ref, page["A6"].font.b) == ({}, None, True)


def test_head_filter_print_and_properties() -> None:
    content = _book(Sheet("Nauda & lietas", COLUMNS[:2], [["x", Decimal(1)]], notes=["2020. gads", "Ilze"]))
    book = openpyxl.load_workbook(content)
    page = book.worksheets[0]
    assert (page["A1"].value, page["A2"].value, page["A3"].value) == ("Nauda & lietas", "2020. gads", "Ilze")
    assert page.freeze_panes == "A6"
    assert [table.ref for table in page.tables.values()] == ["A5:B6"]
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert page.print_title_rows == "$5:$5"
    assert page.oddFooter.left.text == "Nauda && lietas"
    assert book.properties.title == "Pārskats"
    assert book.properties.created == datetime(2021, 2, 28, 14, 0)  # noqa: DTZ001 - the file knows no zones


def test_a_large_workbook_has_its_filter_too() -> None:
    page = _sheet(_book(Sheet("Nauda", COLUMNS[:2], [["x", Decimal(1)]] * 3, notes=[]), is_large=True))
    assert page.auto_filter.ref == "A3:B6"
    assert page.freeze_panes == "A4"


def test_an_empty_table_is_a_table() -> None:
    page = _sheet(_book(Sheet("Nauda", COLUMNS[:2], [])))
    assert [table.ref for table in page.tables.values()] == ["A3:B4"]


def test_equal_tables_give_equal_bytes() -> None:
    sheet = Sheet("Nauda", COLUMNS[:2], [["x", Decimal(1)]])
    assert _book(sheet).getvalue() == _book(sheet).getvalue()


def test_control_characters_long_texts_and_old_days_do_not_spoil_the_file() -> None:
    rows: list[list[Any]] = [["\x07Zvans\ud800\ufffe", None], ["ā" * 40_000, date(1868, 5, 1)]]
    page = _sheet(_book(Sheet("Nauda\x07", [Column("Kas\x07"), Column("Diena", "date")], rows)))
    assert page["A3"].value == "Kas"
    assert page["A4"].value == "Zvans"
    assert len(page["A5"].value) == 32_767
    assert page["B5"].value == "1868-05-01"


def test_headings_and_sheets_with_the_same_name_are_told_apart() -> None:
    sheets = [Sheet("Ļoti gara lapa [2020]: nosaukums, kas neietilpst", [Column("A"), Column("a"), Column("")], [])] * 3
    book = openpyxl.load_workbook(_book(*sheets, Sheet("'''", [Column("A")], [])))
    assert [cell.value for cell in book.worksheets[0][3]] == ["A", "a 2", "–"]
    assert book.sheetnames == [
        "Ļoti gara lapa 2020 nosaukums",
        "Ļoti gara lapa 2020 2",
        "Ļoti gara lapa 2020 3",
        "1",
    ]


def test_sheet_is_named_by_whole_words() -> None:
    titles = ("Semināri pa veidiem un mērķa grupām", "Notikušie semināri, apmeklētās stundas", "x" * 40)
    book = openpyxl.load_workbook(_book(*(Sheet(title, [Column("A")], []) for title in titles)))
    assert book.sheetnames == ["Semināri pa veidiem un mērķa", "Notikušie semināri, apmeklētās", "x" * 31]


def test_headings_are_translated_when_written() -> None:
    with override("lv"):
        assert (
            b"".join(exchange.csv_lines(Sheet("x", [Column(gettext_lazy("Total"))], []))).decode("utf-8-sig")
            == "Kopā\r\n"
        )


def test_a_reports_table_becomes_a_sheet_in_the_active_language() -> None:
    pair = figures.TextPair
    table = figures.Table(
        "B1",
        pair("Nauda", "Money"),
        (figures.Column(pair("Avots", "Source")), figures.Column(pair("Summa", "Amount"), "money")),
        (figures.Row((pair("Britu Padome", "British Council"), Decimal("115029.00"))),),
        figures.Row((pair("Kopā", "Total"), Decimal("115029.00"))),
    )
    with override("en"):
        page = _sheet(_book(Sheet.of(table, notes=["2020"])))
        assert [cell.value for cell in page["A"]] == ["Money", "2020", None, "Source", "British Council", None, "Total"]
        assert page["B7"].value == "=SUBTOTAL(109,B5:B5)"
    no_total = figures.Table(table.code, table.title, table.columns, table.rows)
    assert Sheet.of(no_total).total is None


def test_file_names_are_plain() -> None:
    assert exchange.file_name("Naudas plāns: 2020", "xlsx") == "naudas-plans-2020.xlsx"
    assert exchange.file_name("„…”", "machine-csv") == "tabula.csv"
