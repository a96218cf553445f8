"""CSV as Excel in Latvia reads it, and CSV for programs."""

import codecs
import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from darbigas_kopienas.exchange.tables import Kind, Sheet, as_text, local_moment
from darbigas_kopienas.values.formats import half_up, trimmed

from .workbook_guard import NotText

_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def csv_lines(sheet: Sheet, *, for_machine: bool = False) -> Iterator[bytes]:
    """The file in pieces, ready to be streamed.

    For people: UTF-8 with its mark, semicolons, decimal comma, `08.02.2021`, and an apostrophe before
    any text that a spreadsheet would run as a formula. For programs: commas, ISO days, decimal point,
    texts exactly as they are stored.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter="," if for_machine else ";", lineterminator="\r\n")
    show = _for_machine if for_machine else _for_people
    yield b"" if for_machine else codecs.BOM_UTF8
    writer.writerow([show(str(column.name), "text") for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([show(cell, column.kind) for cell, column in zip(row, sheet.columns, strict=True)])
        yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return piece


def _for_machine(value: object, kind: Kind) -> str:
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{_exact(value, kind):f}"
    return as_text(value)


def _exact(value: Decimal, kind: Kind) -> Decimal:
    if kind == "money":
        return half_up(value)
    return trimmed(value) if kind == "hours" else value


def _for_people(value: object, kind: Kind) -> str:
    if isinstance(value, datetime):
        return f"{local_moment(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        return _for_machine(value, kind).replace(".", ",")
    if isinstance(value, int):
        return as_text(value)  # a number below zero is no formula
    return _guarded(as_text(value))


def _guarded(text: str) -> str:
    """An apostrophe that stands before such a start by itself is guarded too, so that each loses only its guard."""
    return f"'{text}" if _looks_like_a_formula(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """A cell of a table that came back, as it was before `csv_lines` guarded it."""
    return text[1:] if text[:1] == "'" and _looks_like_a_formula(text.lstrip("'")) else text


def _looks_like_a_formula(text: str) -> bool:
    return text.lstrip(" \u00a0")[:1] in _FORMULA_STARTS and bool(text.strip())


def decode_csv(content: bytes) -> tuple[str, str]:
    """The text of a CSV file sent in, and the encoding that it was read by, for the preview to show.

    A fixed order: byte order mark, UTF-16 by its empty bytes, strict UTF-8, then the Baltic Windows code page.
    Guessing takes Latvian cp1257 for cp1250 without an error, so nothing is guessed. Raises NotText.
    """
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), _without_mark(content))
    for name in [encoding] if encoding else ["utf-8", "cp1257"]:
        text = _decoded(content, name)
        if text is not None and "\x00" not in text:
            return text.removeprefix("\ufeff"), name
    raise NotText


def _without_mark(content: bytes) -> str:
    """In UTF-16 every other byte of a separator, a digit or a plain letter is empty."""
    start = content[:400]
    if len(content) % 2 or start.count(0) < len(start) // 4:
        return ""
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
