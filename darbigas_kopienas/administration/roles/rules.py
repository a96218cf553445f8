"""Where a role can be given, and whether a programme keeps somebody who gives roles."""

from datetime import date
from typing import NotRequired, TypedDict

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import NARROW_ROLES, Permission, Role, may, may_anywhere
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.choices import partners_of
from darbigas_kopienas.programme.memberships import Membership, MembershipQuerySet
from darbigas_kopienas.programme.models import Programme, Site
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock

OF_A_MUNICIPALITY = frozenset({Role.COORDINATOR, Role.STAFF, Role.ACCOUNTANT, Role.CHECK_IN, Role.CENTRE})
OF_THE_WHOLE = frozenset({Role.PROGRAMME, Role.FUNDER, Role.AUDITOR})


class DoesNotReach(ValidationError):
    """This role cannot be given there, or for these days."""


class LastCoordinator(ValidationError):
    """Nobody else who can sign in would give roles in the programme."""


class RoleFields(TypedDict):
    """Which role, where and for which days, both inclusive; a centre worker's municipality is the centre's."""

    role: str
    municipality: NotRequired[Municipality | None]
    site: NotRequired[Site | None]
    starts_on: NotRequired[date | None]
    ends_on: NotRequired[date | None]


def scope_given(programme: Programme, fields: RoleFields) -> Scope:
    """Where the role would be held. Raises DoesNotReach at the field that does not fit."""
    role, municipality, site = fields["role"], fields.get("municipality"), fields.get("site")
    if role == Role.CENTRE:
        return _of_centre(programme, site, municipality)
    if site is not None:
        raise DoesNotReach({"site": _("Only a centre worker’s role is for one centre.")}, code="site")
    if role in OF_A_MUNICIPALITY and municipality is None:
        raise DoesNotReach(
            {"municipality": _("Choose the municipality in which the role is held.")}, code="municipality"
        )
    if role in OF_THE_WHOLE and municipality is not None:
        sentence = _("This role reaches the whole programme: choose no municipality.")
        raise DoesNotReach({"municipality": sentence}, code="municipality")
    if municipality is not None and not partners_of(programme.pk).filter(pk=municipality.pk).exists():
        raise DoesNotReach({"municipality": _("This municipality is no partner of the programme.")}, code="partner")
    return Scope(programme.pk, municipality.pk if municipality else None)


def _of_centre(programme: Programme, site: Site | None, municipality: Municipality | None) -> Scope:
    if site is None:
        raise DoesNotReach({"site": _("Choose the centre in which the person works.")}, code="site")
    if site.kind != Site.Kind.CENTRE or site.programme_id != programme.pk or site.municipality_id is None:
        raise DoesNotReach({"site": _("This is no centre of a municipality in the programme.")}, code="site")
    if municipality is not None and municipality.pk != site.municipality_id:
        raise DoesNotReach({"municipality": _("The centre is in another municipality.")}, code="municipality")
    return Scope(programme.pk, site.municipality_id, site.pk)


def days_given(fields: RoleFields) -> tuple[date, date | None]:
    """From today where no day is named. Raises DoesNotReach at the last day."""
    starts_on, ends_on = fields.get("starts_on") or clock.today(), fields.get("ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise DoesNotReach({"ends_on": _("The last day must not be before the first.")}, code="order")
    if ends_on is not None and ends_on < clock.today():
        raise DoesNotReach({"ends_on": _("The last day is over already.")}, code="past")
    if ends_on is None and fields["role"] == Role.AUDITOR:
        raise DoesNotReach(
            {"ends_on": _("An auditor’s role is given until a day: write the last day.")}, code="auditor"
        )
    return starts_on, ends_on


def permission_to_give(role: str) -> Permission:
    return Permission.INVITE if role in NARROW_ROLES else Permission.MANAGE_ROLES


def scope_to_give(role: str, scope: Scope) -> Scope:
    """Where the permission is asked for: a narrow role in its municipality, any other in the whole programme."""
    return Scope(scope.programme_id, scope.municipality_id if role in NARROW_ROLES else None)


def may_give(user: Reader, role: str, scope: Scope) -> bool:
    return may(user, permission_to_give(role), scope_to_give(role, scope))


def gives_there(user: Reader, role: str, programme_id: int) -> bool:
    """Whether there is any place in the programme for which the user gives this role."""
    if role in NARROW_ROLES:
        return may_anywhere(user, Permission.INVITE, programme_id)
    return may(user, Permission.MANAGE_ROLES, Scope(programme_id))


def keeps_the_machine(user: Reader) -> bool:
    """A system administrator: ends roles, and does nothing else here."""
    return isinstance(user, User) and user.is_active and user.is_superuser


def given_to_confirmed(roles: MembershipQuerySet) -> MembershipQuerySet:
    """Those of accounts that have shown to read an address, of several whichever: a code there signs them in.

    Whoever mistyped the address cannot sign in a second time: a code goes to a mailbox that nobody reads.
    """
    confirmed = EmailAddress.objects.filter(user=OuterRef("user"), verified=True)
    return roles.filter(Exists(confirmed))


def coordinators_who_get_in(programme_id: int) -> MembershipQuerySet:
    """Who gives roles in the programme today, whose account is open and whose address is confirmed."""
    givers = Membership.objects.valid_on(clock.today()).with_permission(Permission.MANAGE_ROLES)
    return given_to_confirmed(givers).filter(programme=programme_id, user__is_active=True)


def require_another_coordinator(membership: Membership) -> None:
    """Raises LastCoordinator where nobody else could give roles once this role has ended."""
    if membership.role != Role.PROGRAMME:
        return
    if not coordinators_who_get_in(membership.programme_id).exclude(user=membership.user_id).exists():
        raise LastCoordinator(
            _("Nobody else gives roles in this programme. Let another programme coordinator in first."),
            code="last_coordinator",
        )
