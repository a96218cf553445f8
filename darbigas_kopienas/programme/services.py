"""Closing of periods and memberships. Rules of the agreement are asked here by every room before it writes."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.audit import services as audit
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock, formats

from .access import Permission, require
from .actors import Actor, account_of
from .models import Closing, ClosingKind, Membership, Programme
from .scoping import Scope


class PeriodClosed(ValidationError):
    """The day lies in a span that has been closed for this municipality and kind."""


class OutsideProgramme(ValidationError):
    """The day lies before the programme's first or after its last day."""


class FourEyes(ValidationError):
    """The same person cannot do both halves of the deed."""


def require_open(scope: Scope, *, kind: ClosingKind | str, on: date) -> None:
    """Raise PeriodClosed when nothing of this kind may change on this day; else hold the programme open.

    The programme's row is locked FOR SHARE until the transaction ends, and closing takes it FOR UPDATE: a booking
    and a closing can never pass each other unseen. Money goes by the document's date, activities by the day held.
    """
    _lock_programme(scope.programme_id)
    closing = Closing.objects.covering(scope, str(kind), on).first()
    if closing is not None:
        raise PeriodClosed(
            _("The period %(from)s–%(to)s is closed. Ask the programme coordinator to open it."),
            code="period_closed",
            params={"from": formats.day(closing.starts_on), "to": formats.day(closing.ends_on)},
        )


def require_within(programme: Programme, on: date) -> None:
    """Raise OutsideProgramme unless the day lies in the programme; its start may be known to the month only."""
    if not programme.is_running_on(on):
        raise OutsideProgramme(
            _("The day %(day)s lies outside the programme (%(from)s–%(to)s)."),
            code="outside_programme",
            params={
                "day": formats.day(on),
                "from": formats.day(programme.starts_on),
                "to": formats.day(programme.ends_on),
            },
        )


def _lock_programme(programme_id: int) -> None:
    # Django has no FOR SHARE; a row lock that other sharers do not wait for.
    Programme.objects.raw("SELECT * FROM programme_programme WHERE id = %s FOR SHARE", [programme_id])[0]


@transaction.atomic
def close_period(*, by: Actor, scope: Scope, kind: ClosingKind | str, starts_on: date, ends_on: date) -> Closing:
    """Close a span for a municipality (or the whole programme). Raises PermissionDenied, ValidationError."""
    require(by, Permission.CLOSE_PERIOD, Scope(scope.programme_id))
    Programme.objects.select_for_update().get(pk=scope.programme_id)
    if ends_on < starts_on:
        raise ValidationError(_("The last day must not be before the first."), code="order")
    closing = Closing(
        programme_id=scope.programme_id,
        municipality_id=scope.municipality_id,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        closed_by=account_of(by),
    )
    closing.save()
    audit.record(by=by, verb="period.closed", obj=closing, changes={"kind": str(kind), "to": ends_on.isoformat()})
    return closing


@transaction.atomic
def ask_reopening(*, by: Actor, closing: Closing, reason: str) -> Closing:
    """The first of the two people: says why. Raises PermissionDenied; ValidationError without a reason, or too late."""
    require(by, Permission.ASK_CLOSING, closing.scope)
    closing = _locked_while_closed(closing)
    if not reason.strip():
        raise ValidationError(_("Write why the period has to be opened."), code="reason")
    changes = {"asked_by": [closing.reopen_asked_by_id, by.pk]}
    closing.reopen_asked_by = account_of(by)
    closing.reopen_reason = reason.strip()
    closing.save(update_fields=["reopen_asked_by", "reopen_reason"])
    audit.record(by=by, verb="period.reopening_asked", obj=closing, changes=changes)
    return closing


def _locked_while_closed(closing: Closing) -> Closing:
    """What two people have opened is history; whoever closes the same days again makes another closing."""
    locked = Closing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
    if locked.reopened_at is not None:
        raise ValidationError(_("This period has been opened already."), code="open")
    return locked


@transaction.atomic
def reopen_period(*, by: Actor, closing: Closing) -> Closing:
    """The second of the two people. Raises FourEyes when it is the one who asked, or when nobody asked.

    Raises ValidationError when it is open already.
    """
    require(by, Permission.CLOSE_PERIOD, Scope(closing.programme_id))
    Programme.objects.select_for_update().get(pk=closing.programme_id)
    closing = _locked_while_closed(closing)
    if closing.reopen_asked_by_id is None or closing.reopen_asked_by_id == by.pk:
        raise FourEyes(_("A period is opened by two people: one asks, another opens."), code="four_eyes")
    closing.reopened_by = account_of(by)
    closing.reopened_at = clock.now()
    closing.save(update_fields=["reopened_by", "reopened_at"])
    audit.record(by=by, verb="period.reopened", obj=closing)
    return closing


@transaction.atomic
def grant_membership(
    *, by: Actor, user: User, scope: Scope, role: str, starts_on: date | None = None, ends_on: date | None = None
) -> Membership:
    """Give a role. Raises PermissionDenied; IntegrityError where the role cannot reach the scope."""
    require(by, Permission.MANAGE_ROLES, Scope(scope.programme_id))
    membership = Membership.objects.create(
        user=user,
        programme_id=scope.programme_id,
        municipality_id=scope.municipality_id,
        role=role,
        starts_on=starts_on or clock.today(),
        ends_on=ends_on,
    )
    audit.record(by=by, verb="membership.granted", obj=membership, scope=scope, changes={"role": role})
    return membership
