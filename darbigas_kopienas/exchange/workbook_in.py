"""A workbook as people have them: hidden sheets, errors, merged cells, formulas that nobody has counted."""

import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .tables import as_text
from .workbook_guard import NotAWorkbook, WorkbookTooLarge, check_workbook

MOST_CELLS = 300_000  # looked at in a sheet, formatted and empty ones too
LINES_LOOKED_AT = 40  # for the headings: blank ones between a title and them are lines too
MOST_ROWS_OF_SHEET = 1_048_576
_NOTHING: list[str] = []
_Untyped = Any  # sheets that are only read, and their cells
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_CARRIAGE_RETURN = re.compile("_x000[dD]_")  # as it is written in a cell


@dataclass
class Lines:
    """The rows of one sheet, empty ones too; `faults` says by (row, column) why a cell cannot be read, both from 0."""

    rows: list[list[str]]
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    sheet: str = ""
    others: list[str] = field(default_factory=list)  # visible sheets that hold something and are not read


def read_workbook(content: bytes, *, headings_in: Callable[[Sequence[Sequence[str]]], int]) -> Lines:
    """The visible sheet with most of the headings, the first of them. Raises UnreadableFile with what is wrong.

    What is hidden was put aside by somebody: an old list, a list of choices.
    """
    import openpyxl  # slow to import, and rarely needed

    file = io.BytesIO(content)
    check_workbook(file)
    try:
        values = openpyxl.load_workbook(file, read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(file, read_only=True)
        tops = {at: _top(sheet) for at, sheet in enumerate(values.worksheets) if sheet.sheet_state == "visible"}
        chosen = max(tops, key=lambda at: headings_in(tops[at]))  # a workbook shows at least one sheet
        sheet = values.worksheets[chosen]
        lines = _lines(sheet, formulas.worksheets[chosen])
        _mark_merged(lines, content, sheet._worksheet_path)
        lines.others = [values.worksheets[at].title for at in tops if at != chosen and any(map(any, tops[at]))]
    except WorkbookTooLarge:
        raise
    except Exception as error:  # whatever a damaged workbook makes the parser raise
        raise NotAWorkbook from error
    return lines


def _top(sheet: _Untyped) -> list[list[str]]:
    """Where the headings are looked for."""
    sheet.reset_dimensions()
    rows = itertools.islice(sheet.iter_rows(), LINES_LOOKED_AT)
    return [[_text(cell.value) for cell in row] for row in rows]


def _lines(sheet: _Untyped, formulas: _Untyped) -> Lines:
    """Rows are as long as they are written, whatever the sheet says of its size."""
    formulas.reset_dimensions()
    lines, looked_at = Lines([], sheet=sheet.title), 0
    for number, (row, sources) in enumerate(zip(sheet.iter_rows(), formulas.iter_rows(), strict=True)):
        looked_at += len(row)
        if looked_at > MOST_CELLS or number >= MOST_ROWS_OF_SHEET:
            raise WorkbookTooLarge
        lines.rows.append([_text(cell.value) for cell in row] or _NOTHING)
        lines.faults |= {(number, at): said for at, said in _faults(row, sources)}
    return lines


def _faults(row: Sequence[_Untyped], sources: Sequence[_Untyped]) -> Iterator[tuple[int, str]]:
    for at, (cell, source) in enumerate(zip(row, sources, strict=True)):
        if cell.data_type == "e":
            yield at, _("The cell holds the error %(error)s.") % {"error": cell.value}
        elif cell.value is None and source.data_type == "f" and cell.data_type == "n":  # else it counted to no text
            yield at, _("The formula was never counted. Open the table in a spreadsheet program and save it there.")


def _mark_merged(lines: Lines, content: bytes, path: str) -> None:
    """Only the first of merged cells holds the value: what is shown beside it would be lost."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        ranges = _MERGED.findall(archive.read(path.removeprefix("/")))
    for left, top, right, bottom in ranges:
        columns = range(_column(left), _column(right) + 1)
        rows = range(int(top) - 1, min(int(bottom), len(lines.rows)))
        for number, column in itertools.product(rows, columns):
            if len(lines.faults) > MOST_CELLS:
                raise WorkbookTooLarge
            if (number, column) != (int(top) - 1, columns[0]):
                lines.faults[number, column] = _("The cell is merged with others. Unmerge them and fill each.")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _text(cell: object) -> str:
    """As a person here would type it."""
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y}" if cell.time() == time(0) else f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(cell, float):
        return _plain(cell)
    return _CARRIAGE_RETURN.sub("", as_text(cell)).strip()


def _plain(number: float) -> str:
    """`18` for 18.0, `4,5`; a long number whole, never as `4,0003e+10`. Workbooks count to fifteen digits."""
    digits = f"{Decimal(f'{number:.15g}'):f}"
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits).replace(".", ",")
