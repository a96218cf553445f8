"""What changed, in the reader's language: `kopā 18,00 EUR → 21,00 EUR`, `bērni 18 → 21`, `labots: apraksts`."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from darbigas_kopienas.rooms import state_of, trail_word_of
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.model_fields import MoneyField

Names = Mapping[tuple[str, object], str]
Facts = Mapping[str, Any]

# Facts that a deed keeps beside the fields of its row; others are for machines and are not said.
WORDS = {
    "total": gettext_lazy("total"),
    "amount": gettext_lazy("amount"),
    "number": gettext_lazy("number"),
    "count": gettext_lazy("number"),
    "hours": gettext_lazy("hours"),
    "seats": gettext_lazy("seats"),
    "version": gettext_lazy("version"),
    "quantity": gettext_lazy("number"),
    "letters": gettext_lazy("e-mails"),
    "on": gettext_lazy("day"),
    "starts_on": gettext_lazy("day"),
}
MONEY = frozenset({"total", "amount"})
# Of a row that has a number, which is no quantity: a certificate, an expense.
OWN_NUMBER = pgettext_lazy("of a document", "number")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PART = re.compile(r"([a-z_]+)\[((?:[a-z_]+=[0-9]{1,18},?)+)\]\.([a-z_]+)")
_SUM = re.compile(r"-?\d+\.\d\d")


def said(model: type[models.Model] | None, changes: Facts, names: Names) -> Iterator[str]:
    """Each change that a person can read."""
    values = changes.get("values", {})
    for name, (before, after) in values.items():
        field, label = _named(model, name, names)
        if label:
            yield _arrow(label, value_in_words(field, before, names), value_in_words(field, after, names))
    if others := [word for name in changes.get("fields", ()) if name not in values and (word := _word(model, name))]:
        yield _("changed: %(fields)s") % {"fields": ", ".join(dict.fromkeys(others))}
    yield from _states(changes)
    yield from _groups(changes)
    yield from _facts(model, changes)


@dataclass(frozen=True, slots=True)
class Part:
    """A column of a row that hangs on the thing (`audit.changes.part_name`), and the rows that tell which it is."""

    field: Any
    keys: tuple[tuple[str, int], ...]


def part_of(model: type[models.Model] | None, name: str) -> Part | None:
    """None for what is no such name, or was one of a model that has changed."""
    match = _PART.fullmatch(name)
    rows = field_of(model, match[1]) if match else None
    if match is None or rows is None or not rows.one_to_many:
        return None
    pointing = dict(pair.split("=") for pair in match[2].strip(",").split(","))
    pointers = {pointer: field_of(rows.related_model, pointer) for pointer in pointing}
    column = field_of(rows.related_model, match[3])
    if column is None or not all(isinstance(pointer, models.ForeignKey) for pointer in pointers.values()):
        return None
    labels = {name: pointer.related_model._meta.label_lower for name, pointer in pointers.items()}
    return Part(column, tuple((labels[pointer], int(pk)) for pointer, pk in pointing.items()))


def _named(model: type[models.Model] | None, name: str, names: Names) -> tuple[Any, str]:
    """The column and what it is called; a part is called by its rows, and not said to whom does not see them."""
    part = part_of(model, name)
    if part is None:
        field = field_of(model, name)
        return field, _label(field) if field is not None else ""
    called = [names.get(key, "") for key in part.keys]
    return part.field, ", ".join(called) if all(called) else ""


def value_in_words(field: Any, value: object, names: Names) -> str:
    """A kept value as the portal writes it everywhere."""
    if value is None or value == "":
        return formats.EMPTY
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model._meta.label_lower, value), formats.EMPTY)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return next((write(value) for kind, write in WRITTEN if isinstance(field, kind)), str(value))


# The first that fits: a moment is a day to Django, a money sum a decimal number.
WRITTEN: tuple[tuple[type[models.Field[Any, Any]], Callable[[Any], str]], ...] = (
    (models.BooleanField, lambda value: _("yes") if value else _("no")),
    (MoneyField, lambda value: formats.money(Decimal(value))),
    (models.DateTimeField, lambda value: formats.moment(datetime.fromisoformat(value).astimezone(clock.RIGA))),
    (models.DateField, lambda value: formats.day(date.fromisoformat(value))),
    (models.DecimalField, lambda value: formats.number(Decimal(value))),
    (models.IntegerField, formats.number),
)


def _states(changes: Facts) -> Iterator[str]:
    before, after = (state_of(str(changes.get(name))) for name in ("from", "to"))
    if before is not None and after is not None:
        yield f"{before.word} → {after.word}"


def _groups(changes: Facts) -> Iterator[str]:
    """What was counted, by group: of each that changed, before and after."""
    before, after = changes.get("before"), changes.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, 0), after.get(name, 0)
        word = trail_word_of(name)
        if old != new and word is not None:
            yield _arrow(str(word), formats.number(old), formats.number(new))


def _facts(model: type[models.Model] | None, changes: Facts) -> Iterator[str]:
    for name, value in changes.items():
        if name not in WORDS or value is None:
            continue
        if name == "number" and field_of(model, name) is not None:
            yield f"{OWN_NUMBER}: {value}"
        elif isinstance(value, list):
            yield _arrow(str(WORDS[name]), *(_plain(name, part) for part in value))
        else:
            yield f"{WORDS[name]}: {_plain(name, value)}"


def _plain(name: str, value: object) -> str:
    text = str(value)
    if name == "version":
        return text
    if _DAY.fullmatch(text):
        return formats.day(date.fromisoformat(text))
    if name in MONEY and _SUM.fullmatch(text):
        return formats.money(Decimal(text))
    return formats.number(Decimal(text)) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def _arrow(word: str, before: str, after: str) -> str:
    return f"{word} {before} → {after}"


def _word(model: type[models.Model] | None, name: str) -> str:
    field = field_of(model, name)
    return "" if field is None else _label(field)


def field_of(model: type[models.Model] | None, name: str) -> Any:
    """None for what is no field any more, or of no model: the trail outlives both."""
    try:
        return model._meta.get_field(name) if model is not None else None
    except FieldDoesNotExist:
        return None


def _label(field: Any) -> str:
    """Of a field; of the rows that hang on it (shares, answers) what many of them are called."""
    if isinstance(field, models.Field):
        return str(field.verbose_name)
    return str(field.related_model._meta.verbose_name_plural)
