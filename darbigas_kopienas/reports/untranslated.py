"""The texts of a report that have no English: its English files show them in Latvian.

The figures and texts of a report are frozen, so English that is written later stands in the next report. Whoever is
about to prepare an English file is told before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values.figures import Record, TextPair

from .records import ShownRecord, seen_by
from .snapshot import ReportFigures

ACTIVITY = Activity._meta.label_lower


@dataclass(frozen=True, slots=True)
class Untranslated:
    """Rows that this person may see, each with its page, and texts that no row is called by."""

    rows: list[ShownRecord]
    texts: list[str]

    @property
    def number(self) -> int:
        return len(self.rows) + len(self.texts)


def untranslated(user: Reader, figures: ReportFigures) -> Untranslated:
    """Each row and each text once, in the order of the report."""
    lacking = [part for part in _pairs(figures) if _text(part).has_no_english]
    records = {(part.label, part.pk): part for part in lacking if isinstance(part, Record)}
    said = {record.text.lv for record in records.values()}
    texts = dict.fromkeys(_text(part).lv for part in lacking if _text(part).lv not in said)
    return Untranslated(seen_by(user, _once(list(records.values()))), list(texts))


def _once(records: list[Record]) -> list[Record]:
    """An activity that is a seminar or an event is named as that: there its title is written."""
    said_by_rooms = {record.text.lv for record in records if record.label != ACTIVITY}
    return [record for record in records if record.label != ACTIVITY or record.text.lv not in said_by_rooms]


def _text(part: Record | TextPair) -> TextPair:
    return part.text if isinstance(part, Record) else part


def _pairs(part: object) -> Iterator[Record | TextPair]:
    """Every text in two languages of what the report says; the text of a row with the row."""
    if isinstance(part, Record | TextPair):
        yield part
    elif is_dataclass(part):
        for field in fields(part):
            yield from _pairs(getattr(part, field.name))
    elif isinstance(part, tuple | list):
        for item in part:
            yield from _pairs(item)
