"""Requests: asked, withdrawn, written down for somebody, refused."""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.people.register.people import people_of
from darbigas_kopienas.administration.privacy.erasure import letters
from darbigas_kopienas.administration.privacy.erasure.errors import AskedAlready, BadDay, NoReason, NotInReach
from darbigas_kopienas.administration.privacy.erasure.models import ErasureRequest
from darbigas_kopienas.administration.privacy.erasure.programmes import programmes_of
from darbigas_kopienas.administration.privacy.erasure.rules import lock_person, locked_request, require_reach
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.people.services import AccountErased, person_of
from darbigas_kopienas.programme.access import Permission, require, require_anywhere
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.characters import one_line

State = ErasureRequest.State
LONGEST_AGO = timedelta(days=366)  # a letter that was found later than that is asked anew


@transaction.atomic
def ask_erasure(*, by: User) -> ErasureRequest:
    """For oneself. Where a request waits already it is that one, and nothing else happens.

    Raises AccountErased where it was erased meanwhile.
    """
    person = lock_person(person_of(by).pk)
    if person.user_id != by.pk:
        raise AccountErased(_("The data of this account were erased."), code="erased")
    existing = ErasureRequest.objects.about(person).waiting().first()
    if existing is not None:
        return existing
    return _write(by, ErasureRequest(person=person, is_own=True), "erasure.asked")


@transaction.atomic
def note_request(
    *, by: Actor, programme: Programme, person: Person, note: str, asked_on: date | None = None
) -> ErasureRequest:
    """That somebody asked by letter or phone, on a day (today); `note` says how. The month counts from that day.

    Raises PermissionDenied, NotInReach, AskedAlready, BadDay, NoReason.
    """
    require(by, Permission.MANAGE_PRIVACY, Scope(programme.pk))
    locked = lock_person(person.pk)
    if not people_of(by, programme).filter(pk=locked.pk).exists():
        raise NotInReach(_("You note requests of people whom you see in the register."))
    if ErasureRequest.objects.about(locked).waiting().exists():
        raise AskedAlready(_("A request of this person waits for an answer already."), code="asked")
    row = ErasureRequest(person=locked, is_own=False, note=_said(note, "note"), asked_at=_moment_of(asked_on))
    return _write(by, row, "erasure.noted")


@transaction.atomic
def withdraw_request(*, by: User, request: ErasureRequest) -> ErasureRequest:
    """Also one that a colleague wrote down. Raises PermissionDenied, AlreadyAnswered."""
    if not ErasureRequest.objects.own(by).filter(pk=request.pk).exists():
        raise PermissionDenied(_("Everybody withdraws their own request."))
    return _end(by, locked_request(request), State.WITHDRAWN, "erasure.withdrawn")


@transaction.atomic
def refuse_request(*, by: Actor, request: ErasureRequest, reason: str) -> ErasureRequest:
    """The person reads the reason, and that they may complain. Raises PermissionDenied, AlreadyAnswered, NoReason."""
    require_anywhere(by, Permission.MANAGE_PRIVACY)
    require_reach(by, request)
    locked = locked_request(request)
    locked.reason = _said(reason, "reason")
    _end(by, locked, State.REFUSED, "erasure.refused")
    letters.write_to_person(by=by, request=locked, template=letters.REFUSED)
    return locked


def _write(by: Actor, request: ErasureRequest, verb: str) -> ErasureRequest:
    request.asked_by = account_of(by)
    request.save()
    record(by=by, verb=verb, obj=request, scope=_scope_of(request))
    letters.write_that_it_waits(by=by, request=request)
    return request


def _end(by: Actor, locked: ErasureRequest, state: State, verb: str) -> ErasureRequest:
    locked.state, locked.answered_at, locked.answered_by = state, clock.now(), account_of(by)
    locked.save(update_fields=["state", "answered_at", "answered_by", "reason"])
    record(by=by, verb=verb, obj=locked, scope=_scope_of(locked))
    return locked


def _scope_of(request: ErasureRequest) -> Scope | None:
    """The programme in whose history it stands, where it concerns just one."""
    concerned = programmes_of(request)
    return Scope(concerned[0].pk) if len(concerned) == 1 else None


def _said(text: str, field: str) -> str:
    if not (line := one_line(text)):
        raise NoReason({field: _("Write it in a few words.")}, code="empty")
    return line


def _moment_of(day: date | None) -> datetime:
    """The present one for today; of an earlier day its noon."""
    today = clock.today()
    if day is None or day == today:
        return clock.now()
    if not today - LONGEST_AGO <= day < today:
        raise BadDay({"asked_on": _("The day is today or earlier, and not more than a year ago.")}, code="day")
    noon = clock.moment_on(day, time(12))
    assert noon is not None  # noqa: S101  (summer time never begins at noon)
    return noon
