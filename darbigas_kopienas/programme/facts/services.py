"""Deeds on the facts of a grant: added, edited, moved, removed, each with its entry in the trail.

All hold the programme's row, as closing a period does: two people who set up one programme, or one who takes a heading
away while another books on it, follow one another.
"""

from collections import Counter
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, ProtectedError, RestrictedError
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


@transaction.atomic
def add_fact(*, by: Actor, kind: FactKind, programme: Programme, fields: Fields) -> Row:
    """Raises PermissionDenied; ValidationError where the row cannot be so."""
    require(by, Permission.WRITE_PROGRAMME, programme.scope)
    _lock(kind, programme)
    row = kind.model(programme=programme)
    if kind.is_in_order:
        row.order = kind.next_place(programme.pk)  # type: ignore[attr-defined]  # of whatever model
    changed = _write(by, kind, row, fields)
    record(by=by, verb=kind.verbs.added, obj=row, scope=programme.scope, changes=_as_new(changed))
    return row


@transaction.atomic
def edit_fact(*, by: Actor, kind: FactKind, row: Row, fields: Fields) -> Row:
    """Where nothing changed there is no entry. Raises PermissionDenied, FactGone, ValidationError."""
    require(by, Permission.WRITE_PROGRAMME, row.programme.scope)
    _lock(kind, row.programme)
    locked = _locked(kind, row)
    if changed := _write(by, kind, locked, fields):
        record(by=by, verb=kind.verbs.edited, obj=locked, scope=row.programme.scope, changes=changed.stored)
    return locked


@transaction.atomic
def move_fact(*, by: Actor, kind: FactKind, row: Row, step: int) -> None:
    """One place earlier (-1) or later (1) in the list, not beyond its ends. Raises PermissionDenied, FactGone."""
    require(by, Permission.WRITE_PROGRAMME, row.programme.scope)
    _lock(kind, row.programme)
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
    _lock(kind, row.programme)
    locked = _locked(kind, row)
    kind.check_removal(locked)
    record(by=by, verb=kind.verbs.removed, obj=locked, scope=row.programme.scope, changes=_as_gone(locked))
    try:
        locked.delete()
    except (ProtectedError, RestrictedError) as error:
        raise FactInUse(_in_use(_protected(error)), code="in_use") from error


def relying_on(row: Row) -> str:
    """Why the row cannot go, in a sentence; nothing where it can."""
    from django.db.models.deletion import Collector

    collector = Collector(using="default")
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError) as error:
        return _in_use(_protected(error))
    return ""


def _protected(error: ProtectedError | RestrictedError) -> Collection[models.Model]:
    return error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects


def _in_use(rows: Collection[models.Model]) -> str:
    numbers = Counter(str(row._meta.verbose_name_plural) for row in rows)
    listed = ", ".join(f"{name}\u00a0– {formats.number(number)}" for name, number in sorted(numbers.items()))
    return _("It cannot be removed, since it is used: %(things)s.") % {"things": listed}


def _lock(kind: FactKind, programme: Programme) -> None:
    kind.lock(programme.pk)
    Programme.objects.select_for_update().get(pk=programme.pk)
    Programme.objects.filter(pk=programme.pk).update(facts_edition=F("facts_edition") + 1)


def _locked(kind: FactKind, row: Row) -> Row:
    locked = kind.rows(row.programme_id).filter(pk=row.pk).first()
    if locked is None:
        raise FactGone(_("Somebody has removed this meanwhile."), code="gone")
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


def _as_new(changed: Changed) -> dict[str, object]:
    """A new row has no values before: what it begins with stands behind the arrow."""
    values = {name: [None, after] for name, (_before, after) in changed.values.items() if after not in {None, ""}}
    return Changed([name for name in changed if name in values], values).stored


def _as_gone(row: Row) -> dict[str, object]:
    names = [field.name for field in row._meta.fields if field.editable and not field.primary_key]
    names = [name for name in names if name not in {"programme", "order"}]
    return compared(row, {name: getattr(row, name) for name in names}, dict.fromkeys(names)).stored
