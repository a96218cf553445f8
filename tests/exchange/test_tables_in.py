import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
from django.utils.translation import override

from darbigas_kopienas import exchange
from darbigas_kopienas.exchange import Column, Sheet, imports, workbook_guard

NEEDED = {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}


def _zip(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out


def test_an_honest_workbook_passes_and_is_rewound() -> None:
    out = io.BytesIO()
    rows = [[f"Dalībnieks {number}", number] for number in range(3000)]
    sheet = Sheet("x", [Column("Vārds"), Column("Skaits", "count")], rows)
    exchange.write_workbook(out, [sheet], title="x", created_at=datetime(2021, 1, 1, tzinfo=UTC))
    exchange.check_workbook(out)
    assert out.tell() == 0


def test_a_bomb_is_refused_without_unpacking_it() -> None:
    bomb = _zip(NEEDED | {"xl/worksheets/sheet1.xml": b" " * 300_000_000})
    assert len(bomb.getvalue()) < 400_000
    with pytest.raises(exchange.WorkbookTooLarge):
        exchange.check_workbook(bomb)


def test_a_part_that_swells_too_much_is_refused_below_the_limit_of_size() -> None:
    with pytest.raises(exchange.WorkbookTooLarge):
        exchange.check_workbook(_zip(NEEDED | {"xl/worksheets/sheet1.xml": b" " * 5_000_000}))


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(exchange.WorkbookTooLarge):
        exchange.check_workbook(_zip(NEEDED | {f"xl/{number}": b"" for number in range(workbook_guard.MAX_PARTS)}))


@pytest.mark.parametrize(
    "file",
    [
        io.BytesIO(b"Avots;Summa"),
        io.BytesIO(b""),
        io.BytesIO(b"PK\x03\x04broken"),
        _zip({"word/document.xml": b"<x/>"}),
        _zip(NEEDED, zipfile.ZIP_LZMA),
    ],
    ids=["text", "empty", "broken", "another-office-file", "odd-compression"],
)
def test_what_is_no_workbook_is_refused(file: io.BytesIO) -> None:
    with pytest.raises(exchange.NotAWorkbook):
        exchange.check_workbook(file)
    assert file.tell() == 0


def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(_zip(NEEDED).getvalue())
    content[content.find(b"PK\x01\x02") + 8] |= 1  # the flag in the zip's directory
    with pytest.raises(exchange.NotAWorkbook):
        exchange.check_workbook(io.BytesIO(bytes(content)))


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8-sig", "utf-8"), ("utf-8", "utf-8"), ("utf-16", "utf-16-le"), ("cp1257", "cp1257")],
)
def test_latvian_text_is_read_in_every_encoding_that_is_used_here(encoding: str, named: str) -> None:
    text = "Vārds;Šķūņi\r\nĀbele;Žagars\r\n"
    assert exchange.decode_csv(text.encode(encoding)) == (text, named)


def test_big_endian_with_its_mark() -> None:
    assert exchange.decode_csv(b"\xfe\xff\x01\x01") == ("ā", "utf-16-be")


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"\xff\xfe\x00", b"\xef\xbb\xbf\xff", b"a\xa1b"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(exchange.NotText):
        exchange.decode_csv(content)


@pytest.mark.parametrize("error", [exchange.NotAWorkbook, exchange.WorkbookTooLarge, exchange.NotText])
def test_each_refusal_is_a_sentence_in_both_languages(error: type[exchange.UnreadableFile]) -> None:
    with override("lv"):
        latvian = str(error())
    with override("en"):
        assert str(error()) != latvian


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (18, "18"),
        (18.0, "18"),
        (1000.0, "1000"),
        (4.5, "4,5"),
        (0.1 + 0.2, "0,3"),
        (1234.56, "1234,56"),
        (40003123456.0, "40003123456"),  # a registration number that a formula gave
        (1e20, "1" + "0" * 20),
        (0.00001, "0,00001"),
        (-3.0, "-3"),
        ("1\u00a0000", "1\u00a0000"),
    ],
)
def test_a_number_of_a_workbook_is_read_whole(cell: object, text: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Skaits"])
    book.active.append([cell])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    assert list(imports.read_table(out, "a.xlsx", {"count": "Skaits"}).dict) == [{"count": text}]
