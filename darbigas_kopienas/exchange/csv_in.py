"""CSV as any program writes it: whatever its separator, its ends of lines and its quotation marks."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from .csv_files import decode_csv, unguarded
from .workbook_guard import TableRefused

SEPARATORS = ";\t,"
_LOOKED_AT = 20
_STATED = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)  # Excel's own word for it; no row of the table
Known = Callable[[Sequence[str]], int]


def read_csv(content: bytes, *, known: Known) -> list[list[str]]:
    """Its rows, empty ones too, so that a row's place is its number in a spreadsheet.

    What the portal wrote comes back as the portal has it.
    `known` counts the headings in a line: of the separators that could be meant, the one that gives most of them is.
    Raises NotText, TableRefused.
    """
    text, _encoding = decode_csv(content)
    stated = _STATED.match(text)
    if stated:
        text = text[stated.end() :]
    separator = stated[1] if stated else max(SEPARATORS, key=lambda mark: _fitness(text, mark, known))
    rows: list[list[str]] = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append([unguarded(cell).strip() for cell in line])  # noqa: PERF401  (how many there are is said below)
    except csv.Error as error:
        sentence = _("The table cannot be read from row %(row)s on: check whether each quotation mark there is closed.")
        raise TableRefused(sentence % {"row": len(rows) + 1}) from error
    return rows


def _fitness(text: str, separator: str, known: Known) -> tuple[int, int, int]:
    """Headings that are seen with it, then how many lines are of one width, then the width."""
    lines: list[list[str]] = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if line:
                lines.append(line)
            if len(lines) == _LOOKED_AT:
                break
    except csv.Error:  # a cell longer than any
        pass
    widths = Counter(len(line) for line in lines if len(line) > 1)
    width, number = widths.most_common(1)[0] if widths else (0, 0)
    headings = max((known([cell.strip() for cell in line]) for line in lines if len(line) > 1), default=0)
    return headings, number, width
