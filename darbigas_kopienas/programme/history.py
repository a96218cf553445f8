"""Vēsture: who did what to which thing, and what it was before; as much of it as the reader may see.

The trail keeps ids. Names of people, things and related rows are read here, of those rows that the reader sees today; a
thing that they do not see is called by its kind. Whoever took part without being staff is named to those only who see
registrations there. As many statements for one line as for fifty.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.rooms import page_of
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.texts import column_in_language

from .access import Permission, Role, may
from .actors import Reader
from .history_words import field_of, part_of, said
from .models import Membership
from .scoping import Scope

# Names of institutions and places are no secret of a municipality.
OPEN_TO_READERS = frozenset(
    {"people.organisation", "people.municipality", "programme.component", "programme.party", "programme.partnership",
     "programme.period"}
)  # fmt: skip
ACTIVITY = "activities.activity"
# The fields that a row is called by, unless its model says otherwise in `named_by`.
NAMES = ("title", "name", "number")
MOST_SHOWN = 50
Key = tuple[str, int]
NOBODY: Key = ("", 0)

_Untyped = Any  # rows and expressions of whatever model an entry is about


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line: who, what was done, to which thing (with its page), what changed."""

    at: datetime
    actor_name: str
    sentence: str
    thing: str
    url: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """What a row is called, and its page; empty where it has none."""

    name: str
    url: str = ""


class History(list[HistoryLine]):
    """Newest first; `more_url` leads to all of it, to be searched."""

    more_url = ""


def history_about(reader: Reader, thing: models.Model, *parts: models.Model) -> History:
    """What was done to the thing, or to the rows that make it."""
    entries = Entry.objects.of(thing, *parts)[:MOST_SHOWN]
    history = History(history_of(reader, entries, [thing, *parts]))
    history.more_url = f"{reverse('programme:history_list')}?thing={thing._meta.label_lower}:{thing.pk}"
    return history


def thing_named(reader: Reader, value: str) -> str:
    """What `label:pk` of an address is called; nothing where this reader sees no such thing."""
    key = key_of(value)
    things = things_seen_by(reader, {key}) if key is not None else {}
    return next((thing.name for thing in things.values()), "")


def key_of(value: str) -> Key | None:
    """Of `label:pk`; None where that is written otherwise."""
    match = re.fullmatch(r"([a-z_]{1,40}\.[a-z_]{1,40}):([0-9]{1,15})", value)
    return (match[1], int(match[2])) if match else None


def kinds_of(labels: Iterable[str]) -> list[tuple[str, str]]:
    """Kinds of things by their names, as a filter offers them."""
    named = [(label, _kind(label)) for label in labels if _model(label) is not None]
    return sorted(named, key=lambda kind: formats.sort_key(kind[1]))


def colleagues_in(rows: _Untyped, column: str = "actor_id") -> list[User]:
    """Who of those that did these lines works for a programme, or did; `column` holds the account's id."""
    actors = User.objects.filter(_is_colleague(), pk__in=rows.order_by().values(column))
    return sorted(actors, key=lambda user: formats.sort_key(str(user)))


def _is_colleague() -> Exists:
    return Exists(Membership.objects.filter(user=OuterRef("pk")).exclude(role=Role.TEACHER))


def history_of(
    reader: Reader, entries: "models.QuerySet[Entry]", known: Iterable[models.Model] = (), *, with_values: bool = True
) -> list[HistoryLine]:
    """Of these entries, in their order; without values, only that something was done to a thing of some kind.

    `known` are things that the reader is looking at already.
    """
    rows: list[_Untyped] = list(with_actors(entries))
    if not with_values:
        return [
            HistoryLine(entry.at, _actor(reader, entry), entry.sentence, _kind(entry.object_label), "", ())
            for entry in rows
        ]
    keys = {key for entry in rows if (key := _key(entry)) is not None}
    things = {(row._meta.label_lower, row.pk): _thing(row._meta.label_lower, row) for row in known}
    pointed_to = {key for entry in rows for key in _pointed_to(entry)}
    things |= things_seen_by(reader, (keys | pointed_to) - set(things))
    names = {key: thing.name for key, thing in things.items()}
    return [
        HistoryLine(
            at=entry.at,
            actor_name=_actor(reader, entry),
            sentence=entry.sentence,
            thing=thing.name,
            url=thing.url,
            changes=tuple(said(_model(entry.object_label), entry.changes, names)),
        )
        for entry in rows
        for thing in [things.get(_key(entry) or NOBODY) or Thing(_kind(entry.object_label))]
    ]


def _key(entry: Entry) -> Key | None:
    """None for work of the portal, whose ids are no numbers: it has no name."""
    return (entry.object_label, int(entry.object_id)) if re.fullmatch("[0-9]{1,18}", entry.object_id) else None


def with_actors(rows: _Untyped, column: str = "actor_id") -> _Untyped:
    """Each with who did it, as they are called today, and whether they work for a programme or did."""
    who = User.objects.filter(pk=OuterRef(column))
    return rows.annotate(
        actor_name=Subquery(who.values("name")[:1]),
        actor_email=Subquery(who.values("email")[:1]),
        is_by_colleague=Exists(who.filter(Q(is_superuser=True) | _is_colleague())),
    )


def actor_shown(reader: Reader, row: _Untyped, pk: int | None, scope: Scope) -> str:
    """Of a row `with_actors`, done by the account `pk`; nothing where that is no more.

    Whoever works for the programme is named to whoever sees the trail, the auditor among them; a participant is not.
    """
    name: str = row.actor_name or row.actor_email or ""
    is_own = reader is not None and pk is not None and pk == reader.pk
    if not name or row.is_by_colleague or is_own or may(reader, Permission.SEE_REGISTRATIONS, scope):
        return name
    return _("a participant")


def _actor(reader: Reader, entry: _Untyped) -> str:
    return actor_shown(reader, entry, entry.actor_id, Scope(entry.programme_id or 0, entry.municipality_id))


def things_seen_by(reader: Reader, keys: set[Key]) -> dict[Key, Thing]:
    """Those of the rows that this person sees, each with its page: one statement for all kinds together."""
    by_label: dict[str, set[int]] = defaultdict(set)
    for label, pk in keys:
        by_label[label].add(pk)
    parts = [
        rows
        for label, pks in sorted(by_label.items())
        if (model := _model(label)) is not None and (rows := _named(reader, model, pks)) is not None
    ]
    if not parts:
        return {}
    existing = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {(label, pk): Thing(text.strip(), _page(label, pk, activity)) for label, pk, text, activity in existing}


def _thing(label: str, row: models.Model) -> Thing:
    return Thing(str(row), _page(label, row.pk, getattr(row, "activity_id", None)))


def _page(label: str, pk: int, activity: int | None) -> str:
    """What has no page of its own stands on its activity's."""
    page, of_activity = page_of(label), page_of(ACTIVITY)
    if page is not None:
        return reverse(page, args=[pk])
    return reverse(of_activity, args=[activity]) if of_activity and activity else ""


def _named(reader: Reader, model: type[models.Model], pks: set[int]) -> _Untyped:
    """Of the rows that this person sees: label, id, name, activity.

    None where nobody can say who sees them, and where ids are no numbers: such rows have no name (see `_key`).
    """
    if not isinstance(model._meta.pk, models.IntegerField):
        return None
    label, activity = model._meta.label_lower, _activity_of(model)
    rows: _Untyped = model._default_manager.filter(pk__in=pks)
    if label not in OPEN_TO_READERS:
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(reader)
        elif activity is not None:
            rows = rows.filter(activity__in=activity._default_manager.visible_to(reader))
        else:
            return None
    text = _name_of(model, activity)
    number: _Untyped = models.BigIntegerField(null=True)
    # Cast without an activity too: of two bare nulls a union makes a text, which fits no number that follows.
    of_activity = Cast(F("activity_id") if activity is not None else Value(None), number)
    kind = Value(label, output_field=models.TextField())
    return rows.order_by().values_list(kind, Cast("pk", models.BigIntegerField()), text, of_activity)


def _name_of(model: type[models.Model], activity: _Untyped) -> _Untyped:
    """What a row is called, as its page calls it: by its own texts; by its activity's where it has no page."""
    own = [_in_language(model, name) for name in getattr(model, "named_by", NAMES) if _has_field(model, name)]
    of_activity = [_in_language(activity, "title", "activity__")] if activity is not None else []
    parts = own if page_of(model._meta.label_lower) and own else [*of_activity, *own]
    if not parts:
        return Value(str(model._meta.verbose_name), output_field=models.TextField())
    joined: _Untyped = parts[0]
    for part in parts[1:]:
        mark = " · " if of_activity else " "
        joined = Concat(joined, Value(mark), part, output_field=models.TextField())
    return joined


def _end_of(model: _Untyped, path: str) -> tuple[_Untyped, str]:
    """Of `organisation__name`: the organisation's model, `name`."""
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return model, name


def _has_field(model: type[models.Model], path: str) -> bool:
    owner, name = _end_of(model, path)
    return bool({name, f"{name}_lv"} & {field.name for field in owner._meta.get_fields()})


def _in_language(model: _Untyped, name: str, path: str = "") -> _Untyped:
    """The text in the reader's language, else in the other; a name that has one language alone as it is."""
    owner, own = _end_of(model, name)
    has_both = f"{own}_lv" in {field.name for field in owner._meta.get_fields()}
    return Cast(column_in_language(f"{path}{name}") if has_both else f"{path}{name}", models.TextField())


def _activity_of(model: type[models.Model]) -> _Untyped:
    try:
        field = model._meta.get_field("activity")
    except FieldDoesNotExist:
        return None
    return field.related_model if isinstance(field, models.ForeignKey) else None


def _pointed_to(entry: Entry) -> Iterator[Key]:
    """Rows that old and new values are."""
    model = _model(entry.object_label)
    for name, pair in entry.changes.get("values", {}).items():
        field, part = field_of(model, name), part_of(model, name)
        yield from part.keys if part is not None else ()
        if isinstance(field, models.ForeignKey):
            yield from ((field.related_model._meta.label_lower, pk) for pk in pair if pk is not None)


def _model(label: str) -> type[models.Model] | None:
    """None for what is no model any more: the trail outlives it."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _kind(label: str) -> str:
    model = _model(label)
    return str(model._meta.verbose_name) if model is not None else ""
