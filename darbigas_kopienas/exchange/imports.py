"""A table sent in: read, looked at, and only then written, all of it or nothing.

Nothing is kept between the look and the deed: the table travels with the page, sealed, so nobody can change it on the
way and nothing of it stays on the server when somebody only looks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

import tablib
from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from darbigas_kopienas.values import formats

from .csv_in import read_csv
from .tables import Heading
from .workbook import column_letters
from .workbook_guard import TableRefused
from .workbook_in import Lines, read_workbook

MOST_ROWS = 1000
MOST_COLUMNS = 200  # among which headings are looked for
MOST_BYTES = 2 * 1024 * 1024
LINES_ABOVE = 8  # a title and notes may stand above the headings, as in the tables that the portal gives out
MOST_NAMED = 20  # of columns that are not read
_SALT = "exchange.import"
_TOTAL = gettext_lazy("Total")
Headings = Mapping[str, str | Promise | Heading]


@dataclass(frozen=True)
class PreviewRow:
    """One row as it would be written, with its number in the file. `errors`: (column's heading or "", sentence)."""

    number: int
    change: str
    cells: Sequence[str]
    errors: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Preview:
    """What an import would do. `change` of a row is new, update, skip or invalid."""

    headings: Sequence[str]
    rows: Sequence[PreviewRow]
    notes: Sequence[str] = ()  # what of the file is left aside

    def count(self, change: str) -> int:
        return sum(row.change == change for row in self.rows)

    @property
    def wrong(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.errors]

    @property
    def may_be_written(self) -> bool:
        return bool(self.rows) and not self.wrong


class Table(tablib.Dataset):  # type: ignore[misc]  # tablib is not typed
    """What was read, below the headings that were asked for.

    `lines` are the rows' numbers in the file, as a spreadsheet shows them; `wrong` says by row (from 0) and column what
    cannot be read; `notes` say what of the file is left aside; `unread` are the headings of filled columns that no
    one asked for.
    """

    def __init__(self, *rows: Sequence[str], headers: Sequence[str]) -> None:
        super().__init__(*rows, headers=headers)
        self.lines: list[int] = list(range(1, len(rows) + 1))
        self.wrong: list[tuple[int, str, str]] = []
        self.notes: list[str] = []
        self.unread: list[str] = []


def read_table(file: IO[bytes], name: str, headings: Headings, *, most: int = MOST_ROWS) -> Table:
    """A workbook or CSV as a table with the keys of `headings` for headers; the file has their words in lv or en.

    Lines above the headings are passed over, empty rows too. Raises UnreadableFile with what is wrong.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TableRefused(_("The table is larger than 2 MB. Send it in parts."))
    read = _read(content, name, headings)
    filled = [number for number, line in enumerate(read.rows) if any(line)]
    if not filled:
        raise TableRefused(_("The table is empty."))
    first = max(filled[:LINES_ABOVE], key=lambda number: len(places_of(read.rows[number], headings)))
    places = places_of(read.rows[first], headings)
    if not places:
        names = ", ".join(str(word) for word in headings.values())
        raise TableRefused(_("The table has none of the headings: %(names)s.") % {"names": names})
    _require_each_once(read.rows[first], headings)
    table = Table(headers=list(headings))
    asked = set(places.values())
    rows = sorted({*filled, *(row for row, column in read.faults if column in asked)})
    below = [number for number in rows if number > first]
    total = below.pop() if below and _is_total(read.rows[below[-1]]) else None
    if len(below) > most:
        raise TableRefused(_("The table has more than %(most)s rows. Send it in parts.") % {"most": most})
    if not below:
        raise TableRefused(_("The table is empty."))
    for at, number in enumerate(below):
        line = read.rows[number]
        table.append([line[places[key]] if key in places and places[key] < len(line) else "" for key in headings])
        table.wrong += [
            (at, key, said) for key, place in places.items() if (said := read.faults.get((number, place))) is not None
        ]
    table.lines = [number + 1 for number in below]
    table.unread = _unread(read, read.rows[first], below, places)
    table.notes = list(_left_aside(read, table.unread, places, headings))
    if total is not None:
        table.notes.append(_("Row %(number)s is a total and is not read.") % {"number": total + 1})
    return table


def _is_total(line: Sequence[str]) -> bool:
    """A last line that adds up those above, with which the portal's own workbooks end too."""
    name, *sums = [cell for cell in line if cell] or [""]
    return formats.folded(name).rstrip(": ") in _spellings(_TOTAL) and not any(map(str.isalpha, "".join(sums)))


def _read(content: bytes, name: str, headings: Headings) -> Lines:
    """By what the file holds; its name decides only what is said of something else."""
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0" or name.lower().endswith((".xlsx", ".xls")):
        return read_workbook(
            content, headings_in=lambda rows: max((len(places_of(row, headings)) for row in rows), default=0)
        )
    return Lines(read_csv(content, known=lambda line: len(places_of(line, headings))))


def _spellings(word: str | Promise | Heading) -> set[str]:
    spellings = set()
    for language in ("lv", "en"):
        with override(language):
            spellings.add(formats.folded(str(word)))
    return spellings


def places_of(line: Sequence[str], headings: Headings) -> dict[str, int]:
    """Where each heading stands in the line; in either language, whatever the case and the diacritics."""
    written = {formats.folded(word): place for place, word in reversed(list(enumerate(line[:MOST_COLUMNS]))) if word}
    matches = {key: _place_of(word, written) for key, word in headings.items()}
    return {key: place for key, place in matches.items() if place is not None}


def _place_of(word: str | Promise | Heading, written: Mapping[str, int]) -> int | None:
    also = {formats.folded(other) for other in word.also} if isinstance(word, Heading) else set()
    for names in (_spellings(word), also):
        if places := [written[name] for name in names if name in written]:
            return min(places)
    return None


def _require_each_once(line: Sequence[str], headings: Headings) -> None:
    written = [formats.folded(word) for word in line[:MOST_COLUMNS]]
    for word in headings.values():
        if sum(cell in _spellings(word) for cell in written) > 1:
            raise TableRefused(_("The heading “%(heading)s” appears twice in the table.") % {"heading": word})


def _unread(read: Lines, heads: Sequence[str], below: Sequence[int], places: dict[str, int]) -> list[str]:
    """By their headings, or by their letters where they have none."""
    used = {column for number in below for column, cell in enumerate(read.rows[number]) if cell}
    unread = sorted(used - set(places.values()))
    return [(heads[at] if at < len(heads) else "") or column_letters(at) for at in unread]


def _left_aside(read: Lines, unread: Sequence[str], places: dict[str, int], headings: Headings) -> Iterator[str]:
    """What somebody may have meant to be read, in sentences."""
    if read.others:
        said = _("The sheet “%(sheet)s” was read. Not read: %(others)s.")
        yield said % {"sheet": read.sheet, "others": ", ".join(read.others)}
    if unread:
        names = ", ".join(unread[:MOST_NAMED])
        yield _("Columns that are not read: %(names)s.") % {"names": names}
    missing = [str(word) for key, word in headings.items() if key not in places]
    if missing:
        yield _("The table has no column: %(names)s.") % {"names": ", ".join(missing)}


def seal(table: Table, *, owner: str) -> str:
    """For a hidden field: the table, unreadable to nobody but changeable by nobody; `owner` says whose and for what."""
    content = {
        "owner": owner,
        "headers": table.headers,
        "rows": list(table),
        "lines": table.lines,
        "wrong": table.wrong,
    }
    return signing.dumps(content, salt=_SALT, compress=True)


def unseal(sealed: str, *, owner: str, max_age: int = 60 * 60) -> Table:
    """Raises TableRefused where it was changed, is an hour old, or belongs to somebody or something else."""
    try:
        content = signing.loads(sealed, salt=_SALT, max_age=max_age)
    except signing.BadSignature as error:
        raise TableRefused(_("The page is out of date. Choose the file again.")) from error
    if content["owner"] != owner or "lines" not in content:
        raise TableRefused(_("The page is out of date. Choose the file again."))
    table = Table(*content["rows"], headers=content["headers"])
    table.lines, table.wrong = content["lines"], [(at, key, said) for at, key, said in content["wrong"]]
    return table


def preview(resource: object, table: Table, headings: Headings) -> Preview:
    """What the resource would do with the table; nothing stays written."""
    return _import(resource, table, headings, dry_run=True)


def write(resource: object, table: Table, headings: Headings) -> Preview:
    """Write the whole table, or nothing where `may_be_written` is false."""
    return _import(resource, table, headings, dry_run=bool(table.wrong))


def _import(resource: Any, table: Table, headings: Headings, *, dry_run: bool) -> Preview:
    result = resource.import_data(
        table, dry_run=dry_run, use_transactions=True, rollback_on_validation_errors=True, raise_errors=False
    )
    for fault in result.base_errors:  # ours, of the whole table
        raise fault.error
    rows = []
    for at, (outcome, line) in enumerate(zip(result.rows, table, strict=True)):
        if outcome.errors:  # not a refusal but a fault of ours: never told as if the table were wrong
            raise outcome.errors[0].error
        unread = {key: (str(headings[key]), said) for row, key, said in table.wrong if row == at}
        refused = [(name, text) for key, name, text in _errors(outcome.validation_error, headings) if key not in unread]
        rows.append(PreviewRow(table.lines[at], outcome.import_type, list(line), [*unread.values(), *refused]))
    return Preview([str(word) for word in headings.values()], rows, table.notes)


def _errors(refusal: Any, headings: Headings) -> list[tuple[str, str, str]]:
    """(key, heading, sentence)"""
    if refusal is None:
        return []
    by_field = getattr(refusal, "error_dict", None)
    if by_field is None:
        return [("", "", message) for message in refusal.messages]
    return [
        (name, str(headings.get(name, "")), text)
        for name, errors in by_field.items()
        for error in errors
        for text in error
    ]
