"""Institutions that people typed and the portal did not know: the organiser says once which one is meant."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.participants.errors import SchoolUnknown
from darbigas_kopienas.participation.registration import prepared
from darbigas_kopienas.participation.registration.models import Registration, RegistrationQuerySet
from darbigas_kopienas.participation.registration.school_names import near_names
from darbigas_kopienas.participation.registration.services import change
from darbigas_kopienas.participation.registration.spellings import SchoolSpelling, remember
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.access import Permission, may, require
from darbigas_kopienas.programme.actors import Actor, Reader, account_of
from darbigas_kopienas.programme.scoping import Scope, q_in_scopes
from darbigas_kopienas.values import formats


@dataclass(frozen=True)
class TypedSchool:
    """One text as people typed it, how many did in all that the organiser runs, and what it may mean."""

    text: str
    people: int
    near: list[str]


def typed_schools(user: Reader, activity: Activity, schools: list[Organisation]) -> list[TypedSchool]:
    """Of this activity, those that no institution or municipality is known for; the most frequent first."""
    every = list(_unknown(user, activity).values_list("school", "activity"))
    here = {text for text, about in every if about == activity.pk}
    counted = Counter(formats.folded(text) for text, _about in every)
    names = [school.name_lv for school in schools]
    texts = {formats.folded(text): text for text in sorted(here)}
    rows = [TypedSchool(text, counted[folded], near_names(text, names)) for folded, text in texts.items()]
    return sorted(rows, key=lambda row: (-row.people, formats.sort_key(row.text)))


def _unknown(user: Reader, activity: Activity) -> RegistrationQuerySet:
    mine = q_in_scopes(user, Permission.MANAGE_REGISTRATIONS, path="activity__")
    rows = Registration.objects.active().filter(mine, activity__programme=activity.programme_id)
    return rows.filter(organisation=None, municipality=None).exclude(school="")


@transaction.atomic
def map_school(
    *, by: Actor, activity: Activity, typed: str, school: str = "", municipality: Municipality | None = None
) -> int:
    """All who typed so, wherever this organiser runs the activity, are of this institution, or of this municipality.

    So are those who type it from now on. Returns how many there are. Raises PermissionDenied, SchoolUnknown.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, activity.scope)
    organisation = prepared.known_school(school) if school.strip() else None
    if organisation is None and (school.strip() or municipality is None):
        raise SchoolUnknown(
            {"school": _("Choose an institution that the portal knows, or only the municipality.")}, code="unknown"
        )
    rows = _unknown(account_of(by), activity).select_related("activity").order_by("activity", "pk")
    meant = [row for row in rows if formats.folded(row.school) == formats.folded(typed)]
    for registration in meant:
        if organisation is not None:
            change(by=by, registration=registration, school=str(organisation.name_lv), organisation=organisation)
        else:
            change(by=by, registration=registration, municipality=municipality)
    remember(_reach(by, activity), typed, organisation, municipality)
    changes = {"organisation": organisation.pk if organisation else None, "registrations": len(meant),
               "municipality": municipality.pk if municipality else None}  # fmt: skip
    record(by=by, verb="school.mapped", obj=activity, changes=changes)
    return len(meant)


@transaction.atomic
def forget_spelling(*, by: Actor, spelling: SchoolSpelling) -> None:
    """It means nothing any more to those who type it from now on; whoever has registered stays as they are.

    Raises PermissionDenied.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, spelling.scope)
    record(by=by, verb="school_spelling.forgotten", obj=spelling)
    spelling.delete()


def _reach(by: Actor, activity: Activity) -> Scope:
    """Where this organiser runs activities: in the whole programme, or in the activity's municipality."""
    whole = Scope(activity.programme_id, None)
    return whole if may(by, Permission.MANAGE_REGISTRATIONS, whole) else activity.scope
