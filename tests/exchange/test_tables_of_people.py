"""Tables as people have them: what a spreadsheet shows is read, and nothing of it is lost without a word."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.utils.translation import override

from darbigas_kopienas import exchange
from darbigas_kopienas.exchange import csv_in, imports, workbook_guard, workbook_in

HEADINGS = {"name": "Vārds, uzvārds", "email": "E-pasts", "school": "Skola vai iestāde"}
HEAD = list(HEADINGS.values())
LASMA = ["Lāsma Priede", "lasma.p@example.lv", "Ziedu pamatskola"]
GIRTS = ["Ģirts Egle", "girts.e@example.lv", "Ziedu pamatskola"]


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with override("en"):
        yield


def _read(content: bytes, name: str = "a.csv") -> imports.Table:
    return imports.read_table(io.BytesIO(content), name, HEADINGS)


def _rows(table: imports.Table) -> list[list[str]]:
    return [list(row) for row in table]


def _book(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    fill(book)
    book.save(out)
    return out.getvalue()


def _sheet(book: openpyxl.Workbook, title: str, *rows: Sequence[object], state: str = "visible") -> None:
    sheet = book.create_sheet(title)
    sheet.sheet_state = state
    for row in rows:
        sheet.append(row)


def _one_sheet(*rows: Sequence[object]) -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        for row in rows:
            book.active.append(row)

    return _book(fill)


# -- workbooks -------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheet_is_never_read(state: str) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.remove(book.active)
        _sheet(book, "2025", HEAD, ["Vecais Saraksts", "vecais@example.lv", "Sena skola"], state=state)
        _sheet(book, "2026", HEAD, LASMA, GIRTS)
        book.active = 1

    table = _read(_book(fill), "a.xlsx")
    assert (_rows(table), table.notes) == ([LASMA, GIRTS], [])


def test_the_visible_sheet_with_the_headings_is_read_and_the_others_are_named() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["Lasi mani: Vārds, uzvārds"])
        _sheet(book, "Saraksts", HEAD, LASMA)
        _sheet(book, "Tukša")

    table = _read(_book(fill), "a.xlsx")
    assert (_rows(table), table.notes) == ([LASMA], ["The sheet “Saraksts” was read. Not read: Sheet."])


def _with_errors() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, LASMA[:2])
    sheet.write_formula(1, 2, "=NA()", None, "#N/A")
    sheet.write_row(2, 0, GIRTS)
    sheet.write_formula(3, 0, "=X!A1", None, "#REF!")
    sheet.write_row(3, 1, ["x@example.lv", "#REF!"])  # a text that only looks so
    book.close()
    return out.getvalue()


def test_error_is_said_of_its_row_and_is_no_name() -> None:
    table = _read(_with_errors(), "a.xlsx")
    assert table.lines == [2, 3, 4]
    assert table.wrong == [
        (0, "school", "The cell holds the error #N/A."),
        (2, "name", "The cell holds the error #REF!."),
    ]


def test_formula_that_was_never_counted_is_said() -> None:
    table = _read(_one_sheet(HEAD, [*LASMA[:2], "=A1"]), "a.xlsx")
    assert [(at, key) for at, key, _said in table.wrong] == [(0, "school")]


def test_formula_that_gives_a_text_or_nothing_is_read() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_formula(1, 0, '="Lāsma Priede"', None, LASMA[0])
    sheet.write(1, 1, LASMA[1])
    sheet.write_formula(1, 2, '=IF(1,"","x")', None, "")
    book.close()
    counted = out.getvalue()
    table = _read(counted, "a.xlsx")
    assert _rows(table)[0][0] == LASMA[0]


def test_merged_cells_below_the_headings_are_said_of_each_row() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet.append(["Dalībnieku saraksts"])
        sheet.merge_cells("A1:C1")
        for row in (HEAD, LASMA, [*GIRTS[:2], None], ["Zane", "z@example.lv", "Cita skola"]):
            sheet.append(row)
        sheet.merge_cells("C3:C4")

    table = _read(_book(fill), "a.xlsx")
    assert [(at, key) for at, key, _said in table.wrong] == [(1, "school")]
    assert table.lines == [3, 4, 5]


@pytest.mark.parametrize("last", [["Kopā"], ["KOPĀ:", None, 2], ["Total", "", "1 234,5"], [None, "Kopā", 7]])
def test_a_last_line_that_is_a_total_is_no_row(last: list[object]) -> None:
    """Of people's tables, and of the portal's own, whose total stands below an empty line."""
    for lines, number in (([last], 4), ([[], last], 5)):
        table = _read(_one_sheet(HEAD, LASMA, GIRTS, *lines), "a.xlsx")
        assert (_rows(table), table.lines) == ([LASMA, GIRTS], [2, 3])
        assert table.notes == [f"Row {number} is a total and is not read."]


def test_a_total_that_nobody_has_counted_is_no_fault() -> None:
    table = _read(_one_sheet(HEAD, LASMA, ["Kopā", "", "=SUM(C2:C2)"]), "a.xlsx")
    assert (_rows(table), table.wrong) == ([LASMA], [])


def test_only_a_last_line_with_figures_is_a_total() -> None:
    other = ["Kopā", "kopa@example.lv", "Cita skola"]
    table = _read(_one_sheet(HEAD, ["Kopā", "", 2], LASMA, other), "a.xlsx")
    assert (len(table), table.notes) == (3, [])
    with pytest.raises(workbook_guard.TableRefused):
        _read(_one_sheet(HEAD, ["Kopā", 0]), "a.xlsx")


def test_rows_have_the_numbers_of_the_file() -> None:
    rows: list[list[Any]] = [["Nosaukums"], [], HEAD, LASMA, [], [None, " "], GIRTS, [], []]
    assert _read(_one_sheet(*rows), "a.xlsx").lines == [4, 7]
    text = "\r\n".join(";".join(str(cell or "") for cell in row) for row in rows)
    assert _read(text.encode()).lines == [4, 7]
    assert _read(f'{";".join(HEAD)}\n"Lāsma\nPriede";l@example.lv;x\nĢirts;g@example.lv;x\n'.encode()).lines == [2, 3]


def test_columns_that_are_left_aside_are_named() -> None:
    table = _read(_one_sheet([*HEAD[:2], "Tālrunis"], [*LASMA[:2], "29000000", None, "piezīme"]), "a.xlsx")
    assert table.notes == [
        "Columns that are not read: Tālrunis, E.",
        "The table has no column: Skola vai iestāde.",
    ]
    far = _read(_one_sheet([*HEAD[:2], *[None] * 60, HEAD[2]], [*LASMA[:2], *[None] * 60, LASMA[2], "x"]), "a.xlsx")
    assert (_rows(far), far.notes) == ([LASMA], ["Columns that are not read: BL."])


def test_heading_that_stands_twice_is_refused() -> None:
    with pytest.raises(exchange.TableRefused, match="twice"):
        _read(_one_sheet([*HEAD, "e-pasts"], [*LASMA, "cits@example.lv"]), "a.xlsx")


def test_blank_rows_do_not_hide_that_there_are_too_many() -> None:
    rows = [row for at in range(30) for row in (["A", f"a{at}@example.lv", "x"], [])]
    with pytest.raises(exchange.TableRefused, match="more than 20"):
        imports.read_table(io.BytesIO(_one_sheet(HEAD, *rows)), "a.xlsx", HEADINGS, most=20)
    assert len(_read(_one_sheet(HEAD, *[[]] * 3000, LASMA), "a.xlsx")) == 1


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (date(2026, 11, 23), "23.11.2026"),
        (datetime(2026, 11, 23, 10, 30), "23.11.2026 10:30"),  # noqa: DTZ001  (as workbooks have it)
        (time(9, 5), "09:05"),
        (timedelta(hours=26, minutes=30), "26:30"),
        ("  x\u00a0", "x"),
        ("a_x000D_\nb", "a\nb"),
        (True, "yes"),
        (2.25, "2,25"),
    ],
)
def test_cell_is_read_as_a_person_would_type_it(cell: object, text: str) -> None:
    assert _rows(_read(_one_sheet(HEAD, [cell, "a@example.lv", "x"]), "a.xlsx"))[0][0] == text


def test_sheet_of_endless_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_in, "MOST_CELLS", 20)
    with pytest.raises(exchange.WorkbookTooLarge):
        _read(_one_sheet(HEAD, *[LASMA] * 10), "a.xlsx")

    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(HEAD)
        book.active.append(LASMA)
        book.active.merge_cells("E1:XFD2")

    with pytest.raises(exchange.WorkbookTooLarge):
        _read(_book(fill), "a.xlsx")


def test_last_row_of_all_is_the_last() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for at, row in enumerate((HEAD, LASMA), start=1):
            for column, cell in enumerate(row, start=1):
                book.active.cell(at, column, cell)
        book.active.cell(30_000, 1).font = openpyxl.styles.Font(bold=True)

    assert _read(_book(fill), "a.xlsx").lines == [2]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500, workbook_guard.OldWorkbook),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"),
            workbook_guard.LockedWorkbook,
        ),
        (b"PK\x03\x04 no workbook", exchange.NotAWorkbook),
        (b"Name;E-mail", exchange.NotAWorkbook),
    ],
)
def test_other_files_are_called_what_they_are(content: bytes, error: type[exchange.UnreadableFile]) -> None:
    with pytest.raises(error) as refused:
        _read(content, "a.xlsx")
    english = str(refused.value)
    with override("lv"):
        assert str(refused.value) != english


def test_workbook_is_known_by_what_it_holds() -> None:
    assert _rows(_read(_one_sheet(HEAD, LASMA), "saraksts.csv")) == [LASMA]


# -- CSV -------------------------------------------------------------------------------------------
MEALS = "Ēdienreizes: brokastis, pusdienas, launags, vakariņas"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1257"])
def test_csv_of_any_program(separator: str, end: str, encoding: str) -> None:
    quoted = [f'"{word}"' if separator in word else word for word in [*HEAD, MEALS]]
    lines = [quoted, [*LASMA, "jā"], ["", "", "", ""], ['"Egle, Ģirts"', GIRTS[1], '"Biedrība ""Saules zaķis"""', ""]]
    table = _read((end.join(separator.join(line) for line in lines) + end).encode(encoding))
    assert _rows(table) == [LASMA, ["Egle, Ģirts", GIRTS[1], 'Biedrība "Saules zaķis"']]
    assert (table.lines, table.notes) == ([2, 4], [f"Columns that are not read: {MEALS}."])


def test_commas_in_a_heading_are_no_separators() -> None:
    content = f'{";".join(HEAD)};"{MEALS}"\r\n{";".join(LASMA)};jā\r\n{";".join(GIRTS)};jā\r\n'
    assert _rows(_read(content.encode())) == [LASMA, GIRTS]


def test_separator_that_the_file_states() -> None:
    content = f"sep=,\r\n{','.join(f'{chr(34)}{word}{chr(34)}' for word in HEAD)}\r\n{','.join(LASMA)}\r\n"
    table = _read(content.encode())
    assert (_rows(table), table.lines) == ([LASMA], [2])


def test_title_above_the_headings_does_not_mislead() -> None:
    content = f"Saraksts, kurā ir vārdi, skolas, pasti;;\r\n;;\r\n{';'.join(HEAD)}\r\n{';'.join(LASMA)}\r\n"
    assert _rows(_read(content.encode())) == [LASMA]


def test_quotation_mark_that_never_closes_is_said_with_its_row() -> None:
    content = f'{";".join(HEAD)}\r\n{";".join(LASMA)}\r\n"Ģirts;g@example.lv;x\r\nZane;z@example.lv;x\r\n'
    with pytest.raises(exchange.TableRefused, match="row 3"):
        _read(content.encode())
    with pytest.raises(exchange.TableRefused, match="row 2"):
        _read(f"{';'.join(HEAD)}\r\n{'a' * 200_000};b;c\r\n".encode())


def test_without_known_headings_the_even_separator_is_taken() -> None:
    content = "Anna, Kalna;a@example.lv;Skola, filiāle, Cēsis\nJuris, Upe;j@example.lv;Skola\n"
    assert csv_in.read_csv(content.encode(), known=lambda _line: 0)[1] == ["Juris, Upe", "j@example.lv", "Skola"]
    assert csv_in.read_csv(b"", known=lambda _line: 0) == []


def test_sealed_table_keeps_its_numbers_and_what_is_wrong() -> None:
    table = _read(_with_errors(), "a.xlsx")
    opened = imports.unseal(imports.seal(table, owner="x"), owner="x")
    assert (_rows(opened), opened.lines, opened.wrong) == (_rows(table), table.lines, table.wrong)
