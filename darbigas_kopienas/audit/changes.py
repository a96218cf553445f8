"""What of a change the trail keeps: which fields, and of the harmless ones the old value and the new one.

A number, a day, a choice, a money sum or a related row's id says nothing about a person, nor do an activity's title and
place and what a model calls its `open_texts`, which everybody reads. Of all other texts only the field's name is kept,
since a trail is never corrected.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import FieldDoesNotExist
from django.db import models

OPEN_TEXTS = frozenset({"title_lv", "title_en", "place"})
_HARMLESS = (models.BooleanField, models.IntegerField, models.DecimalField, models.DateField)  # and its moments
_ABOUT_PEOPLE = frozenset({"people.person", "people.user"})


class Changed(list[str]):
    """The names of what changed, and of the harmless ones (old, new) as they are kept."""

    def __init__(self, names: Iterable[str] = (), values: Mapping[str, list[object]] | None = None) -> None:
        super().__init__(names)
        self.values = dict(values or {})

    @property
    def stored(self) -> dict[str, object]:
        """For `record`."""
        return {"fields": list(self), **({"values": self.values} if self.values else {})}

    @property
    def stored_as_new(self) -> dict[str, object]:
        """Of a new row, which has no values before: what it begins with stands behind the arrow."""
        values = {name: [None, after] for name, (_before, after) in self.values.items() if after not in {None, ""}}
        return Changed([name for name in self if name in values], values).stored


def put(row: models.Model, fields: Mapping[str, object]) -> Changed:
    """Put the fields on the row, unsaved; what differed."""
    before = {name: getattr(row, name, None) for name in fields}
    changed = compared(row, before, fields)
    for name in changed:
        setattr(row, name, fields[name])
    return changed


def compared(row: models.Model, before: Mapping[str, object], after: Mapping[str, object]) -> Changed:
    names = sorted(name for name, value in after.items() if before[name] != value)
    values = {name: [_stored(before[name]), _stored(after[name])] for name in names if is_harmless(row, name)}
    return Changed(names, values)


def is_harmless(row: models.Model, name: str) -> bool:
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    if isinstance(field, models.ForeignKey):
        return field.related_model._meta.label_lower not in _ABOUT_PEOPLE
    is_open = name in OPEN_TEXTS or name in getattr(row, "open_texts", ())
    return isinstance(field, _HARMLESS) or is_open or bool(getattr(field, "choices", None))


def part_name(rows: str, column: str, **of: int | None) -> str:
    """How the trail calls a column of a row that hangs on the thing, by what that row points to.

    `allocations[source=3,municipality=1].amount`; whatever it does not point to is left out.
    """
    keys = ",".join(f"{name}={pk}" for name, pk in of.items() if pk is not None)
    return f"{rows}[{keys}].{column}"


def _stored(value: object) -> object:
    """As JSON keeps it, the same from whichever side it came."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
