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
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.rooms import page_of
from darbigas_kopienas.values import formats

from .access import Permission, Role, may
from .actors import Reader
from .history_words import Names, said
from .models import Membership
from .scoping import Scope

# Names of institutions and places are no secret of a municipality.
OPEN_TO_READERS = frozenset({"people.organisation", "people.municipality", "programme.component", "programme.period"})
ACTIVITY = "activities.activity"
MOST_SHOWN = 50
Key = tuple[str, int]


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
class _Thing:
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
    match = re.fullmatch(r"([a-z_]{1,40}\.[a-z_]{1,40}):([0-9]{1,15})", value)
    things = _things(reader, {(match[1], int(match[2]))}) if match else {}
    return next((thing.name for thing in things.values()), "")


def kinds_of(labels: Iterable[str]) -> list[tuple[str, str]]:
    """Kinds of things by their names, as a filter offers them."""
    named = [(label, _kind(label)) for label in labels if _model(label) is not None]
    return sorted(named, key=lambda kind: formats.sort_key(kind[1]))


def colleagues_in(entries: "models.QuerySet[Entry]") -> list[User]:
    """Who of those that did these lines works for a programme, or did."""
    actors = User.objects.filter(_is_colleague(), pk__in=entries.order_by().values("actor_id"))
    return sorted(actors, key=lambda user: formats.sort_key(str(user)))


def _is_colleague() -> Exists:
    return Exists(Membership.objects.filter(user=OuterRef("pk")).exclude(role=Role.TEACHER))


def history_of(
    reader: Reader, entries: "models.QuerySet[Entry]", known: Iterable[models.Model] = (), *, with_values: bool = True
) -> list[HistoryLine]:
    """Of these entries, in their order; without values, only that something was done to a thing of some kind.

    `known` are things that the reader is looking at already.
    """
    rows: list[Any] = list(_with_actors(entries))
    if not with_values:
        return [
            HistoryLine(entry.at, _actor(reader, entry), entry.sentence, _kind(entry.object_label), "", ())
            for entry in rows
        ]
    keys = {(entry.object_label, int(entry.object_id)) for entry in rows}
    things = {(row._meta.label_lower, row.pk): _thing(row._meta.label_lower, row) for row in known}
    things |= _things(reader, keys - set(things))
    names = _related(reader, rows)
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
        for thing in [things.get((entry.object_label, int(entry.object_id)), _Thing(_kind(entry.object_label)))]
    ]


def _with_actors(entries: "models.QuerySet[Entry]") -> "models.QuerySet[Entry]":
    """Each with who did it, as they are called today, and whether they work for a programme or did."""
    who = User.objects.filter(pk=OuterRef("actor_id"))
    return entries.annotate(
        actor_name=Subquery(who.values("name")[:1]),
        actor_email=Subquery(who.values("email")[:1]),
        is_by_colleague=Exists(who.filter(Q(is_superuser=True) | _is_colleague())),
    )


def _actor(reader: Reader, entry: Any) -> str:
    name: str = entry.actor_name or entry.actor_email or ""
    is_own = reader is not None and entry.actor_id == reader.pk
    if not name or entry.is_by_colleague or is_own:
        return name
    scope = Scope(entry.programme_id or 0, entry.municipality_id)
    return name if may(reader, Permission.SEE_REGISTRATIONS, scope) else _("a participant")


def _things(reader: Reader, keys: set[Key]) -> dict[Key, _Thing]:
    by_label: dict[str, set[int]] = defaultdict(set)
    for label, pk in keys:
        by_label[label].add(pk)
    return {
        (label, row.pk): _thing(label, row)
        for label, pks in sorted(by_label.items())
        if (model := _model(label)) is not None
        for row in _seen(reader, model, pks)
    }


def _thing(label: str, row: Any) -> _Thing:
    """What has no page of its own stands on its activity's."""
    page = page_of(label)
    if page is not None:
        return _Thing(str(row), reverse(page, args=[row.pk]))
    activity = getattr(row, "activity", None)
    if activity is None:
        return _Thing(str(row))
    name = getattr(row, "name", "")
    activity_page = page_of(ACTIVITY)
    url = reverse(activity_page, args=[activity.pk]) if activity_page else ""
    return _Thing(f"{activity} · {name}" if name else str(activity), url)


def _seen(reader: Reader, model: type[models.Model], pks: set[int]) -> Iterable[models.Model]:
    """Those of the rows that this person sees; what cannot say who sees it is seen with its activity, or by nobody."""
    rows = model._default_manager.filter(pk__in=pks)
    activity = _activity_of(model)
    if activity is not None:
        rows = rows.select_related("activity")
    if model._meta.label_lower in OPEN_TO_READERS:
        return rows
    if hasattr(rows, "visible_to"):
        seen: Iterable[models.Model] = rows.visible_to(reader)
        return seen
    if activity is None:
        return []
    return rows.filter(activity__in=activity._default_manager.visible_to(reader))


def _activity_of(model: type[models.Model]) -> Any:
    try:
        field = model._meta.get_field("activity")
    except FieldDoesNotExist:
        return None
    return field.related_model if isinstance(field, models.ForeignKey) else None


def _related(reader: Reader, rows: list[Entry]) -> Names:
    """Names of the rows that old and new values point to."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for entry in rows:
        for model, pk in _pointed_to(entry):
            wanted[model].add(pk)
    return {
        (model._meta.label_lower, row.pk): str(row)
        for model, pks in wanted.items()
        for row in _seen(reader, model, pks)
    }


def _pointed_to(entry: Entry) -> Iterator[tuple[type[models.Model], int]]:
    model = _model(entry.object_label)
    if model is None:
        return
    for name, pair in entry.changes.get("values", {}).items():
        field = model._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            yield from ((field.related_model, pk) for pk in pair if pk is not None)


def _model(label: str) -> type[models.Model] | None:
    """None for what is no model any more: the trail outlives it."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _kind(label: str) -> str:
    model = _model(label)
    return str(model._meta.verbose_name) if model is not None else ""
