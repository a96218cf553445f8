"""Two that are not the same, or are parted again."""

from typing import cast

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.people.duplicates import rules
from darbigas_kopienas.administration.people.duplicates.errors import TargetIsMerged
from darbigas_kopienas.administration.people.duplicates.letters import tell_people
from darbigas_kopienas.administration.people.duplicates.models import Duplicate
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people import given_consents
from darbigas_kopienas.people.consents import SCHOOL_HOURS
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.programme.access import Permission, require_anywhere
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock, texts

from .moves import Body, move_back
from .organisations import name_anew
from .pairs import (
    columns_of,
    decisions_on,
    lock_grants,
    lock_registers,
    locked_pair,
    require_known_still,
    require_open,
)
from .reach import reach_of_organisations, reach_of_people, record_everywhere, require_all

State = Duplicate.State


@transaction.atomic
def tell_apart(
    *, by: Actor, programme: Programme, first: Person | Organisation, second: Person | Organisation
) -> Duplicate:
    """They look alike and are two; said once, it is not asked again. Raises PermissionDenied, OneRow, AlreadyMerged,
    DataErased.
    """
    require_anywhere(by, Permission.WRITE_REGISTER, programme.pk)
    if isinstance(first, Person):
        people = locked_pair(first, cast(Person, second))
        reach = reach_of_people(programme, people[0]) | reach_of_people(programme, people[1])
        require_all(by, reach)
        decision, is_new = _decided(by, *people)
        verb = "person.told_apart"
    else:
        organisations = locked_pair(first, cast(Organisation, second))
        reach = reach_of_organisations(programme, *organisations)
        require_all(by, reach)
        decision, is_new = _decided(by, *organisations)
        verb = "organisation.told_apart"
    if is_new:
        record_everywhere(by=by, verb=verb, obj=first, other=second, reach=reach)
    return decision


def _decided(by: Actor, first: Body, second: Body) -> tuple[Duplicate, bool]:
    require_open(first, second)
    before = decisions_on(first, second).filter(state=State.DIFFERENT).first()
    if before is not None:
        return before, False
    names = dict(zip(columns_of(first), (first, second), strict=True))
    return Duplicate.objects.create(state=State.DIFFERENT, decided_by=account_of(by), **names), True


@transaction.atomic
def undo_merge(*, by: Actor, programme: Programme, duplicate: Duplicate) -> Duplicate:
    """The other stands for itself again, with what was its own and leads to the kept one still.

    What came since stays with the kept one; but places that were taken with the other's address, and an account that
    signs in with it, go with the address.
    Undoing twice changes nothing. Raises PermissionDenied (NotAllOfIt), TargetIsMerged, DataErased.
    """
    require_anywhere(by, Permission.WRITE_REGISTER, programme.pk)
    if duplicate.target_person is not None:
        return _undo_people(by, programme, duplicate)
    return _undo_organisations(by, programme, duplicate)


def _undo_people(by: Actor, programme: Programme, duplicate: Duplicate) -> Duplicate:
    lock_registers()
    target, other = locked_pair(cast(Person, duplicate.target_person), cast(Person, duplicate.other_person))
    require_all(by, reach := reach_of_people(programme, target, other))
    locked = Duplicate.objects.select_for_update(of=("self",)).get(pk=duplicate.pk)
    if locked.state != State.MERGED:
        return locked
    require_known_still(target, other)
    _part(target, other, locked)
    _hand_over_places(target, other)
    _hand_over_account(target, other)
    emptied = rules.columns_to_empty(target, other, locked.filled)
    for name in emptied:
        setattr(target, name, "" if name == "email" else None)
    target.save(update_fields=emptied)
    record_everywhere(by=by, verb="person.merge_undone", obj=target, other=other, reach=reach)
    undone = _undone(by, locked)
    tell_people(by=by, programme=programme, duplicate=undone)
    return undone


def _undo_organisations(by: Actor, programme: Programme, duplicate: Duplicate) -> Duplicate:
    lock_grants()
    lock_registers()
    target, other = locked_pair(
        cast(Organisation, duplicate.target_organisation), cast(Organisation, duplicate.other_organisation)
    )
    require_all(by, reach := reach_of_organisations(programme, target, other))
    locked = Duplicate.objects.select_for_update(of=("self",)).get(pk=duplicate.pk)
    if locked.state != State.MERGED:
        return locked
    _part(target, other, locked)
    emptied = rules.columns_of_organisation_to_empty(target, other, locked.filled)
    for name in emptied:
        setattr(target, name, None if name == "municipality" else "")
    if "name_en" in emptied:
        texts.stamp_translation(target, "name")
    target.save()
    name_anew(reach)
    record_everywhere(by=by, verb="organisation.merge_undone", obj=target, other=other, reach=reach)
    return _undone(by, locked)


def _part(target: Body, other: Body, duplicate: Duplicate) -> None:
    if target.merged_into_id is not None:
        sentence = _("The one that was kept has been merged into another since. Undo that first.")
        raise TargetIsMerged(sentence, code="target_is_merged")
    other.merged_into = None
    other.save(update_fields=["merged_into"])  # before what follows: places of a merged person are the kept one's
    move_back(target, other, duplicate.moved)


def _hand_over_places(target: Person, other: Person) -> None:
    """What was registered since with an address that `other`, or whoever was merged into it, is known to read."""
    readers = Person.with_merged.filter(Q(pk=other.pk) | Q(merged_into=other), email_verified_at__isnull=False)
    addresses = readers.exclude(email="").values("email")
    Registration.objects.filter(person=target, email__in=addresses).update(person=other)


def _hand_over_account(target: Person, other: Person) -> None:
    """Where the address was read by somebody who signed in since, whose places are those of `other`.

    What they agreed to was agreed to of the kept one's school, so it ends.
    """
    if not rules.owns_account(target, other):
        return
    user, target.user, target.school_sees_hours_since = target.user, None, None
    target.save(update_fields=["user", "school_sees_hours_since"])
    given_consents.end(target, SCHOOL_HOURS)
    other.user = user
    other.save(update_fields=["user"])


def _undone(by: Actor, duplicate: Duplicate) -> Duplicate:
    duplicate.state, duplicate.undone_at, duplicate.undone_by = State.UNDONE, clock.now(), account_of(by)
    duplicate.save(update_fields=["state", "undone_at", "undone_by"])
    return duplicate
