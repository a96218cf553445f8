"""A table sent in: read, looked at, and only then written, all of it or nothing.

Nothing is kept between the look and the deed: the table travels with the page, sealed, so nobody can change it on the
way and nothing of it stays on the server when somebody only looks.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

import tablib
from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from darbigas_kopienas.values import formats

from .csv_files import decode_csv
from .workbook_guard import NotAWorkbook, UnreadableFile, check_workbook

MOST_ROWS = 1000
MOST_COLUMNS = 40
MOST_BYTES = 2 * 1024 * 1024
LINES_ABOVE = 8  # a title and notes may stand above the headings, as in the tables that the portal gives out
_SALT = "exchange.import"


class TableRefused(UnreadableFile):
    """The file can be read but is not the table that was asked for; `str()` says why in the active language."""


@dataclass(frozen=True)
class PreviewRow:
    """One row as it would be written. `errors`: (column's heading or "", sentence)."""

    number: int
    change: str
    cells: Sequence[str]
    errors: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Preview:
    """What an import would do. `change` of a row is new, update, skip or invalid."""

    headings: Sequence[str]
    rows: Sequence[PreviewRow]

    def count(self, change: str) -> int:
        return sum(row.change == change for row in self.rows)

    @property
    def wrong(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.errors]

    @property
    def may_be_written(self) -> bool:
        return bool(self.rows) and not self.wrong


def read_table(
    file: IO[bytes], name: str, headings: Mapping[str, str | Promise], *, most: int = MOST_ROWS
) -> tablib.Dataset:
    """A workbook or CSV as a dataset with the keys of `headings` for headers; the file has their words in lv or en.

    Lines above the headings are passed over; columns that nobody asked for are left out, empty rows too.
    Raises UnreadableFile with what is wrong.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TableRefused(_("The table is larger than 2 MB. Send it in parts."))
    lines = _workbook(content) if name.lower().endswith(".xlsx") else _csv(content)
    lines = [line for line in (line[:MOST_COLUMNS] for line in lines) if any(line)]
    if not lines:
        raise TableRefused(_("The table is empty."))
    first = max(range(min(len(lines), LINES_ABOVE)), key=lambda number: len(_places(lines[number], headings)))
    places = _places(lines[first], headings)
    if not places:
        names = ", ".join(str(word) for word in headings.values())
        raise TableRefused(_("The table has none of the headings: %(names)s.") % {"names": names})
    if len(lines) - first - 1 > most:
        raise TableRefused(_("The table has more than %(most)s rows. Send it in parts.") % {"most": most})
    dataset = tablib.Dataset(headers=list(headings))
    for line in lines[first + 1 :]:
        dataset.append([line[places[key]] if key in places and places[key] < len(line) else "" for key in headings])
    if not dataset.height:
        raise TableRefused(_("The table is empty."))
    return dataset


def _places(line: Sequence[str], headings: Mapping[str, str | Promise]) -> dict[str, int]:
    """Where each heading stands in the line; in either language, whatever the case and the diacritics."""
    written = {formats.folded(word): place for place, word in reversed(list(enumerate(line)))}
    places = {}
    for key, word in headings.items():
        for language in ("lv", "en"):
            with override(language):
                folded = formats.folded(str(word))
            if folded in written:
                places[key] = written[folded]
    return places


def _csv(content: bytes) -> list[list[str]]:
    text, _encoding = decode_csv(content)
    first = text.partition("\n")[0]
    mark = max(";\t,", key=first.count)
    try:
        return [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text), delimiter=mark)]
    except csv.Error as error:
        raise TableRefused(_("The table cannot be read. Save it as CSV (UTF-8) or .xlsx and try again.")) from error


def _workbook(content: bytes) -> list[list[str]]:
    import openpyxl  # slow to import, and rarely needed

    file = io.BytesIO(content)
    check_workbook(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS + LINES_ABOVE + 1, max_col=MOST_COLUMNS, values_only=True)
        return [[_text(cell) for cell in row] for row in rows]
    except Exception as error:  # whatever a damaged workbook makes the parser raise
        raise NotAWorkbook from error


def _text(cell: object) -> str:
    """As a person here would type it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y}" if cell.time() == time(0) else f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float):
        return _plain(cell)
    return str(cell).strip()


def _plain(number: float) -> str:
    """`18` for 18.0, `4,5`; a long number whole, never as `4,0003e+10`. Workbooks count to fifteen digits."""
    digits = f"{Decimal(f'{number:.15g}'):f}"
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits).replace(".", ",")


def seal(dataset: tablib.Dataset, *, owner: str) -> str:
    """For a hidden field: the table, unreadable to nobody but changeable by nobody; `owner` says whose and for what."""
    return signing.dumps({"owner": owner, "headers": dataset.headers, "rows": list(dataset)}, salt=_SALT, compress=True)


def unseal(sealed: str, *, owner: str, max_age: int = 60 * 60) -> tablib.Dataset:
    """Raises TableRefused where it was changed, is an hour old, or belongs to somebody or something else."""
    try:
        table = signing.loads(sealed, salt=_SALT, max_age=max_age)
    except signing.BadSignature as error:
        raise TableRefused(_("The page is out of date. Choose the file again.")) from error
    if table["owner"] != owner:
        raise TableRefused(_("The page is out of date. Choose the file again."))
    return tablib.Dataset(*table["rows"], headers=table["headers"])


def preview(resource: object, dataset: tablib.Dataset, headings: Mapping[str, str | Promise]) -> Preview:
    """What the resource would do with the table; nothing stays written."""
    return _import(resource, dataset, headings, dry_run=True)


def write(resource: object, dataset: tablib.Dataset, headings: Mapping[str, str | Promise]) -> Preview:
    """Write the whole table, or nothing where `may_be_written` is false."""
    return _import(resource, dataset, headings, dry_run=False)


def _import(resource: Any, dataset: tablib.Dataset, headings: Mapping[str, str | Promise], *, dry_run: bool) -> Preview:
    result = resource.import_data(
        dataset, dry_run=dry_run, use_transactions=True, rollback_on_validation_errors=True, raise_errors=False
    )
    for fault in result.base_errors:  # ours, of the whole table
        raise fault.error
    rows = []
    for number, (outcome, line) in enumerate(zip(result.rows, dataset, strict=True), start=1):
        if outcome.errors:  # not a refusal but a fault of ours: never told as if the table were wrong
            raise outcome.errors[0].error
        rows.append(PreviewRow(number, outcome.import_type, list(line), _errors(outcome.validation_error, headings)))
    return Preview([str(word) for word in headings.values()], rows)


def _errors(refusal: Any, headings: Mapping[str, str | Promise]) -> list[tuple[str, str]]:
    if refusal is None:
        return []
    by_field = getattr(refusal, "error_dict", None)
    if by_field is None:
        return [("", message) for message in refusal.messages]
    return [
        (str(headings.get(name, "")), text) for name, errors in by_field.items() for error in errors for text in error
    ]
