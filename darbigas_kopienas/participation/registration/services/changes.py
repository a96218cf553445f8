"""A place is corrected, and becomes its owner's who reads the address."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.enrolment.rules import require_may_change
from darbigas_kopienas.participation.registration import consents
from darbigas_kopienas.participation.registration.errors import NotActive
from darbigas_kopienas.participation.registration.models import Answer, Registration
from darbigas_kopienas.participation.registration.prepared import meaning_of
from darbigas_kopienas.participation.registration.reserved_seats import reserve_of
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.services import person_of_address
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.characters import one_line

from .lifecycle import locked_registration
from .seats import checked_answers, judged_by_database
from .waiting_list import settle

State = Registration.State


@transaction.atomic
def change(*, by: Actor, registration: Registration, is_own: bool = False, **fields: Any) -> Registration:
    """Correct name, school, group, consent or answers (`answers`: by question's id).

    A school without its organisation is looked up anew, and brings its municipality; the seats reserved for the school
    only where the organiser says so.
    The participant's own change (`is_own`) has a deadline, the organiser's needs the right.
    Raises PermissionDenied, NotActive, NotAnswered, TooLate.
    """
    if not is_own:
        require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    enrolment, locked_row = locked_registration(registration)
    if not locked_row.is_active:
        raise NotActive(_("This registration is no longer valid."), code="not_active")
    if is_own:
        require_may_change(enrolment)
    answers = fields.pop("answers", None)
    unknown = set(fields) - {"name", "school", "organisation", "municipality", "group", "shows_name"}
    if unknown:
        raise TypeError(f"not to be changed: {sorted(unknown)}")
    fields = _with_what_follows(locked_row, fields)
    changed = sorted(name for name, value in fields.items() if getattr(locked_row, name) != value)
    for name in changed:
        setattr(locked_row, name, fields[name])
    changed += _reserve_anew(locked_row, enrolment, by_organiser=not is_own)
    locked_row.save()
    consents.follow_changes(locked_row, changed)
    if answers is not None:
        locked_row.answers.all().delete()
        wanted = checked_answers(enrolment, answers, is_required=True)
        Answer.objects.bulk_create(
            [Answer(registration=locked_row, question=question, value=text) for question, text in wanted]
        )
        changed.append("answers")
    if changed:
        record(by=by, verb="registration.changed", obj=locked_row, scope=enrolment.scope, changes={"fields": changed})
        settle(enrolment, by=by)
    return locked_row


def _reserve_anew(registration: Registration, enrolment: Enrolment, *, by_organiser: bool) -> list[str]:
    """Sets the reserve on which it sits; gives the name of what changed."""
    before, reserves = registration.reserve, list(enrolment.reserves.all())
    registration.reserve = reserve_of(registration, reserves, by_organiser=by_organiser)
    return ["reserve"] if registration.reserve != before else []


def _with_what_follows(registration: Registration, given: Mapping[str, Any]) -> dict[str, object]:
    """As registering would have written them: tidy words, the school that is called so, its municipality."""
    fields = dict(given)
    for name in {"name", "school"}.intersection(fields):
        fields[name] = one_line(fields[name])
    if fields.get("school", registration.school) != registration.school and "organisation" not in fields:
        meaning = meaning_of(fields["school"], registration.activity)
        fields["organisation"] = meaning.organisation
        if meaning.place is not None:
            fields.setdefault("municipality", meaning.place)
    if (
        fields.get("organisation", registration.organisation) != registration.organisation
        and "municipality" not in fields
    ):
        fields["municipality"] = fields["organisation"].municipality if fields["organisation"] else None
    return fields


@judged_by_database()
@transaction.atomic
def open_mailed_link(*, by: Actor, registration: Registration) -> Registration:
    """Whoever opened it reads this address: the registration is theirs, and so are the hours it brings.

    Opening it twice changes nothing. Raises NotActive.
    """
    enrolment, locked_row = locked_registration(registration)
    if not locked_row.is_active:
        raise NotActive(_("This registration is no longer valid."), code="not_active")
    if locked_row.verified_at is None:
        confirm_address(locked_row)
        record(by=by, verb="registration.verified", obj=locked_row, scope=enrolment.scope)
    return locked_row


def confirm_address(locked_row: Registration) -> None:
    """Whoever reads the address owns the place, unless another one here is theirs already."""
    locked_row.verified_at, locked_row.confirm_by = clock.now(), None
    if locked_row.person_id is None:
        person = person_of_address(email=locked_row.email, name=locked_row.name, organisation=locked_row.organisation)
        others = Registration.objects.filter(activity=locked_row.activity_id, person=person).exclude(pk=locked_row.pk)
        locked_row.person = None if others.exclude(state=State.CANCELLED).exists() else person
    locked_row.save(update_fields=["email", "verified_at", "confirm_by", "person"])
    if locked_row.shows_name:  # agreed to when registering, in the words of that day
        consents.follow_wish(locked_row, at=locked_row.created_at)


@transaction.atomic
def show_name(*, by: User, registration_pk: int, shows_name: bool) -> Registration:
    """One's own name before other participants. A consent has no last day: it is taken back at any time.

    Saying it twice changes nothing. Raises NotActive where it is nobody's own, or agreed for a place that is given up.
    """
    mine = Registration.objects.own(by).select_related("activity").filter(pk=registration_pk)
    registration = mine.select_for_update(of=("self",)).first()
    if registration is None or (shows_name and not registration.is_active):
        raise NotActive(_("This registration is no longer valid."), code="not_active")
    if registration.shows_name != shows_name:
        registration.shows_name = shows_name
        registration.save(update_fields=["shows_name"])
        scope, fields = registration.activity.scope, ["shows_name"]
        record(by=by, verb="registration.changed", obj=registration, scope=scope, changes={"fields": fields})
    consents.follow_wish(registration)
    return registration
