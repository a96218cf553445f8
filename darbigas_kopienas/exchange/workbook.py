"""Workbooks that a bookkeeper can go on working with: real numbers, real dates, totals that recount."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from darbigas_kopienas.exchange.tables import Column, Sheet, as_text, local_moment
from darbigas_kopienas.values.clock import RIGA
from darbigas_kopienas.values.formats import is_latvian, trimmed

MAX_TEXT = 32_767  # what a cell holds; XlsxWriter would silently drop a longer one
_FORMATS: dict[str, dict[str, object]] = {
    "text": {"valign": "top", "text_wrap": True},
    "count": {"num_format": "#,##0", "valign": "top"},
    "hours": {"num_format": "General", "valign": "top"},  # as many decimals as the figure has
    "money": {"num_format": r"#,##0.00\ [$€-426]", "valign": "top"},
    "percent": {"num_format": "0.0%", "valign": "top"},
    "date": {"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"},
    "moment": {"valign": "top", "align": "left"},  # its hour as the language writes it
}
_WIDTHS = {"count": 12, "hours": 12, "money": 18, "percent": 11, "date": 13, "moment": 17}
_NARROWEST, _WIDEST = 12, 60
_SAMPLE = 200  # rows looked at to choose a text column's width
_A4 = 9
_FIRST_DAY = 1900  # spreadsheets count days from here
_SHEET_NAME_LENGTH = 31
_HANGING = re.compile(r"(?:[\s,;:–-]+(?:un|vai|pa|pēc|no|ar|par|and|or|of|by|with|the|in|for))*[\s,;:–-]*$")


def write_workbook(
    target: IO[bytes], sheets: Iterable[Sheet], *, title: str, created_at: datetime, is_large: bool = False
) -> None:
    """Write an XLSX file. Equal sheets and `created_at` give equal bytes.

    `is_large` streams the rows through a temporary file: a filter instead of a named table, the rest
    is the same.
    """
    with xlsxwriter.Workbook(target, {"constant_memory": is_large}) as book:
        created = created_at.astimezone(RIGA).replace(tzinfo=None)
        book.set_properties({"title": as_text(title), "created": created})
        looks = _FORMATS | {"moment": {**_FORMATS["moment"], "num_format": f"dd.mm.yyyy {_hour_format()}"}}
        formats = {kind: book.add_format(look) for kind, look in looks.items()}
        formats |= {f"{kind} total": book.add_format({**look, "bold": True, "top": 1}) for kind, look in looks.items()}
        formats |= {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "note": book.add_format({"font_color": "#555555"}),
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        }
        names: set[str] = set()
        for sheet in sheets:
            _SheetWriter(book.add_worksheet(_sheet_name(sheet.title, names)), sheet, formats, is_large=is_large).write()


def _hour_format() -> str:
    """`14.05` in Latvian, `14:05` in English: the cell holds the same moment."""
    return r"hh\.mm" if is_latvian() else "hh:mm"


def _sheet_name(title: str, taken: set[str]) -> str:
    """At most 31 characters of whole words, without []:*?/\\ and apostrophes at the ends, each once."""
    plain = "".join(" " if char in r"[]:*?/\\" else char for char in as_text(title))
    plain = _whole_words(" ".join(plain.split()).strip("'"), _SHEET_NAME_LENGTH).strip("' ") or "1"
    name, at = plain, 2
    while name.casefold() in taken:
        name = f"{_whole_words(plain, _SHEET_NAME_LENGTH - 4)} {at}"
        at += 1
    taken.add(name.casefold())
    return name


def _whole_words(title: str, length: int) -> str:
    """What fits of a title, without a link word that is left hanging."""
    if len(title) <= length:
        return title
    fitting = title[: length + 1].rpartition(" ")[0]
    return _HANGING.sub("", fitting) or title[:length]


class _SheetWriter:
    """One sheet: title and notes, head, rows, totals. Rows are written in order, as streaming needs."""

    def __init__(self, page: Any, sheet: Sheet, formats: dict[str, object], *, is_large: bool) -> None:
        self.page, self.sheet, self.formats, self.is_large = page, sheet, formats, is_large
        self.head_at = len(sheet.notes) + 2
        self.sums = [Decimal(0) for _column in sheet.columns]
        self.widths = [_width(column) for column in sheet.columns]
        self.names = _unique_names(sheet.columns)

    def write(self) -> None:
        """Everything, from the top down."""
        self.page.write_string(0, 0, as_text(self.sheet.title), self.formats["title"])
        for at, note in enumerate(self.sheet.notes, start=1):
            self.page.write_string(at, 0, as_text(note), self.formats["note"])
        for at, name in enumerate(self.names):
            self.page.write_string(self.head_at, at, name, self.formats["head"])
        row_at, first_at = self.head_at, self.head_at + 1
        for row_at, row in enumerate(self.sheet.rows, start=self.head_at + 1):
            if row_at - self.head_at - 1 in self.sheet.subtotals:
                self._write_subtotal(row_at, row, first_at)
                first_at = row_at + 1
            else:
                self._write_row(row_at, row)
        last_at = max(row_at, self.head_at + 1)  # a table needs one row, if an empty one
        has_total = any(column.is_summed for column in self.sheet.columns)
        if not self.sheet.subtotals:  # sorting would tear the groups apart
            self._make_sortable(last_at)
        if has_total:
            self._write_totals(last_at)
        self._set_up_page()

    def _write_row(self, row_at: int, row: Sequence[Any]) -> None:
        for at, (value, column) in enumerate(zip(row, self.sheet.columns, strict=True)):
            if column.is_summed and value is not None:
                self.sums[at] += value
            if column.kind == "text" and row_at - self.head_at < _SAMPLE:
                self.widths[at] = max(self.widths[at], min(len(as_text(value)) + 2, _WIDEST))
            self._write_cell(row_at, at, value, column.kind)

    def _write_subtotal(self, row_at: int, row: Sequence[Any], first_at: int) -> None:
        """A formula that the total below leaves out."""
        for at, (value, column) in enumerate(zip(row, self.sheet.columns, strict=True)):
            if column.is_summed and value is not None:
                cells = f"{column_letters(at)}{first_at + 1}:{column_letters(at)}{row_at}"
                shown = float(_as_stored(value, column.kind))
                shape = self.formats[f"{column.kind} total"]
                self.page.write_formula(row_at, at, f"=SUBTOTAL(109,{cells})", shape, shown)
            else:
                self._write_cell(row_at, at, value, column.kind, " total")

    def _write_cell(self, row_at: int, at: int, value: object, kind: str, look: str = "") -> None:
        shape = self.formats[f"{kind}{look}"]
        if isinstance(value, datetime):
            self.page.write_datetime(row_at, at, local_moment(value), shape)
        elif isinstance(value, date) and value.year >= _FIRST_DAY:
            self.page.write_datetime(row_at, at, value, shape)
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            self.page.write_number(row_at, at, float(_as_stored(value, kind)), shape)
        elif value is None:
            self.page.write_blank(row_at, at, None, shape)
        else:
            self.page.write_string(row_at, at, as_text(value)[:MAX_TEXT], shape)

    def _make_sortable(self, last_at: int) -> None:
        if self.is_large:
            self.page.autofilter(self.head_at, 0, last_at, len(self.names) - 1)
        else:
            self._add_table(last_at)

    def _add_table(self, last_at: int) -> None:
        heads = [{"header": name, "header_format": self.formats["head"]} for name in self.names]
        self.page.add_table(
            self.head_at, 0, last_at, len(heads) - 1, {"columns": heads, "style": "Table Style Light 1"}
        )

    def _write_totals(self, last_at: int) -> None:
        """Sums that follow the filter, each with the value that it has now.

        They stand one empty row below, so that sorting or filtering never takes them along.
        """
        total_at = last_at + 2
        given = self.sheet.total or [None] * len(self.names)
        for at, (column, stated) in enumerate(zip(self.sheet.columns, given, strict=True)):
            shape = self.formats[f"{column.kind} total"]
            if column.is_summed and stated in (None, self.sums[at]):
                cells = f"{column_letters(at)}{self.head_at + 2}:{column_letters(at)}{last_at + 1}"
                total = float(_as_stored(self.sums[at], column.kind))
                self.page.write_formula(total_at, at, f"=SUBTOTAL(109,{cells})", shape, total)
            elif stated is not None:
                self._write_cell(total_at, at, stated, column.kind, " total")
            else:
                self.page.write_string(total_at, at, "" if at else _("Total"), shape)

    def _set_up_page(self) -> None:
        for at, width in enumerate(self.widths):
            self.page.set_column(at, at, width)
        self.page.freeze_panes(self.head_at + 1, 0)
        self.page.repeat_rows(self.head_at)
        self.page.set_landscape()
        self.page.set_paper(_A4)
        self.page.fit_to_pages(1, 0)
        title = as_text(self.sheet.title).replace("&", "&&")[:200]
        self.page.set_footer(f"&L{title}&R&P / &N")


def column_letters(at: int) -> str:
    """As a spreadsheet calls the column: A, B, … AA."""
    return str(xlsxwriter.utility.xl_col_to_name(at))


def _as_stored(value: Decimal | int, kind: str) -> Decimal:
    """Excel keeps 20 % as 0.2."""
    if kind == "hours":
        return trimmed(value)
    return Decimal(value) / 100 if kind == "percent" else Decimal(value)


def _width(column: Column) -> int:
    return max(_WIDTHS.get(column.kind, _NARROWEST), min(len(str(column.name)) + 3, 24))


def _unique_names(columns: Sequence[Column]) -> list[str]:
    """A table's headings must differ, capitals aside."""
    names: list[str] = []
    for column in columns:
        plain = name = as_text(column.name)[:200] or "–"
        at = 2
        while name.casefold() in {other.casefold() for other in names}:
            name = f"{plain} {at}"
            at += 1
        names.append(name)
    return names
