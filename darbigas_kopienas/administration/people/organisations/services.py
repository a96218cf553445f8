"""Organisations, entered and corrected by whoever sets up a grant or keeps a municipality's register.

They are shared by all grants. The entry in the trail stands with the municipality whose register it is; that of a party
with each grant that it has a part in.
"""

from typing import NotRequired, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.changes import Changed, put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import texts

from .likeness import (
    BadNumber,
    OrganisationKnown,
    hold_numbers,
    plain_number,
    require_not_merged,
    require_number,
    require_only_one,
    require_unlike,
)
from .rules import ForeignOrganisation, grants_of, organisations_of, require_to_write, scope_of

__all__ = [
    "BadNumber",
    "ForeignOrganisation",
    "OrganisationFields",
    "OrganisationKnown",
    "add_organisation",
    "edit_organisation",
    "lock_register",
]


class OrganisationFields(TypedDict):
    """What is written of an organisation."""

    name_lv: str
    kind: str
    name_en: NotRequired[str]
    registration_number: NotRequired[str]
    address: NotRequired[str]
    municipality: NotRequired[Municipality | None]


@transaction.atomic
def add_organisation(
    *, by: Actor, programme: Programme, is_another: bool = False, **fields: Unpack[OrganisationFields]
) -> Organisation:
    """A new one, unless it is much like one that is entered; `is_another` says that it is not the same.

    Raises PermissionDenied, OrganisationKnown, BadNumber.
    """
    organisation = Organisation(kind=fields["kind"], municipality=fields.get("municipality"))
    require_to_write(by, programme, organisation)
    require_not_merged(fields["name_lv"], organisation)
    if not is_another:
        require_unlike(by, programme, name_lv=fields["name_lv"], name_en=fields.get("name_en", ""))
    organisation = Organisation()
    changed = _write_organisation(by, programme, organisation, fields)
    scope = scope_of(programme, organisation)
    record(by=by, verb="organisation.added", obj=organisation, scope=scope, changes=changed.stored_as_new)
    return organisation


@transaction.atomic
def edit_organisation(
    *, by: Actor, programme: Programme, organisation: Organisation, **fields: Unpack[OrganisationFields]
) -> Organisation:
    """Nothing is recorded where nothing changed. What one may not write, one does not move there either.

    Raises PermissionDenied, ForeignOrganisation, OrganisationKnown, BadNumber.
    """
    if not organisations_of(programme).filter(pk=organisation.pk).exists():
        raise ForeignOrganisation(_("This organisation has no part in the programme."))
    require_to_write(by, programme, organisation)
    of_its_grants = Programme.objects.filter(pk__in=grants_of(organisation))
    grants = list(of_its_grants.select_for_update(no_key=True).order_by("pk"))  # before it, as who adds a party does
    if "registration_number" in fields:
        hold_numbers()  # before it too, as a table does
    locked = Organisation.objects.select_for_update(of=("self",)).filter(pk=organisation.pk).first()
    if locked is None:  # merged into another while this waited
        raise ForeignOrganisation(_("This organisation has no part in the programme."))
    require_to_write(by, programme, locked)
    if changed := _write_organisation(by, programme, locked, fields):
        for scope in [grant.scope for grant in grants] or [scope_of(programme, locked)]:
            record(by=by, verb="organisation.edited", obj=locked, scope=scope, changes=changed.stored)
        of_its_grants.update(facts_edition=F("facts_edition") + 1)  # pages name it
    return locked


def lock_register() -> None:
    """For a table, before its first row: in the order in which a single deed locks."""
    list(Programme.objects.select_for_update(no_key=True).order_by("pk"))
    hold_numbers()


def _write_organisation(
    by: Actor, programme: Programme, organisation: Organisation, fields: OrganisationFields
) -> Changed:
    columns = dict(fields)
    if "registration_number" in columns:
        columns["registration_number"] = plain_number(fields["registration_number"])
    changed = put(organisation, columns)
    if not changed:
        return changed
    _require_in_order(by, programme, organisation, changed)
    if "name_en" in changed:
        texts.stamp_translation(organisation, "name")
    organisation.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        sentence = _("An organisation of this name is entered already: choose it in the list.")
        raise OrganisationKnown({"name_lv": sentence}, code="unique") from error
    return changed


def _require_in_order(by: Actor, programme: Programme, organisation: Organisation, changed: Changed) -> None:
    require_to_write(by, programme, organisation)
    if "name_lv" in changed:
        require_not_merged(organisation.name_lv, organisation)
    if organisation.registration_number and {"registration_number", "kind"} & set(changed):
        require_number(organisation.registration_number, organisation.kind)
    if organisation.registration_number and "registration_number" in changed:
        require_only_one(by, programme, organisation)
