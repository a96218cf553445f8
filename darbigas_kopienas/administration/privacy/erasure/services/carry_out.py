"""The erasing itself: all of it, or nothing."""

from collections import Counter
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.administration.people.duplicates.services.pairs import lock_registers
from darbigas_kopienas.administration.people.duplicates.services.reach import registers_of
from darbigas_kopienas.administration.privacy.erasure import letters
from darbigas_kopienas.administration.privacy.erasure.errors import AlreadyAnswered, HasObstacles
from darbigas_kopienas.administration.privacy.erasure.models import ErasureRequest
from darbigas_kopienas.administration.privacy.erasure.preview import erasures, obstacles_of
from darbigas_kopienas.administration.privacy.erasure.register.file import append
from darbigas_kopienas.administration.privacy.erasure.register.known import line_of_request
from darbigas_kopienas.administration.privacy.erasure.rules import require_another
from darbigas_kopienas.administration.privacy.erasure.stays import what_stays
from darbigas_kopienas.administration.privacy.erasure.subject import subject_of
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.erasure import places_of
from darbigas_kopienas.participation.models import Enrolment
from darbigas_kopienas.people.erasure import Subject
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.access import Permission, may, require, require_anywhere
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import Membership
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock

__all__ = ["AlreadyAnswered", "HasObstacles", "carry_out"]


@transaction.atomic
def carry_out(*, by: Actor, request: ErasureRequest) -> ErasureRequest:
    """Nothing tells who the person was, but what the law asks to be stored (`preview_of`); every figure stays.

    Asked by the person themselves, whoever decides about people's data in one of their programmes does it; else only
    whoever does so in all of them. Raises PermissionDenied, AlreadyAnswered, HasObstacles.
    """
    require_anywhere(by, Permission.MANAGE_PRIVACY)
    require_another(by, request)
    lock_registers()
    locked = ErasureRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    subject = subject_of(locked.person)
    _require_right(by, subject, is_own=locked.is_own)
    if locked.state != ErasureRequest.State.ASKED:
        raise AlreadyAnswered(_("This request has been answered already."), code="answered")
    lock(subject)
    if obstacles := obstacles_of(subject):
        raise HasObstacles(obstacles, code="obstacles")
    stays = what_stays(subject)
    letters.write_last_letter(by=by, request=locked, stays=stays)  # while there is an address
    erased = empty_rows(subject)
    locked.stays = stays
    answered = _answered(by, locked, subject, erased)
    line = line_of_request(answered, subject)
    transaction.on_commit(lambda: append([line]))
    return answered


def empty_rows(subject: Subject) -> dict[str, int]:
    """How many rows of theirs each floor and room emptied, by the trail's word."""
    counts: Counter[str] = Counter()
    for answer in erasures():
        counts.update(answer.erase(subject))
    return {f"erased_{word}": number for word, number in sorted(counts.items()) if number}


def _answered(by: Actor, request: ErasureRequest, subject: Subject, erased: dict[str, int]) -> ErasureRequest:
    request.refresh_from_db(fields=["note", "reason"])
    request.state, request.erased = ErasureRequest.State.DONE, erased
    request.answered_at, request.answered_by = clock.now(), account_of(by)
    request.save(update_fields=["state", "erased", "stays", "answered_at", "answered_by"])
    also = ErasureRequest.objects.filter(person__in=subject.people, state=ErasureRequest.State.ASKED)
    also.update(state=request.state, answered_at=request.answered_at, answered_by=request.answered_by)
    note_erasing(by=by, verb="person.erased", subject=subject, changes=erased)
    return request


def note_erasing(*, by: Actor, verb: str, subject: Subject, changes: dict[str, Any]) -> None:
    """In the trail of each programme that knows them."""
    person = Person.objects.get(pk__in=subject.people)
    programmes = sorted({scope.programme_id for scope in scopes_of_subject(subject)})
    scopes: list[Scope | None] = [Scope(programme) for programme in programmes]
    for scope in scopes or [None]:
        record(by=by, verb=verb, obj=person, scope=scope, changes=changes)


def scopes_of_subject(subject: Subject) -> set[Scope]:
    """Where they have a place or a role, or were entered; the empty set where no programme knows them."""
    scopes = registers_of(Person.with_merged.filter(pk__in=subject.people))
    roles = Membership.objects.filter(user=subject.user, user__isnull=False)
    return scopes | {Scope(role.programme_id, role.municipality_id) for role in roles}


def _require_right(by: Actor, subject: Subject, *, is_own: bool) -> None:
    scopes = scopes_of_subject(subject)
    if is_own and any(may(by, Permission.MANAGE_PRIVACY, scope) for scope in scopes):
        return
    for scope in sorted(scopes, key=lambda scope: (scope.programme_id, scope.municipality_id or 0)):
        require(by, Permission.MANAGE_PRIVACY, scope)


def lock(subject: Subject) -> None:
    """In the order in which seats are given and people are merged, so that neither waits for the other for ever.

    Whoever registers, merges or signs in at this moment comes before, or finds the person erased.
    """
    activities = set(places_of(subject).order_by().values_list("activity", flat=True))
    list(Activity.objects.filter(pk__in=activities).select_for_update(of=("self",), no_key=True).order_by("pk"))
    list(Enrolment.objects.filter(activity__in=activities).select_for_update(of=("self",)).order_by("activity"))
    list(Person.with_merged.filter(pk__in=subject.people).select_for_update(of=("self",)).order_by("pk"))
    if subject.user is not None:
        list(Membership.objects.filter(user=subject.user).select_for_update(of=("self",)).order_by("pk"))
        list(User.objects.filter(pk=subject.user).select_for_update(of=("self",)))
