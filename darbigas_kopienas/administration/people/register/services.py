"""People entered by a colleague, and put right. Whoever has an account corrects their own data by themselves."""

from collections.abc import Iterable
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.people.registers import registers_of
from darbigas_kopienas.audit.changes import put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people import given_consents
from darbigas_kopienas.people.consents import SCHOOL_HOURS
from darbigas_kopienas.people.models import Municipality, Organisation, Person
from darbigas_kopienas.programme.access import Permission, require, require_anywhere
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.characters import one_line
from darbigas_kopienas.values.email_addresses import mailbox

from .known_people import KnownPeople
from .people import people_of, people_to_write, schools_to_name
from .personal_codes import require_no_personal_code

FIELDS = ("name", "email", "school")


class PersonKnown(ValidationError):
    """Somebody who is much like this is seen in the register already."""


class SchoolElsewhere(ValidationError):
    """Not an institution of the municipalities whose register this colleague keeps."""


class NotToCorrect(ValidationError):
    """What the person themselves has said, or has proven, is not changed by a colleague."""


class NotTheirsAlone(PermissionDenied):
    """The person corrects their data by themselves, or takes part elsewhere too."""


class PersonFields(TypedDict):
    """What a colleague writes of a person; an address may be empty."""

    name: str
    email: str
    school: Organisation | None


@transaction.atomic
def add_person(
    *,
    by: Actor,
    programme: Programme,
    name: str,
    email: str,
    school: Organisation,
    is_another: bool = False,
    known: KnownPeople | None = None,
) -> Person:
    """In the register of the school's municipality, unless much like somebody whom `by` sees there (`is_another`: it
    is not the same). `known` are those, where many are entered at once.

    Raises PermissionDenied, PersonalCode, SchoolElsewhere, PersonKnown; ValidationError at a field.
    """
    require(by, Permission.WRITE_REGISTER, Scope(programme.pk, school.municipality_id))
    name, email = one_line(name), mailbox(email)
    require_no_personal_code(name=name)
    _require_nameable(by, programme, school)
    lock_registers({school.municipality_id})
    if not is_another:
        require_unlike(known or known_to(by, programme), name, email, school)
    person = Person()
    fields = {"name": name, "email": email, "organisation": school, "entered_for": school.municipality}
    changed = put(person, fields)
    _write(person)
    scope = Scope(programme.pk, school.municipality_id)
    record(by=by, verb="person.entered", obj=person, scope=scope, changes=changed.stored_as_new)
    return person


@transaction.atomic
def edit_person(*, by: Actor, programme: Programme, person: Person, **fields: Unpack[PersonFields]) -> Person:
    """Nothing is recorded where nothing changed. Another school sees no hours until it is agreed to anew.

    Raises PermissionDenied, NotTheirsAlone, NotToCorrect, PersonalCode, SchoolElsewhere; ValidationError at a field.
    """
    require_anywhere(by, Permission.WRITE_REGISTER, programme.pk)
    locked = Person.objects.select_for_update(of=("self",)).filter(pk=person.pk).first()
    if locked is None or not people_to_write(by, programme).filter(pk=locked.pk).exists():
        raise NotTheirsAlone(_("You may not correct the data of this person."))
    school, allowed = fields["school"], fields_to_correct(locked)
    wanted = {"name": one_line(fields["name"]), "email": mailbox(fields["email"]), "organisation": school}
    changed = put(locked, wanted)
    _require_among(allowed, ["school" if field == "organisation" else field for field in changed])
    if "name" in changed:
        require_no_personal_code(name=locked.name)
    if "organisation" in changed:
        _require_nameable(by, programme, school)
        locked.school_sees_hours_since = None
        given_consents.end(locked, SCHOOL_HOURS)
    if changed:
        _write(locked)
        record(by=by, verb="person.edited", obj=locked, scope=_scope_of(by, programme, locked), changes=changed.stored)
    return locked


def fields_to_correct(person: Person) -> frozenset[str]:
    """Of whoever has an account the school, where they said none; else all, but no address that somebody reads."""
    if person.user_id is not None:
        return frozenset({"school"} if person.organisation_id is None else ())
    return frozenset({"name", "school"} if person.has_verified_email else FIELDS)


def known_to(reader: Actor, programme: Programme) -> KnownPeople:
    """All whom this colleague sees in the register."""
    return KnownPeople(people_of(reader, programme).select_related("organisation").order_by("pk"))


def lock_registers(municipalities: Iterable[int | None]) -> None:
    """Two who enter the same person follow one another. Rows that point to a municipality need not wait."""
    list(Municipality.objects.select_for_update(no_key=True).filter(pk__in=list(municipalities)).order_by("pk"))


def require_unlike(known: KnownPeople, name: str, email: str, school: Organisation) -> None:
    """Raises PersonKnown at the name or the address, naming who may be meant."""
    if near := known.near(name, email, school.pk):
        field, person = near
        sentence = _("This may be %(person)s: use what is entered, or say that it is another person.")
        raise PersonKnown({field: sentence % {"person": named(person)}}, code="near")


def named(person: Person) -> str:
    """With the school, which tells namesakes apart."""
    return f"{person.name} ({person.organisation})" if person.organisation is not None else person.name


def _require_among(allowed: frozenset[str], changed: list[str]) -> None:
    sentence = _("Only the person themselves changes this.")
    if wrong := {field: sentence for field in changed if field not in allowed}:
        raise NotToCorrect(wrong, code="own")


def _require_nameable(by: Actor, programme: Programme, school: Organisation | None) -> None:
    if school is None or not schools_to_name(by, programme).filter(pk=school.pk).exists():
        sentence = _("Choose an institution of the municipality whose register you keep.")
        raise SchoolElsewhere({"school": sentence}, code="elsewhere")


def _write(person: Person) -> None:
    person.clean_fields(exclude=["organisation", "entered_for", "merged_into", "user"])
    person.save()


def _scope_of(by: Actor, programme: Programme, person: Person) -> Scope:
    """In whose history it stands: of the municipality that entered the person or has the school, else of one's own."""
    mine = registers_of(by, programme, Permission.WRITE_REGISTER)
    school = person.organisation.municipality_id if person.organisation is not None else None
    of_person = [pk for pk in (person.entered_for_id, school) if pk in mine]
    own = list(mine) if len(mine) == 1 else [None]
    return Scope(programme.pk, [*of_person, *own][0])
