"""Every column that leads to a person or an organisation is named by a room, so that merging forgets none."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from darbigas_kopienas.administration.people.duplicates.services.moves import references_to
from darbigas_kopienas.people.merged import Doubles, Reference
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.rooms import registered

BOTH = (Person, Organisation)
JUDGED_BEFORE = {"participation_registration_person_once"}  # two places at one activity: SatTogether


def columns() -> Iterator[tuple[str, str]]:
    """Those of lists of many stand in tables of their own."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            if isinstance(field, models.ForeignKey) and field.related_model in BOTH:
                yield model._meta.label, field.name


def references() -> list[Reference]:
    return [reference for model in BOTH for reference in references_to(model)]


def keys_beside(reference: Reference) -> set[tuple[str, ...]]:
    """With which other columns the column is unique in the database."""
    meta: Any = apps.get_model(reference.model)._meta
    unique = [
        rule.fields
        for rule in meta.constraints
        if isinstance(rule, models.UniqueConstraint) and rule.name not in JUDGED_BEFORE
    ]
    keys = [set(fields) for fields in [*unique, *meta.unique_together] if reference.column in fields]
    return {tuple(sorted(key - {reference.column})) for key in keys}


def test_every_column_is_named_by_a_room_once() -> None:
    named = [(reference.model, reference.column) for room in registered() for reference in room.references]
    assert sorted(named) == sorted(set(columns()))


def test_what_the_database_lets_stand_once_is_known_to_be_so() -> None:
    for reference in references():
        if reference.stays:
            continue
        (key,) = keys_beside(reference) or {()}
        assert set(reference.once) == {name for name in key if name != "municipality"}, reference


@pytest.mark.parametrize("reference", references(), ids=lambda reference: f"{reference.model}.{reference.column}")
def test_the_scope_of_a_row_can_be_asked_for(reference: Reference, db: None) -> None:
    rows = apps.get_model(reference.model)._base_manager.all()
    if reference.is_fact:
        assert list(rows.filter(pk=0).values_list(f"{reference.scope}programme_id")) == []
    elif reference.scope is not None:
        names = [f"{reference.scope}{column}" for column in ("programme_id", "municipality_id")]
        assert list(rows.filter(pk=0).values_list(*names)) == []


def test_only_what_stands_in_a_list_of_many_is_dropped() -> None:
    """A row that says more than who stands beside whom could not be brought back."""
    dropped = [reference for reference in references() if reference.doubles is Doubles.DROPPED]
    assert {bool(apps.get_model(reference.model)._meta.auto_created) for reference in dropped} == {True}
    assert {len(reference.once) for reference in dropped} == {1}
