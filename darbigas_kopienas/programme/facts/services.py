"""Deeds on the facts of a grant: added, edited, moved, removed, each with its entry in the trail.

All hold the programme's row, as closing a period does: two people who set up one programme, or one who takes a heading
away while another books on it, follow one another.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.changes import Changed, compared, put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.rooms import Text
from darbigas_kopienas.values import formats, texts

from .kinds import FactKind, Fields, Row


class FactInUse(ValidationError):
    """Something relies on the row, so it cannot go."""


class FactGone(ValidationError):
    """Somebody removed the row meanwhile."""


def require_unique(row: Row, *fields: str, at: str, sentence: Text) -> None:
    """Raise ValidationError at the form's field `at` where another row of the programme has the same in these."""
    same = type(row)._default_manager.filter(
        programme=row.programme_id, **{name: getattr(row, name) for name in fields}
    )
    if same.exclude(pk=row.pk).exists():
        raise ValidationError({at: sentence}, code="unique")


def require_in_order(first: date | None, last: date | None, *, at: str) -> None:
    """Raise ValidationError at the form's field `at` where both days are known and the last comes first."""
    if first is not None and last is not None and last < first:
        raise ValidationError({at: _("The last day must not be before the first.")}, code="order")


@transaction.atomic
def add_fact(*, by: Actor, kind: FactKind, programme: Programme, fields: Fields) -> Row:
    """Raises PermissionDenied; ValidationError where the row cannot be so."""
    require(by, Permission.WRITE_PROGRAMME, programme.scope)
    row = kind.model(programme=_lock(kind, programme))
    if kind.is_in_order:
        row.order = kind.next_place(programme.pk)  # type: ignore[attr-defined]  # of whatever model
    changed = _write(by, kind, row, fields)
    record(by=by, verb=kind.verbs.added, obj=row, scope=programme.scope, changes=changed.stored_as_new)
    return row


@transaction.atomic
def edit_fact(*, by: Actor, kind: FactKind, row: Row, fields: Fields) -> Row:
    """Where nothing changed there is no entry. Raises PermissionDenied, FactGone, ValidationError."""
    require(by, Permission.WRITE_PROGRAMME, row.programme.scope)
    locked = _locked(kind, row)
    if changed := _write(by, kind, locked, fields):
        record(by=by, verb=kind.verbs.edited, obj=locked, scope=row.programme.scope, changes=changed.stored)
    return locked


@transaction.atomic
def move_fact(*, by: Actor, kind: FactKind, row: Row, step: int) -> None:
    """One place earlier (-1) or later (1) in the list, not beyond its ends. Raises PermissionDenied, FactGone."""
    require(by, Permission.WRITE_PROGRAMME, row.programme.scope)
    moved = _locked(kind, row)
    rows = list(kind.rows(row.programme_id))
    at = rows.index(moved)
    if not 0 <= at + step < len(rows):
        return
    rows.insert(at + step, rows.pop(at))
    for order, other in enumerate(rows):
        other.order = order
    kind.model._default_manager.bulk_update(rows, ["order"])
    values: dict[str, list[object]] = {"order": [at + 1, at + step + 1]}
    record(by=by, verb=kind.verbs.edited, obj=moved, scope=row.programme.scope,
           changes=Changed(["order"], values).stored)  # fmt: skip


@transaction.atomic
def remove_fact(*, by: Actor, kind: FactKind, row: Row) -> None:
    """What it said stays in the trail. Raises PermissionDenied, FactGone, FactInUse where something relies on it."""
    require(by, Permission.WRITE_PROGRAMME, row.programme.scope)
    locked = _locked(kind, row)
    kind.check_removal(locked)
    record(by=by, verb=kind.verbs.removed, obj=locked, scope=row.programme.scope,
           changes=_as_gone(kind, locked))  # fmt: skip
    try:
        locked.delete()
    except (ProtectedError, RestrictedError) as error:
        raise FactInUse(_in_use(_protected(error)), code="in_use") from error


def relying_on(kind: FactKind, row: Row) -> str:
    """Why the row cannot go, in a sentence; nothing where it can."""
    try:
        kind.check_removal(row)
    except ValidationError as error:
        return " ".join(error.messages)
    collector = Collector(using="default")
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError) as error:
        return _in_use(_protected(error))
    return ""


def _protected(error: ProtectedError | RestrictedError) -> Collection[models.Model]:
    return error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects


def _in_use(rows: Collection[models.Model]) -> str:
    return used_by(Counter(str(row._meta.verbose_name_plural) for row in rows))


def used_by(numbers: Mapping[str, int]) -> str:
    """The sentence of a refusal: by what and how many of each."""
    listed = ", ".join(f"{name}\u00a0– {formats.number(number)}" for name, number in sorted(numbers.items()))
    return _("It cannot be removed, since it is used: %(things)s.") % {"things": listed}


def _lock(kind: FactKind, programme: Programme) -> Programme:
    """The programme as it stands now: its days may have moved since the caller read it."""
    kind.lock(programme.pk)
    programmes = Programme.objects.filter(pk=programme.pk)
    programmes.update(facts_edition=F("facts_edition") + 1)
    return programmes.select_for_update().get()


def _locked(kind: FactKind, row: Row) -> Row:
    """With the row itself, for deeds that hold no programme: a milestone that somebody says to be done."""
    programme = _lock(kind, row.programme)
    rows = kind.rows(programme.pk).select_for_update(no_key=True, of=("self",))
    locked = rows.filter(pk=row.pk).first()
    if locked is None:
        raise FactGone(_("Somebody has removed this meanwhile."), code="gone")
    locked.programme = programme
    return locked


def _write(by: Actor, kind: FactKind, row: Row, fields: Fields) -> Changed:
    columns = {field.name for field in row._meta.fields}
    fields = kind.prepare(by, row, fields)
    changed = put(row, {name: value for name, value in fields.items() if name in columns})
    for name in texts.texts_of(row):
        if f"{name}_en" in changed:
            texts.stamp_translation(row, name)
    kind.check(row)
    if changed or row.pk is None:
        row.full_clean(validate_unique=False, validate_constraints=False)
        row.save()
    if kind.rest is not None:
        others = kind.rest(by, row, {name: value for name, value in fields.items() if name not in columns})
        return Changed([*changed, *others], {**changed.values, **others.values})
    return changed


def _as_gone(kind: FactKind, row: Row) -> dict[str, object]:
    names = [field.name for field in row._meta.fields if field.editable and not field.primary_key]
    names = [name for name in names if name not in {"programme", "order"}]
    columns = compared(row, {name: getattr(row, name) for name in names}, dict.fromkeys(names))
    parts = kind.parts_removed(row)
    return Changed([*columns, *parts], {**columns.values, **parts.values}).stored
