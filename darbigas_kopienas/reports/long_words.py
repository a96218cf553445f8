"""Which cells of a printed table hold a word that has to be broken, so that no figure leaves the page.

To break words everywhere would cut ordinary ones where there is room, and measuring such cells costs WeasyPrint a
step for each letter.
"""

from dataclasses import replace

from .present import ShownCell, ShownRow, ShownTable

ROOM = 168.0  # mm between the margins of an upright page
PADDING = 4.0
FIRST = 32.0  # what the style gives a first column of texts at least
LETTER, WIDE_LETTER = 1.8, 2.7  # mm of a letter of 8.5 pt, and of a capital one


def mark(table: ShownTable) -> ShownTable:
    """The table with `is_long` where a word is longer than its share of a row that would not fit."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    longest = [
        max(_needed(cell) for cell in cells)
        for cells in zip(table.columns, *(row.cells for row in rows), strict=True)
    ]  # fmt: skip
    if table.columns[0].is_text:
        longest[0] = max(longest[0], FIRST)
    room = ROOM - PADDING * len(longest)
    if sum(longest) <= room:
        return table
    share = room / len(longest)
    return replace(
        table,
        columns=_marked(table.columns, share),
        rows=tuple(_marked_row(row, share) for row in table.rows),
        total=_marked_row(table.total, share) if table.total else None,
    )


def _needed(cell: ShownCell) -> float:
    """Millimetres of the longest part that stays in one line."""
    return max((_width(part) for part in ([cell.text] if cell.is_whole else cell.text.split())), default=0.0)


def _width(word: str) -> float:
    return sum(WIDE_LETTER if letter.isupper() else LETTER for letter in word)


def _marked(cells: tuple[ShownCell, ...], share: float) -> tuple[ShownCell, ...]:
    return tuple(replace(cell, is_long=not cell.is_whole and _needed(cell) > share) for cell in cells)


def _marked_row(row: ShownRow, share: float) -> ShownRow:
    return replace(row, cells=_marked(row.cells, share))
