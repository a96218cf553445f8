from datetime import timedelta
from typing import Any, Protocol

from django.db import models

from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import write

from .models import Entry

PRESSED_TWICE = timedelta(minutes=1)


class Actor(Protocol):
    """Whoever acts; without an account `pk` is None. The floors above say who they can be."""

    @property
    def pk(self) -> int | None: ...


class InScope(Protocol):
    """What the trail needs of a scope; the floor below does not know programmes."""

    @property
    def programme_id(self) -> int: ...
    @property
    def municipality_id(self) -> int | None: ...


def record(
    *,
    by: Actor,
    verb: str,
    obj: models.Model,
    scope: InScope | None = None,
    changes: dict[str, Any] | None = None,
) -> Entry:
    """Write the deed inside the caller's transaction, so a deed without its entry cannot exist.

    `verb` is "<noun>.<past participle>" ("expense.booked"). `changes` holds field names and harmless values,
    never names, addresses or free text about people.
    """
    scope = scope if scope is not None else getattr(obj, "scope", None)
    entry = Entry(
        actor_id=by.pk,
        verb=verb,
        object_label=obj._meta.label_lower,
        object_id=str(obj.pk),
        programme_id=scope.programme_id if scope else None,
        municipality_id=scope.municipality_id if scope else None,
        changes=changes or {},
    )
    write(entry)
    return entry


def record_taken(*, by: Actor, verb: str, obj: models.Model, scope: InScope | None = None) -> None:
    """Names left the portal in a file that is kept nowhere: a table, a sheet to sign. The one deed that a GET writes.

    The same again within a minute is the deed that is written already: a button pressed twice takes one file along.
    """
    before = Entry.objects.of(obj).filter(actor_id=by.pk, verb=verb, at__gt=clock.now() - PRESSED_TWICE)
    if not before.exists():
        record(by=by, verb=verb, obj=obj, scope=scope)
