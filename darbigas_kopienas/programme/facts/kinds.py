"""What kinds of facts a grant is agreed by: parties, components, periods, budget lines. Each is typed in by a form.

A kind says what its rows are, how a list shows one, and by which form it is written; the pages and services are the
same for all. A room or floor names its kinds in `Room.facts`, so a next grant is data entry.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Max, Prefetch, QuerySet
from django.urls import reverse

from darbigas_kopienas.audit.changes import Changed
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Actor, Reader
from darbigas_kopienas.rooms import DraftedForm, Text, registered

from .copies import Copy, copied

if TYPE_CHECKING:
    from .forms import FactForm

Row = Any  # a row of whatever model the kind is of; it has a `programme`
Fields = Mapping[str, Any]  # what a form read, by the names of its fields


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages of a kind are called: „Komponentes”, „Pievienot komponenti”, „Labot komponenti”, „Dzēst…”."""

    plural: Text
    lead: Text
    add: Text
    edit: Text
    remove: Text


@dataclass(frozen=True, slots=True)
class Line:
    """How a list shows a row. `state` is one of those that rooms say; `actions` are buttons, (address, label)."""

    title: str
    notes: Sequence[str] = ()
    state: str = ""
    state_word: str = ""
    actions: Sequence[tuple[str, Text]] = ()


@dataclass(frozen=True, slots=True)
class Verbs:
    """Of the trail."""

    added: str
    edited: str
    removed: str


def _nothing(row: Row) -> None:
    """Nothing to check."""


def _nothing_more(reader: Reader, rows: Sequence[Row]) -> None:
    """The rows say all that their list shows."""


def _no_parts(_row: Row) -> Changed:
    return Changed()


def _no_context(_rows: Sequence[Row]) -> Mapping[str, object]:
    return {}


def _as_typed(_by: Actor, _row: Row, fields: Fields) -> Fields:
    return fields


@dataclass(frozen=True, kw_only=True, eq=False)
class FactKind:
    """`room` and `name` make its addresses' names ("budget:budget_line_add"), `path` is its word in them ("lines/")."""

    room: str
    name: str
    path: Text
    model: type[models.Model]
    form: "type[FactForm]"
    words: Words
    verbs: Verbs
    line: Callable[[Row], Line]
    order: int
    """Where it stands among the kinds."""
    is_needed: bool = False
    """Without one of these a programme cannot be worked with."""
    see: Permission = Permission.SEE_STAFF
    related: tuple[str, ...] = ()
    """What a list reads along with each row (`select_related`)."""
    prefetched: "tuple[str | Prefetch[str], ...]" = ()
    """The same of what hangs on a row (`prefetch_related`)."""
    lock: Callable[[int], object] = _nothing
    """Takes the locks that stand before the programme's in the order of locks; called with the programme's id."""
    read_along: Callable[[Reader, Sequence[Row]], None] = _nothing_more
    """Puts on the rows of a list what stands elsewhere, as far as the reader sees it, in a few statements for all."""
    prepare: Callable[[Actor, Row, Fields], Fields] = _as_typed
    """Makes what the row points to where the form only names it; gives the fields to write. Inside the transaction."""
    check: Callable[[Row], None] = _nothing
    """Called with the row filled in, before it is saved; raises ValidationError at the form's fields."""
    check_removal: Callable[[Row], None] = _nothing
    """Called before a row goes; raises ValidationError where something relies on it that no foreign key knows of."""
    rest: "Callable[[Actor, Row, Fields], Changed] | None" = None
    """Writes the fields of the form that are no columns of the row, after it is saved; gives what differed."""
    parts_removed: Callable[[Row], Changed] = _no_parts
    """Called before a row goes: what `rest` wrote and goes with it, as the trail keeps it."""
    more_links: Sequence[tuple[str, Text]] = ()
    """(name of a URL that takes the programme, label) of further pages of the kind."""
    list_template: str = "programme/facts/fact_list.html"
    """A kind's own one extends it: block `list_head` stands above the rows, `styles` loads a style sheet."""
    list_context: Callable[[Sequence[Row]], Mapping[str, object]] = _no_context
    """What a list shows beside the rows, called with them: for its own template, or `totals`, sentences below."""
    row_template: str = ""
    """Drawn below each line of a list, with `row`."""
    form_template: str = "programme/facts/fact_form.html"
    draft: bool = False
    """Its form is long, so it saves itself while somebody writes."""
    copy: Copy | None = copied
    """How a row comes into the next programme (copies.py); None where that has its own from the beginning."""

    @property
    def key(self) -> str:
        """What a form calls it by."""
        return f"{self.room}.{self.name}"

    def page(self, verb: str) -> str:
        """The name of the URL."""
        return f"{self.room}:{self.name}_{verb}"

    def address(self, programme_id: int, verb: str = "list", pk: int | None = None) -> str:
        return reverse(self.page(verb), args=[programme_id] if pk is None else [programme_id, pk])

    def rows(self, programme_id: int) -> "QuerySet[Row]":
        """Those of the programme, as they are listed."""
        rows: QuerySet[Row] = self.model._default_manager.filter(programme=programme_id)
        rows = rows.prefetch_related(*self.prefetched) if self.prefetched else rows
        return rows.select_related(*self.related) if self.related else rows

    def rows_seen_by(self, reader: Reader, programme_id: int) -> "QuerySet[Row]":
        """Where rows belong to municipalities, each reader has their own."""
        rows = self.rows(programme_id)
        return rows.visible_to(reader) if hasattr(rows, "visible_to") else rows

    @property
    def is_in_order(self) -> bool:
        """Its rows stand in an order that somebody chose."""
        return any(field.name == "order" for field in self.model._meta.fields)

    def next_place(self, programme_id: int) -> int:
        last: int | None = self.rows(programme_id).aggregate(last=Max("order"))["last"]
        return 0 if last is None else last + 1

    @property
    def drafts(self) -> list[DraftedForm]:
        """For `Room.drafts`."""
        if not self.draft:
            return []
        return [DraftedForm(self.page("add"), self.words.add), DraftedForm(self.page("edit"), self.words.edit)]


def fact_kinds() -> list[FactKind]:
    """Of all rooms, in their order."""
    return sorted((kind for room in registered() for kind in room.facts), key=lambda kind: kind.order)
