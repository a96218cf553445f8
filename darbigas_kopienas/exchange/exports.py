"""One call from a list to a file."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from darbigas_kopienas.exchange.csv_files import csv_lines
from darbigas_kopienas.exchange.tables import Column, Format, Visible, visible_sheet
from darbigas_kopienas.exchange.workbook import write_workbook
from darbigas_kopienas.values import clock

_PIECE = 64 * 1024


def export_table(
    queryset: Visible,
    user: object,
    columns: Sequence[Column],
    *,
    kind: Format,
    title: str,
    notes: Sequence[str] = (),
    made_at: datetime | None = None,
) -> Iterator[bytes]:
    """The rows that `user` may see, as a file in pieces for a streaming answer.

    Texts are in the language active now. The queryset must have `visible_to`; it is called here and
    nowhere else, so a forgotten filter cannot leak. Large workbooks pass through a file, not memory.
    """
    sheet = visible_sheet(queryset, user, columns, title=title, notes=notes)
    if kind != "xlsx":
        return csv_lines(sheet, for_machine=kind == "machine-csv")
    file = io.BytesIO()
    write_workbook(file, [sheet], title=title, created_at=made_at or clock.now(), is_large=True)
    return _pieces(file)


def _pieces(file: io.BytesIO) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece
