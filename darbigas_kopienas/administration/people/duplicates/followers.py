"""What leads to a person or an organisation, and so follows where that is merged into another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar, cast

from django.apps import apps
from django.db import models
from django.db.models.functions import Coalesce

from darbigas_kopienas.people.merged import Reference
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.programme.access import Permission, scopes_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import q_in_scopes

from .models import Duplicate
from .services.moves import references_that_follow

Body = TypeVar("Body", Person, Organisation)


@dataclass(frozen=True, slots=True)
class Followers:
    """So many rows of a kind."""

    name: str
    number: int


def followers_of(reader: Reader, *rows: Body) -> dict[int, list[Followers]]:
    """Of each row by kind, as far as they are in the reader's scopes. One statement."""
    kind = type(rows[0])
    references = references_that_follow(kind)
    counts = {
        f"number_{at}": _number(reader, reference, **{reference.column: models.OuterRef("pk")})
        for at, reference in enumerate(references)
    }
    counted = kind.with_merged.filter(pk__in=[row.pk for row in rows]).annotate(**counts).values_list("pk", *counts)
    return {pk: _added_up(zip(references, numbers, strict=True)) for pk, *numbers in counted}


def moved_by(reader: Reader, duplicate: Duplicate) -> list[Followers]:
    """What goes back where the merging is undone. One statement."""
    kind = Organisation if duplicate.target_organisation_id is not None else Person
    moved = [(reference, pks) for reference in references_that_follow(kind) if (pks := _moved(duplicate, reference))]
    counts = {f"number_{at}": _number(reader, row, pk__in=pks) for at, (row, pks) in enumerate(moved)}
    numbers = Duplicate.objects.filter(pk=duplicate.pk).annotate(**counts).values_list(*counts).get() if counts else ()
    return _added_up(zip((reference for reference, _pks in moved), numbers, strict=True))


def _moved(duplicate: Duplicate, reference: Reference) -> Collection[int]:
    of_model = {label.lower(): columns for label, columns in duplicate.moved.items()}
    return of_model.get(reference.model.lower(), {}).get(reference.column, [])


def _number(reader: Reader, reference: Reference, **which: object) -> models.expressions.Combinable:
    rows = _model(reference)._base_manager.filter(_within(reader, reference), **which).order_by()
    counted = rows.annotate(one=models.Value(1)).values("one").annotate(number=models.Count("pk")).values("number")
    return Coalesce(models.Subquery(counted), 0)


def _added_up(numbers: Iterable[tuple[Reference, int]]) -> list[Followers]:
    """Two columns of one kind together; kinds without any are left out."""
    counted: dict[str, int] = {}
    for reference, number in numbers:
        if number:
            name = _name(reference)
            counted[name] = counted.get(name, 0) + number
    return [Followers(name, number) for name, number in counted.items()]


def _within(reader: Reader, reference: Reference) -> models.Q:
    """The reader's scopes; of a fact of the grant, which has no municipality, the reader's programmes."""
    if reference.scope is None:
        return models.Q()
    scoped = _model(reference)
    for name in filter(None, reference.scope.split("__")):
        scoped = cast("type[models.Model]", scoped._meta.get_field(name).related_model)
    if any(field.name == "municipality" for field in scoped._meta.get_fields()):
        return q_in_scopes(reader, Permission.WRITE_REGISTER, path=reference.scope)
    programmes = {programme for programme, _municipality in scopes_of(reader, Permission.WRITE_REGISTER)}
    return models.Q(**{f"{reference.scope}programme_id__in": programmes})


def _model(reference: Reference) -> type[models.Model]:
    return apps.get_model(reference.model)


def _name(reference: Reference) -> str:
    """Of a list of many, that of the rows that have it."""
    meta = _model(reference)._meta
    owner: type[models.Model] | None = getattr(meta, "auto_created", None) or None
    return str((owner._meta if owner is not None else meta).verbose_name_plural)
