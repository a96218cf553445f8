"""What leads to one of two rows is let lead to the other, and back. Asks for no right: the services do."""

from typing import TypeVar

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.people.duplicates.errors import BothNamed
from darbigas_kopienas.people.merged import Doubles, Reference
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.rooms import registered

Moved = dict[str, dict[str, list[int]]]
Rows = QuerySet[Model]
Body = TypeVar("Body", Person, Organisation)


def references_to(model: type[Model]) -> list[Reference]:
    """Of all rooms."""
    listed = [reference for room in registered() for reference in room.references]
    return [row for row in listed if apps.get_model(row.model)._meta.get_field(row.column).related_model is model]


def rows_of(reference: Reference) -> Rows:
    """Merged ones included: they too have a school, and lead to somebody."""
    rows: Rows = apps.get_model(reference.model)._base_manager.all()
    return rows


def require_no_doubles(target: Body, other: Body) -> None:
    """Raise BothNamed where both stand beside the same, and neither may go by itself."""
    for reference in references_that_follow(type(target)):
        if reference.doubles is Doubles.REFUSED and (row := _doubles(reference, target, other).first()):
            sentence = _("Both are named in the same place: %(what)s “%(row)s”. Remove one of the two there first.")
            words = {"what": row._meta.verbose_name, "row": row}
            raise BothNamed(sentence % words, code="both_named")


def move(target: Body, other: Body) -> Moved:
    """What leads to `other` leads to `target` from now on; of what is dropped, beside whom it stood."""
    moved: Moved = {}
    for reference in references_that_follow(type(target)):
        doubles = _doubles(reference, target, other)
        left = list(doubles.values_list("pk", flat=True))
        if reference.doubles is Doubles.DROPPED and left:
            _note(moved, reference, _dropped(reference), list(doubles.values_list(reference.once[0], flat=True)))
            rows_of(reference).filter(pk__in=left).delete()
        rows = rows_of(reference).filter(**{reference.column: other}).exclude(pk__in=left)
        if ids := list(rows.order_by("pk").values_list("pk", flat=True)):
            _note(moved, reference, reference.column, ids)
            rows_of(reference).filter(pk__in=ids).update(**{reference.column: target})
    return moved


def move_back(target: Body, other: Body, moved: Moved) -> None:
    """Only what was moved and leads to `target` still; what was dropped, where `target` stands still."""
    for reference in references_that_follow(type(target)):
        columns = moved.get(reference.model, {})
        rows = rows_of(reference).filter(**{reference.column: target})
        rows.filter(pk__in=columns.get(reference.column, [])).update(**{reference.column: other})
        if beside := columns.get(_dropped(reference)):
            _bring_back(reference, other, rows.filter(**{f"{reference.once[0]}__in": beside}))


def _bring_back(reference: Reference, other: Body, beside: Rows) -> None:
    model, owner = apps.get_model(reference.model), reference.once[0]
    names = [model._meta.get_field(name).attname for name in (owner, reference.column)]
    owners = beside.values_list(owner, flat=True)
    model._base_manager.bulk_create(model(**dict(zip(names, (pk, other.pk), strict=True))) for pk in owners)


def references_that_follow(model: type[Model]) -> list[Reference]:
    """All but those of which what was decided is told."""
    return [reference for reference in references_to(model) if not reference.stays]


def _doubles(reference: Reference, target: Body, other: Body) -> Rows:
    """Rows of `other` beside which there is one of `target`."""
    rows = rows_of(reference)
    if not reference.once:
        return rows.none()
    beside = rows.filter(**{reference.column: target}, **{name: OuterRef(name) for name in reference.once})
    return rows.filter(Exists(beside), **{reference.column: other}).order_by("pk")


def _dropped(reference: Reference) -> str:
    return f"{reference.column} dropped"


def _note(moved: Moved, reference: Reference, column: str, ids: list[int]) -> None:
    moved.setdefault(reference.model, {})[column] = ids
