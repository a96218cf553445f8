"""A whole report as frozen values: what rooms said, who the parties are, what was promised. No model rows, no queries.

The page, the PDF, the workbook and the check page are all made of this and of nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from darbigas_kopienas.evidence.logos import PrintedLogo
from darbigas_kopienas.values import figures
from darbigas_kopienas.values.figures import Chapter, Figure, Record, TextPair

VERSION = 1
ADDED_SINCE: dict[str, object] = {"logos": []}  # what figures of this version lack where they were kept earlier


class UnreadableSnapshot(ValueError):
    """The kept figures were written by a version of the portal that this one cannot read."""


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """The grant as the title page tells it."""

    code: str
    number: str
    name: TextPair
    goal: TextPair
    target_group: TextPair
    credit: TextPair
    starts_on: date
    starts_known_to: str
    ends_on: date
    is_demo: bool


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Who funds, who applied, who implements; an empty registration number is "required before signing"."""

    role: str
    role_name: TextPair
    name: TextPair
    registration_number: str
    address: str


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """A municipality's partnership agreement and its state on the report's day."""

    municipality: TextPair
    state: TextPair
    number: str
    agreed_on: date | None


@dataclass(frozen=True, slots=True)
class Sum:
    """A source of money: the working amount, and what the source's own words say where they differ."""

    name: TextPair
    organisation: TextPair
    amount: Decimal
    stated_words: str
    stated_amount: Decimal | None
    is_in_dispute: bool
    resolution: str
    this_period: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Target:
    """A promise of the grant and how far it is kept: in the period, and since the programme began."""

    code: str
    name: TextPair
    component_label: str | None
    target: int
    is_more_than: bool
    this_period: Decimal | int | None
    so_far: Decimal | int | None
    records: tuple[Record, ...] = ()

    @property
    def is_reached(self) -> bool:
        if self.so_far is None:
            return False
        return self.so_far > self.target if self.is_more_than else self.so_far >= self.target

    @property
    def figure(self) -> Figure:
        return Figure(code=self.code, name=self.name, value=self.so_far, kind="count", records=self.records)


@dataclass(frozen=True, slots=True)
class ComponentPart:
    """What was done under one heading of the grant; empty where nothing was."""

    label: str
    name: TextPair
    chapters: tuple[Chapter, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """Everything that a report says, in both languages."""

    version: int
    code: str
    programme: ProgrammeFacts
    municipality: TextPair | None
    starts_on: date
    ends_on: date
    as_of: datetime
    parties: tuple[PartyFacts, ...]
    agreements: tuple[AgreementFacts, ...]
    sums: tuple[Sum, ...]
    summary: Chapter
    components: tuple[ComponentPart, ...]
    targets: tuple[Target, ...]
    finance: Chapter
    cofinancing: Chapter
    documents: Chapter
    purchases: Chapter
    publicity: Chapter
    logos: tuple[PrintedLogo, ...] = ()

    def chapters(self) -> Iterator[Chapter]:
        """In the order of reading."""
        yield self.summary
        for part in self.components:
            yield from part.chapters
        yield from (self.finance, self.cofinancing, self.documents, self.purchases, self.publicity)

    def traceable(self) -> dict[str, Figure]:
        """Every figure that has a code, once: a summary may show again what a chapter says."""
        figures: dict[str, Figure] = {}
        for chapter in self.chapters():
            for figure in chapter.figures:
                figures.setdefault(figure.code, figure)
        for target in self.targets:
            figures.setdefault(target.code, target.figure)
        return figures


def to_json(report: ReportFigures) -> dict[str, object]:
    return cast("dict[str, object]", figures.to_json(report))


def from_json(data: dict[str, object]) -> ReportFigures:
    """What `to_json` wrote. Raises UnreadableSnapshot for anything else."""
    if data.get("version") != VERSION:
        raise UnreadableSnapshot(f"version {data.get('version')!r}")
    try:
        return cast("ReportFigures", _read(ReportFigures, {**ADDED_SINCE, **data}))
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableSnapshot(str(error)) from error


def _read(hint: Any, data: Any) -> object:
    """Back from JSON by the field's own type: JSON knows no Decimal, no day and no tuple."""
    if isinstance(hint, UnionType):
        return _read_union(get_args(hint), data)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in data)
    if hint is Chapter:
        return figures.from_json(data)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{field.name: _read(hints[field.name], data[field.name]) for field in fields(hint)})  # type: ignore[operator]  # a class, as `hints` says
    if hint in (date, datetime):
        return hint.fromisoformat(data)
    return Decimal(data) if hint is Decimal else data


def _read_union(hints: tuple[object, ...], data: object) -> object:
    if data is None:
        return None
    if Decimal in hints and int in hints:
        return Decimal(data) if isinstance(data, str) else data
    return _read(next(hint for hint in hints if hint is not NoneType), data)
