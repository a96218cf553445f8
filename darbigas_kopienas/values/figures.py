"""What a report says, as plain frozen values: no model rows, so it can be kept, compared and sealed.

Rooms make Chapters of these; reports keep them as JSON with a sha256 and read them back for the page,
the PDF and the workbook alike. The JSON is canonical: the same figures give the same bytes.
"""

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self, cast

from django.utils.translation import override

from darbigas_kopienas.values import formats


@dataclass(frozen=True, slots=True)
class TextPair:
    """One text in both languages. `str()` gives the active one."""

    lv: str
    en: str

    def __str__(self) -> str:
        return self.in_language(formats.active_language())

    def in_language(self, language: str) -> str:
        """The text, or the other language's where this one is empty."""
        return (self.en or self.lv) if language.startswith("en") else (self.lv or self.en)

    @property
    def has_no_english(self) -> bool:
        """Whether an English page shows the Latvian text instead."""
        return bool(self.lv and not self.en)

    def after(self, code: str) -> Self:
        """With a code before it; what is missing stays missing."""
        return type(self)(*(f"{code} {text}" if text else "" for text in (self.lv, self.en)))

    @classmethod
    def of(cls, obj: object, name: str) -> Self:
        """The pair kept in `<name>_lv` and `<name>_en` of a model's row."""
        return cls(lv=getattr(obj, f"{name}_lv") or "", en=getattr(obj, f"{name}_en") or "")

    @classmethod
    def same(cls, text: str) -> Self:
        """A text that is alike in both languages: a name, a number, a code."""
        return cls(lv=text, en=text)

    @classmethod
    def translated(cls, message: object, **values: object) -> Self:
        """A lazily translated message as it reads in each language, its `%(name)s` filled with the values."""
        pair = []
        for language in ("lv", "en"):
            with override(language):
                written = {name: formats.number(it) if isinstance(it, int) else it for name, it in values.items()}
                text = formats.closed_once(str(message) % written) if values else str(message)
                pair.append(formats.unbroken(text))
        return cls(*pair)


@dataclass(frozen=True, slots=True)
class Record:
    """A row that a figure stands on, so that a reader can go and look."""

    label: str  # "budget.expense"
    pk: int
    text: TextPair


Cell = Decimal | int | date | str | TextPair | None
"""A cell of a Table: what its column's kind allows, or a TextPair, or nothing."""

FigureKind = Literal["count", "money", "percent", "hours", "mean"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the report with its code (S1, B3) and the records behind it."""

    code: str
    name: TextPair
    value: Decimal | int | None
    kind: FigureKind
    records: tuple[Record, ...] = ()
    note: TextPair | None = None


ColumnKind = Literal["text", "count", "money", "date", "percent", "mean"]


_ALLOWED: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "count": (int, Decimal),
    "money": (Decimal,),
    "percent": (Decimal,),
    "mean": (Decimal,),
    "date": (date,),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and what its cells hold."""

    name: TextPair
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row; `record` is what it stands on, `codes` the figures that it belongs to.

    A subtotal adds up the rows above it, back to the subtotal before.
    """

    cells: tuple[Cell, ...]
    record: Record | None = None
    codes: tuple[str, ...] = ()
    is_subtotal: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row, and the total, has one cell of the right kind under each column."""

    code: str
    title: TextPair
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None

    def __post_init__(self) -> None:
        for row in (*self.rows, *((self.total,) if self.total else ())):
            if len(row.cells) != len(self.columns):
                raise ValueError(f"table {self.code}: {len(row.cells)} cells under {len(self.columns)} columns")
            for cell, column in zip(row.cells, self.columns, strict=True):
                if cell is not None and not isinstance(cell, (TextPair, *_ALLOWED[column.kind])):
                    raise TypeError(f"table {self.code}: {cell!r} under a column of kind {column.kind}")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo cleared for publishing, by its document and the hash of its bytes."""

    document_id: int
    sha256: str
    caption: TextPair
    alt: TextPair


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one room has to say for a period."""

    code: str
    title: TextPair
    component_label: str | None = None
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    paragraphs: tuple[TextPair, ...] = ()
    photos: tuple[Photo, ...] = ()
    deviations: tuple[TextPair, ...] = ()

    def figure(self, code: str) -> Figure:
        """The figure with that code; raises KeyError."""
        return {figure.code: figure for figure in self.figures}[code]

    def table(self, code: str) -> Table:
        """The table with that code; raises KeyError."""
        return {table.code: table for table in self.tables}[code]


def to_json(value: Any) -> Any:
    """A chapter (or any part of one) as plain dicts and lists: Decimal as text, a day as ISO."""
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def canonical(data: Any) -> bytes:
    """JSON with sorted keys and no spaces: equal figures give equal bytes, whatever stored them between."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_of(data: Any) -> str:
    """The seal of frozen figures: sha256, in hex, of their canonical JSON."""
    return hashlib.sha256(canonical(to_json(data))).hexdigest()


def from_json(data: dict[str, Any]) -> Chapter:
    """The chapter that `to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    return Chapter(
        code=data["code"],
        title=TextPair(**data["title"]),
        component_label=data["component_label"],
        figures=tuple(map(_figure, data["figures"])),
        tables=tuple(map(_table, data["tables"])),
        paragraphs=_pairs(data["paragraphs"]),
        photos=tuple(
            Photo(**{**photo, "caption": TextPair(**photo["caption"]), "alt": TextPair(**photo["alt"])})
            for photo in data["photos"]
        ),
        deviations=_pairs(data["deviations"]),
    )


def _pairs(data: list[dict[str, str]]) -> tuple[TextPair, ...]:
    return tuple(TextPair(**pair) for pair in data)


def _figure(data: dict[str, Any]) -> Figure:
    value = data["value"]
    return Figure(
        code=data["code"],
        name=TextPair(**data["name"]),
        value=Decimal(value) if isinstance(value, str) else value,
        kind=data["kind"],
        records=tuple(_record(record) for record in data["records"]),
        note=TextPair(**data["note"]) if data["note"] else None,
    )


def _record(data: dict[str, Any]) -> Record:
    return Record(label=data["label"], pk=data["pk"], text=TextPair(**data["text"]))


def _table(data: dict[str, Any]) -> Table:
    columns = tuple(Column(name=TextPair(**column["name"]), kind=column["kind"]) for column in data["columns"])
    return Table(
        code=data["code"],
        title=TextPair(**data["title"]),
        columns=columns,
        rows=tuple(_row(row, columns) for row in data["rows"]),
        total=_row(data["total"], columns) if data["total"] else None,
    )


def _row(data: dict[str, Any], columns: tuple[Column, ...]) -> Row:
    return Row(
        cells=tuple(_cell(cell, column.kind) for cell, column in zip(data["cells"], columns, strict=True)),
        record=_record(data["record"]) if data["record"] else None,
        codes=tuple(data["codes"]),
        is_subtotal=data.get("is_subtotal", False),  # reports were frozen before there were any
    )


def _cell(value: object, kind: ColumnKind) -> Cell:
    """JSON knows no Decimal and no day: the column says what a text was."""
    if isinstance(value, dict):
        return TextPair(**value)
    if not isinstance(value, str) or kind == "text":
        return cast("Cell", value)
    return date.fromisoformat(value) if kind == "date" else Decimal(value)
