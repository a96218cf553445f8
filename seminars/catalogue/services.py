"""Deeds on the catalogue of training programmes."""

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.changes import Changed, put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import texts

from .errors import ApprovalTaken, ModuleTooShort
from .models import LEAST_HOURS_OF_MODULE, TrainingProgramme

ABOUT_TRAINING = frozenset(
    {"type", "title_lv", "title_en", "aims_lv", "aims_en", "module", "academic_hours", "approval_number", "approved_on",
     "valid_until", "approved_by", "issuer", "certificate_share"}
)  # fmt: skip
TEXTS = ("title", "aims")


@transaction.atomic
def add_training_programme(*, by: Actor, scope: Scope, **fields: object) -> TrainingProgramme:
    """A programme that seminars can run. Raises PermissionDenied, ModuleTooShort, ApprovalTaken, ValidationError."""
    require(by, Permission.WRITE_SEMINAR, scope)
    training = TrainingProgramme(programme_id=scope.programme_id, municipality_id=scope.municipality_id)
    _write(training, fields)
    record(by=by, verb="training_programme.added", obj=training)
    return training


@transaction.atomic
def edit_training_programme(*, by: Actor, training: TrainingProgramme, **fields: object) -> TrainingProgramme:
    """Correct it, or renew its approval by a later last day; certificates that were issued keep what they say.

    Raises PermissionDenied, ModuleTooShort, ApprovalTaken, ValidationError.
    """
    require(by, Permission.WRITE_SEMINAR, training.scope)
    locked = TrainingProgramme.objects.select_for_update(of=("self",)).get(pk=training.pk)
    changed = _write(locked, fields)
    if changed:
        record(by=by, verb="training_programme.edited", obj=locked, changes=changed.stored)
        for seminar in locked.seminars.select_related("activity", "training_programme"):
            seminar.save(update_fields=["folded"])  # it is found by the programme's title
    return locked


def _write(training: TrainingProgramme, fields: dict[str, object]) -> Changed:
    unknown = set(fields) - ABOUT_TRAINING
    if unknown:
        raise TypeError(f"not a field of a training programme: {sorted(unknown)}")
    changed = put(training, fields)
    for name in TEXTS:
        if f"{name}_en" in changed:
            texts.stamp_translation(training, name)
    _check(training)
    if changed:
        training.full_clean(exclude=["sort_key"])
        training.save()
    return changed


def _check(training: TrainingProgramme) -> None:
    if training.module and (training.academic_hours or 0) < LEAST_HOURS_OF_MODULE:
        sentence = _("A module has at least %(hours)s academic hours.") % {"hours": LEAST_HOURS_OF_MODULE}
        raise ModuleTooShort({"academic_hours": sentence}, code="module")
    same = TrainingProgramme.objects.filter(
        programme_id=training.programme_id, approval_number=training.approval_number
    ).exclude(pk=training.pk)
    if training.approval_number and same.exists():
        sentence = _("Another programme of the catalogue has this approval number.")
        raise ApprovalTaken({"approval_number": sentence}, code="approval")
