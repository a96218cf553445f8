"""Municipalities, entered and corrected by whoever sets up a grant. Floors below know no permissions.

They are shared by all grants; the entry in the trail stands with each grant that they have a part in.
"""

from collections.abc import Iterable
from datetime import date
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, QuerySet
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.codes import code_of, first_free
from darbigas_kopienas.audit.changes import Changed, put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import Dated, Municipality
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.facts.services import require_in_order
from darbigas_kopienas.programme.models import Partnership, Programme
from darbigas_kopienas.values import formats, texts


class MunicipalityKnown(ValidationError):
    """One of this name is entered for these days already."""


class MunicipalityInUse(ValidationError):
    """It would end before, or begin after, a grant that it is a partner of."""


class MunicipalityFields(TypedDict):
    """What is written of a municipality; the days are those of its name and borders, both inclusive."""

    name_lv: str
    name_en: str
    locative_lv: str
    iso: NotRequired[str]
    atvk: NotRequired[str]
    valid_from: NotRequired[date | None]
    valid_to: NotRequired[date | None]
    successors: NotRequired[Iterable[Municipality]]


@transaction.atomic
def add_municipality(*, by: Actor, programme: Programme, **fields: Unpack[MunicipalityFields]) -> Municipality:
    """Its code is made of its name. Raises PermissionDenied, MunicipalityKnown; ValidationError at a field."""
    require(by, Permission.WRITE_PROGRAMME, programme.scope)
    _lock_municipalities()
    municipality = Municipality(code=_free_code(fields["name_lv"]))
    changed = _write_municipality(municipality, fields)
    record(by=by, verb="municipality.added", obj=municipality, scope=programme.scope, changes=changed.stored_as_new)
    return municipality


@transaction.atomic
def edit_municipality(
    *, by: Actor, programme: Programme, municipality: Municipality, **fields: Unpack[MunicipalityFields]
) -> Municipality:
    """Its code stays, since addresses have it. One that is a partner of other grants alone is theirs to correct.

    Raises PermissionDenied, MunicipalityKnown, MunicipalityInUse; ValidationError at a field.
    """
    require(by, Permission.WRITE_PROGRAMME, programme.scope)
    grants = grants_to_correct(programme, municipality)
    _lock_municipalities()
    locked = Municipality.objects.get(pk=municipality.pk)
    if changed := _write_municipality(locked, fields):
        for grant in grants:
            record(by=by, verb="municipality.edited", obj=locked, scope=grant.scope, changes=changed.stored)
    return locked


def grants_to_correct(programme: Programme, municipality: Municipality) -> list[Programme]:
    """Whose history says that it was corrected. Raises PermissionDenied for a partner of other grants alone."""
    grants = list(Programme.objects.filter(partnerships__municipality=municipality).order_by("pk"))
    if grants and programme not in grants:
        raise PermissionDenied(_("This municipality is no partner of the programme."))
    return grants or [programme]


def with_whose(programme: Programme) -> "QuerySet[Municipality]":
    """All, each with whether it is this grant's to correct (`is_ours`), as `grants_to_correct` says."""
    partners = Partnership.objects.filter(municipality=OuterRef("pk"))
    is_ours = Exists(partners.filter(programme=programme)) | ~Exists(partners)
    return Municipality.objects.annotate(is_ours=ExpressionWrapper(is_ours, output_field=BooleanField()))


def _lock_municipalities() -> None:
    """Two who enter the same follow one another. Rows that point to a municipality need not wait."""
    list(Municipality.objects.select_for_update(no_key=True).order_by("pk"))


def _write_municipality(municipality: Municipality, fields: MunicipalityFields) -> Changed:
    successors = {row.pk for row in fields.get("successors", ())}
    columns = {name: value for name, value in fields.items() if name != "successors"}
    changed = put(municipality, columns)
    if "name_en" in changed:
        texts.stamp_translation(municipality, "name")
    _require_in_order(municipality, successors)
    _require_only_one(municipality)
    _require_valid_for_partners(municipality)
    if changed:
        municipality.full_clean(validate_unique=False, validate_constraints=False)
        municipality.save()
    if successors != set(municipality.successors.values_list("pk", flat=True)):
        municipality.successors.set(successors)
        changed.append("successors")
    return changed


def _require_in_order(municipality: Municipality, successors: set[int]) -> None:
    require_in_order(municipality.valid_from, municipality.valid_to, at="valid_to")
    if successors and municipality.valid_to is None:
        sentence = _("Write its last day first: only what has ended is followed by others.")
        raise ValidationError({"valid_to": sentence}, code="successors")
    if municipality.pk in successors:
        raise ValidationError({"successors": _("A municipality does not follow itself.")}, code="itself")


def _require_only_one(municipality: Municipality) -> None:
    name = formats.folded(municipality.name_lv)
    for other in Municipality.objects.exclude(pk=municipality.pk):
        if formats.folded(other.name_lv) == name and _share_a_day(municipality, other):
            sentence = _("“%(name)s” is entered for these days already.")
            raise MunicipalityKnown({"name_lv": sentence % {"name": other.name_lv}}, code="unique")


def _share_a_day(first: Dated, second: Dated) -> bool:
    begins = max(first.valid_from or date.min, second.valid_from or date.min)
    return begins <= min(first.valid_to or date.max, second.valid_to or date.max)


def _require_valid_for_partners(municipality: Municipality) -> None:
    for partnership in Partnership.objects.filter(municipality=municipality.pk).select_related("programme"):
        grant = partnership.programme
        is_over = municipality.valid_to is not None and municipality.valid_to < grant.starts_on
        if is_over or (municipality.valid_from is not None and municipality.valid_from > grant.ends_on):
            sentence = _("It is a partner of the programme “%(name)s” (%(days)s), so it is valid on some of its days.")
            words = {"name": grant.name, "days": formats.period(grant.starts_on, grant.ends_on)}
            raise MunicipalityInUse({"valid_to" if is_over else "valid_from": sentence % words}, code="in_use")


def _free_code(name: str) -> str:
    code = code_of(name) or "municipality"
    return first_free(code, set(Municipality.objects.filter(code__startswith=code).values_list("code", flat=True)))
