"""What leads to a person or an organisation, and so follows where that is merged into another."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import cast

from django.apps import apps
from django.db import models

from darbigas_kopienas.people.merged import Reference
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.programme.access import Permission, scopes_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import q_in_scopes

from .models import Duplicate
from .services.moves import references_that_follow


@dataclass(frozen=True, slots=True)
class Followers:
    """So many rows of a kind."""

    name: str
    number: int


def followers_of(reader: Reader, row: Person | Organisation) -> list[Followers]:
    """By kind, as far as they are in the reader's scopes; a statement for each column that may lead there."""
    return _counted(
        reader, ((reference, {reference.column: row.pk}) for reference in references_that_follow(type(row)))
    )


def moved_by(reader: Reader, duplicate: Duplicate) -> list[Followers]:
    """What goes back where the merging is undone."""
    kind = Organisation if duplicate.target_organisation_id is not None else Person
    return _counted(
        reader,
        (
            (reference, {"pk__in": moved})
            for reference in references_that_follow(kind)
            if (moved := _moved(duplicate, reference))
        ),
    )


def _moved(duplicate: Duplicate, reference: Reference) -> Collection[int]:
    of_model = {label.lower(): columns for label, columns in duplicate.moved.items()}
    return of_model.get(reference.model.lower(), {}).get(reference.column, [])


def _counted(reader: Reader, rows: "Iterator[tuple[Reference, dict[str, object]]]") -> list[Followers]:
    counted: dict[str, int] = {}
    for reference, which in rows:
        if number := _model(reference)._base_manager.filter(_within(reader, reference), **which).count():
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
