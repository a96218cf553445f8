"""A grant as a whole: added, corrected, and its reporting periods proposed at one stroke."""

from collections.abc import Iterator
from datetime import date
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.programme.new_programme import (
    ProgrammeFields,
    make_coordinator,
    make_programme,
)
from darbigas_kopienas.administration.programme.periods import PERIODS, proposals
from darbigas_kopienas.audit.changes import put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, require, require_anywhere
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.days_in_use import DaysInUse, days_in_use
from darbigas_kopienas.programme.facts.services import add_fact, require_in_order
from darbigas_kopienas.programme.models import Period, Programme
from darbigas_kopienas.values import formats, texts

EDITABLE = frozenset(ProgrammeFields.__annotations__)


class DaysOutside(ValidationError):
    """Something would come to lie before the programme's first or after its last day."""


class NothingToAdd(ValidationError):
    """Every day of the programme lies in a reporting period already."""


@transaction.atomic
def add_programme(*, by: User, **fields: Unpack[ProgrammeFields]) -> Programme:
    """A next grant; whoever adds it coordinates it from today.

    Raises PermissionDenied where the person coordinates no programme today; ValidationError.
    """
    require_anywhere(by, Permission.WRITE_PROGRAMME)
    programme = make_programme(by=by, fields=fields)
    make_coordinator(by=by, user=by, programme=programme)
    return programme


@transaction.atomic
def edit_programme(*, by: Actor, programme: Programme, **fields: object) -> Programme:
    """Where nothing changed there is no entry. Its days never leave anything outside that lies in them.

    The row is held as nobody who books may hold it (`require_within`), so neither passes the other. Raises
    PermissionDenied, DaysOutside, ValidationError.
    """
    require(by, Permission.WRITE_PROGRAMME, programme.scope)
    if unknown := set(fields) - EDITABLE:
        raise TypeError(f"not a field of a programme: {sorted(unknown)}")
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    before = (locked.starts_on, locked.ends_on)
    changed = put(locked, fields)
    if not changed:
        return locked
    require_in_order(locked.starts_on, locked.ends_on, at="ends_on")
    _require_nothing_outside(locked, *before)
    for name in texts.texts_of(locked):
        if f"{name}_en" in changed:
            texts.stamp_translation(locked, name)
    locked.full_clean(validate_unique=False, validate_constraints=False)
    locked.save()
    record(by=by, verb="programme.edited", obj=locked, changes=changed.stored)
    return locked


@transaction.atomic
def add_proposed_periods(*, by: Actor, programme: Programme, months: int, days_until_due: int) -> list[Period]:
    """Those of the proposed reporting periods that share no day with one that is there.

    Raises PermissionDenied, NothingToAdd, TooManyPeriods.
    """
    require(by, Permission.WRITE_PROGRAMME, programme.scope)
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    proposed = proposals(locked, months=months, days_until_due=days_until_due)
    new = [proposal.fields for proposal in proposed if proposal.is_new]
    if not new:
        raise NothingToAdd(_("All of these periods are there already."), code="nothing")
    return [add_fact(by=by, kind=PERIODS, programme=locked, fields=fields) for fields in new]


def _require_nothing_outside(programme: Programme, started_on: date, ended_on: date) -> None:
    """Asked of the end that moves inward only: what lay outside before hinders nobody from correcting the other."""
    used = list(days_in_use(programme.pk))
    slips = {}
    if programme.starts_on > started_on:
        slips["starts_on"] = _outside(days for days in used if days.first < programme.starts_on)
    if programme.ends_on < ended_on:
        slips["ends_on"] = _outside(days for days in used if days.last > programme.ends_on)
    if slips := {name: sentence for name, sentence in slips.items() if sentence}:
        raise DaysOutside(slips, code="outside")


def _outside(used: Iterator[DaysInUse]) -> str:
    things = [f"{days.what} ({formats.period(days.first, days.last)})" for days in used]
    return _("Outside these days there would be: %(things)s") % {"things": ", ".join(things)} if things else ""
