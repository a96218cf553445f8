"""What e-mails are about, of those things that the reader sees today; a thing that is gone is not named."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import BigIntegerField, Model, TextField, Value
from django.db.models.functions import Cast

from community_events.models import CommunityEvent
from darbigas_kopienas.participation.models import Invitation, Registration
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.history import ACTIVITY, Thing, key_of, things_seen_by
from seminars.models import Certificate, Engagement, Seminar

AT_ONCE = 2000
# Rows of an activity that e-mails are about, and the way from one to its activity.
PARTS: tuple[tuple[type[Model], str], ...] = (
    (Registration, "activity"),
    (Invitation, "activity"),
    (Seminar, "activity"),
    (CommunityEvent, "activity"),
    (Engagement, "seminar__activity"),
    (Certificate, "seminar__activity"),
)


def things_by_key(reader: Reader, keys: Iterable[str]) -> dict[str, Thing]:
    """By `label:pk`, as e-mails keep it: one statement for all kinds of things together."""
    things: dict[str, Thing] = {}
    known = sorted({key for about in set(keys) if (key := key_of(about)) is not None})
    for start in range(0, len(known), AT_ONCE):
        seen = things_seen_by(reader, set(known[start : start + AT_ONCE]))
        things |= {f"{label}:{pk}": thing for (label, pk), thing in seen.items()}
    return things


def keys_of(about: str) -> list[str]:
    """Of the thing itself; of an activity those of the places, seminars and papers that belong to it too."""
    label, _colon, pk = about.partition(":")
    return [about, *_parts(int(pk))] if label == ACTIVITY else [about]


def _parts(activity: int) -> Iterator[str]:
    first, *others = (_rows(model, path, activity) for model, path in PARTS)
    return (f"{label}:{pk}" for label, pk in first.union(*others, all=True))


def _rows(model: type[Model], path: str, activity: int) -> Any:
    label = Value(model._meta.label_lower, output_field=TextField())
    rows = model._base_manager.filter(**{path: activity}).order_by()
    return rows.values_list(label, Cast("pk", BigIntegerField()))
