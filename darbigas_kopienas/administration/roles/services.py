"""Roles are given by invitation, changed and ended at once. Whoever has no right to give a role gives none.

A system administrator ends roles in every programme and gives none.
"""

from datetime import date
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Role, forget_memberships, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.memberships import Membership, is_role
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock

from .rules import (
    DoesNotReach,
    RoleFields,
    days_given,
    keeps_the_machine,
    permission_to_give,
    require_another_coordinator,
    scope_given,
    scope_to_give,
)

CHANGED = {"role": "role", "municipality": "municipality_id", "site": "site_id", "starts_on": "starts_on",
           "ends_on": "ends_on"}  # fmt: skip


class HasRole(ValidationError):
    """The person holds this role there already."""


class RoleOver(ValidationError):
    """It has ended already."""


def give(*, by: Actor, user: User, given_by: Actor, scope: Scope, fields: RoleFields) -> Membership:
    """Write the role down, behind the programme's lock; whoever calls has asked who gives it.

    `by` acts (takes up the invitation), `given_by` let them in. Raises HasRole, DoesNotReach.
    """
    starts_on, ends_on = days_given(fields)
    _require_new(user, scope, fields["role"])
    membership = Membership.objects.create(
        user=user,
        programme_id=scope.programme_id,
        municipality_id=scope.municipality_id,
        site_id=scope.site_id,
        role=fields["role"],
        starts_on=starts_on,
        ends_on=ends_on,
        given_by=account_of(given_by),
    )
    record(by=by, verb="membership.granted", obj=membership, changes={"role": membership.role})
    return membership


def hold_roles(programme_id: int) -> None:
    """Until the transaction ends nobody else gives, changes or ends a role in the programme."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme_id)


def _require_new(user: User, scope: Scope, role: str) -> None:
    if Membership.objects.not_over_on(clock.today()).filter(is_role(role, scope), user=user).exists():
        raise HasRole(_("This person has this role there already."), code="has_role")


@transaction.atomic
def change_role(*, by: Actor, membership: Membership, **fields: Unpack[RoleFields]) -> Membership:
    """The role ends now, and the person has the other one, or the same for other days, in its place.

    Whoever changes it must be able to give both. Without a first day the same role goes on since its own, another
    begins today. Nothing happens where nothing would change. Raises PermissionDenied, DoesNotReach, HasRole, RoleOver,
    LastCoordinator.
    """
    require(by, permission_to_give(membership.role), scope_to_give(membership.role, membership.scope))
    hold_roles(membership.programme_id)
    locked = _locked(membership)
    scope = scope_given(locked.programme, fields)
    for role, where in ((locked.role, locked.scope), (fields["role"], scope)):
        _require_still(by, role, where)
    fields["starts_on"] = _first_day(locked, scope, fields)
    starts_on, ends_on = days_given(fields)
    is_same = (locked.role, locked.scope) == (fields["role"], scope)
    if is_same and (locked.starts_on, locked.ends_on) == (starts_on, ends_on):
        return locked
    if fields["role"] != Role.PROGRAMME or ends_on is not None or starts_on > clock.today():
        require_another_coordinator(locked)
    _end(by, locked)
    new = give(by=by, user=locked.user, given_by=by, scope=scope, fields=fields)
    record(by=by, verb="membership.changed", obj=new, changes=_changed(locked, new))
    _notify(by, new, "role_changed")
    return new


@transaction.atomic
def end_role(*, by: Actor, membership: Membership) -> Membership:
    """From the next request on the person does nothing by it. Raises PermissionDenied, RoleOver, LastCoordinator."""
    if not keeps_the_machine(by):
        require(by, permission_to_give(membership.role), scope_to_give(membership.role, membership.scope))
    hold_roles(membership.programme_id)
    locked = _locked(membership)
    if not keeps_the_machine(by):
        _require_still(by, locked.role, locked.scope)
    require_another_coordinator(locked)
    _end(by, locked)
    _notify(by, locked, "role_ended")
    return locked


def _require_still(by: Actor, role: str, scope: Scope) -> None:
    """Behind the lock, for which whoever acts may have waited while their own role ended."""
    if isinstance(by, User):
        forget_memberships(by)
    require(by, permission_to_give(role), scope_to_give(role, scope))


def _first_day(locked: Membership, scope: Scope, fields: RoleFields) -> date:
    """Raises DoesNotReach: what somebody may do from now on, they could not do before."""
    starts_on, today = fields.get("starts_on"), clock.today()
    is_same = (locked.role, locked.scope) == (fields["role"], scope)
    if starts_on is None:
        return locked.starts_on if is_same else today
    if starts_on < today and not (is_same and starts_on == locked.starts_on):
        raise DoesNotReach({"starts_on": _("A changed role begins today or later.")}, code="begun")
    return starts_on


def _changed(old: Membership, new: Membership) -> dict[str, object]:
    """For the trail: each column before and after."""
    pairs = {name: [getattr(old, column), getattr(new, column)] for name, column in CHANGED.items()}
    values = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return {
        "fields": sorted(values),
        "values": {name: [_as_stored(value) for value in pair] for name, pair in values.items()},
    }


def _as_stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("programme", "user")
    locked = rows.get(pk=membership.pk)
    if locked.is_over_on(clock.today()):
        raise RoleOver(_("This role has ended already."), code="over")
    return locked


def _end(by: Actor, locked: Membership) -> None:
    locked.ended_at, locked.ended_by = clock.now(), account_of(by)
    locked.save(update_fields=["ended_at", "ended_by"])
    record(by=by, verb="membership.ended", obj=locked, changes={"role": locked.role})


def _notify(by: Actor, membership: Membership, template: str) -> None:
    """Whose role it is hears of it, unless they did it themselves."""
    if membership.user_id != by.pk:
        mailing.queue_to(
            membership.user,
            by=by,
            template=template,
            context={"membership": membership.pk},
            unique_key=f"{template}:{membership.pk}",
            scope=Scope(membership.programme_id, membership.municipality_id),
        )
