"""What a table is before it becomes a workbook or a CSV file."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, Protocol, Self

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _

from darbigas_kopienas.values import clock, figures, formats

Kind = Literal["text", "count", "hours", "money", "percent", "date", "moment"]
Cell = str | int | Decimal | date | datetime | None
"""Percentages are numbers of hundredths: 20 is 20 %."""

Format = Literal["xlsx", "csv", "machine-csv"]
CONTENT_TYPES: dict[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "machine-csv": "text/csv; charset=utf-8",
}
CHUNK = 2000

# What XML 1.0 cannot hold: one \x07 in a name would otherwise spoil the whole workbook.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the kind of its cells, and for an export how to get the cell from a row.

    `is_summed` puts a total under the column.
    """

    name: str | Promise
    kind: Kind = "text"
    value: Callable[[Any], Any] | None = None
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table that is sent in, and what people (and tables that the portal gave out before) call it too.

    `also` is read where no column has the heading's own word.
    """

    word: str | Promise
    also: Sequence[str] = ()

    def __str__(self) -> str:
        return str(self.word)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title; `notes` are lines under the title (period, who made it and when).

    A given `total` is written as it is where it differs from the sum of its column. `subtotals` are the places of rows
    that add up those above them, back to the subtotal before.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    notes: Sequence[str] = ()
    total: Sequence[object] | None = None
    subtotals: frozenset[int] = frozenset()

    @classmethod
    def of(cls, table: figures.Table, *, notes: Sequence[str] = ()) -> Self:
        """A report's frozen table, its texts in the active language."""
        return cls(
            title=str(table.title),
            columns=[
                Column(str(column.name), _kind(column), is_summed=_has_sum(table, at))
                for at, column in enumerate(table.columns)
            ],
            rows=[row.cells for row in table.rows],
            notes=notes,
            total=table.total.cells if table.total else None,
            subtotals=frozenset(at for at, row in enumerate(table.rows) if row.is_subtotal),
        )


def _kind(column: figures.Column) -> Kind:
    """A mean has as many places after the comma as it needs, as hours have."""
    return "hours" if column.kind == "mean" else column.kind


def _has_sum(table: figures.Table, at: int) -> bool:
    return table.total is not None and isinstance(table.total.cells[at], int | Decimal)


class Visible(Protocol):
    """A queryset that knows what a person may see."""

    def visible_to(self, user: Any, /) -> object:
        """Only the rows that this person may see."""


def visible_sheet(
    queryset: Visible, user: object, columns: Sequence[Column], *, title: str, notes: Sequence[str] = ()
) -> Sheet:
    """The rows of a queryset that `user` may see, read from the database a chunk at a time."""
    return Sheet(title=title, columns=columns, rows=_rows(queryset.visible_to(user), columns), notes=notes)


def _rows(queryset: Any, columns: Sequence[Column]) -> Iterator[list[object]]:
    getters = [column.value for column in columns]
    for row in queryset.iterator(chunk_size=CHUNK):
        yield [getter(row) if getter else None for getter in getters]


def as_text(value: object) -> str:
    """Text that every program can open: control characters are dropped, an empty cell is empty."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else _FORBIDDEN.sub("", str(value))


def local_moment(value: datetime) -> datetime:
    """Spreadsheets know no time zones: the wall clock of Latvia, without a zone."""
    return clock.local(value).replace(tzinfo=None)


def file_name(title: str, kind: Format) -> str:
    """`naudas-plans.xlsx`: plain letters, which every mail program keeps."""
    return f"{slugify(formats.folded(title))[:80] or 'tabula'}.{'xlsx' if kind == 'xlsx' else 'csv'}"
