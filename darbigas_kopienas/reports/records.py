"""From a figure to the rows behind it: those that this person may see, each with its page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse

from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.rooms import page_of
from darbigas_kopienas.values.figures import Record, TextPair

# Names of institutions are no secret of a municipality: whoever may read the report may read them.
OPEN_TO_READERS = frozenset({"people.organisation"})


@dataclass(frozen=True, slots=True)
class ShownRecord:
    text: TextPair
    url: str


def seen_by(user: Reader, records: Iterable[Record]) -> list[ShownRecord]:
    """The rows that this person may see today, in the figure's order; one statement for each kind of row."""
    record_list = list(records)
    seen = {
        label: _visible(user, label, [record.pk for record in record_list if record.label == label])
        for label in _labels(record_list)
    }
    return [ShownRecord(record.text, _page(record)) for record in record_list if record.pk in seen[record.label]]


def _labels(records: list[Record]) -> list[str]:
    return list(dict.fromkeys(record.label for record in records))


def _visible(user: Reader, label: str, pks: list[int]) -> set[int]:
    """A kind of row that cannot say who may see it is shown to nobody."""
    if label in OPEN_TO_READERS:
        return set(pks)
    visible_to = getattr(apps.get_model(label)._default_manager, "visible_to", None)
    return set(visible_to(user).filter(pk__in=pks).values_list("pk", flat=True)) if visible_to else set()


def _page(record: Record) -> str:
    """Of the room whose row it is; a row without one is told by its text alone."""
    name = page_of(record.label)
    return reverse(name, args=[record.pk]) if name else ""
