"""Somebody is invited to a role: the letter, taking it up, declining it, withdrawing it."""

from typing import Unpack

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.memberships import Membership
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.email_addresses import mailbox
from darbigas_kopienas.values.signed_tokens import pk_in, token

from .models import RoleInvitation, a_week_from_now
from .rules import RoleFields, days_given, may_give, permission_to_give, scope_given, scope_to_give
from .services import HasRole, give, hold_roles

KIND = "administration.role_invitation"
MOST_SENT = 5  # times one invitation goes out


class AlreadyInvited(ValidationError):
    """The same role there is offered to this address, and nobody has answered."""


class InvitationAnswered(ValidationError):
    """It was taken up, declined or withdrawn."""


class InvitationOver(ValidationError):
    """Its seven days are over, or whoever sent it no longer lets people in."""


class SentOften(ValidationError):
    """It went out as often as one may."""


class ForAnotherAddress(PermissionDenied):
    """Whoever is signed in does not read the address to which it was sent."""


def link_token(invitation: RoleInvitation) -> str:
    return token(KIND, invitation.pk)


def invitation_behind(link: str) -> RoleInvitation | None:
    """Of a link's token; None where it was not made here."""
    pk = pk_in(KIND, link)
    rows = RoleInvitation.objects.select_related("programme", "municipality", "site", "invited_by")
    return rows.filter(pk=pk).first() if pk is not None else None


@transaction.atomic
def invite(
    *, by: Actor, programme: Programme, email: str, language: str = "lv", **fields: Unpack[RoleFields]
) -> RoleInvitation:
    """Offer a role to whoever reads this address: a letter goes out, valid for seven days.

    Raises PermissionDenied, DoesNotReach, AlreadyInvited, HasRole.
    """
    scope = scope_given(programme, fields)
    require(by, permission_to_give(fields["role"]), scope_to_give(fields["role"], scope))
    starts_on, ends_on = days_given(fields)
    hold_roles(programme.pk)
    address = mailbox(email)
    _require_new(address, scope, fields["role"])
    invitation = RoleInvitation.objects.create(
        email=address,
        language=language,
        programme=programme,
        municipality_id=scope.municipality_id,
        site_id=scope.site_id,
        role=fields["role"],
        starts_on=starts_on,
        ends_on=ends_on,
        invited_by=account_of(by),
    )
    record(by=by, verb="role_invitation.sent", obj=invitation, changes={"role": invitation.role})
    _send(by, invitation)
    return invitation


def _require_new(address: str, scope: Scope, role: str) -> None:
    where = {
        "programme": scope.programme_id,
        "municipality": scope.municipality_id,
        "site": scope.site_id,
        "role": role,
    }
    if RoleInvitation.objects.unanswered().filter(email=address, **where).exists():
        sentence = _("This address is invited to this role already. Send that invitation again, or withdraw it.")
        raise AlreadyInvited({"email": sentence}, code="already")
    holders = at_address(User.objects.all(), address)
    if Membership.objects.not_over_on(clock.today()).filter(user__in=holders, **where).exists():
        raise HasRole({"email": _("Whoever has this address has this role there already.")}, code="has_role")


def _send(by: Actor, invitation: RoleInvitation) -> None:
    mailing.queue(
        by=by,
        to=invitation.email,
        template="role_invitation",
        language=invitation.language,
        context={"invitation": invitation.pk},
        unique_key=f"role_invitation:{invitation.pk}:{invitation.times_sent}",
        scope=Scope(invitation.programme_id, invitation.municipality_id),
    )


@transaction.atomic
def send_again(*, by: Actor, invitation: RoleInvitation) -> RoleInvitation:
    """Once more, for seven days from now. Raises PermissionDenied, InvitationAnswered, SentOften."""
    locked = _locked_to_manage(by, invitation)
    if locked.times_sent >= MOST_SENT:
        raise SentOften(
            _("This invitation was sent %(n)s times already. Ask the person whether the address is right.")
            % {"n": MOST_SENT},
            code="often",
        )
    locked.times_sent, locked.sent_at, locked.expires_at = locked.times_sent + 1, clock.now(), a_week_from_now()
    locked.invited_by = account_of(by)
    locked.save(update_fields=["times_sent", "sent_at", "expires_at", "invited_by"])
    record(by=by, verb="role_invitation.sent_again", obj=locked)
    _send(by, locked)
    return locked


@transaction.atomic
def withdraw(*, by: Actor, invitation: RoleInvitation) -> RoleInvitation:
    """Its link opens nothing any more. Raises PermissionDenied, InvitationAnswered."""
    locked = _locked_to_manage(by, invitation)
    locked.withdrawn_at = clock.now()
    locked.save(update_fields=["withdrawn_at"])
    record(by=by, verb="role_invitation.withdrawn", obj=locked)
    return locked


@transaction.atomic
def decline(*, by: Actor, invitation: RoleInvitation) -> RoleInvitation:
    """By whoever holds the link. Raises InvitationAnswered."""
    locked = _locked(invitation)
    locked.declined_at = clock.now()
    locked.save(update_fields=["declined_at"])
    record(by=by, verb="role_invitation.declined", obj=locked)
    return locked


@transaction.atomic
def accept(*, by: User, invitation: RoleInvitation, name: str = "") -> Membership:
    """The role is theirs, once. Whoever has no name yet is called `name`.

    Raises ForAnotherAddress, InvitationAnswered, InvitationOver, HasRole, DoesNotReach.
    """
    require_own_address(by, invitation)
    hold_roles(invitation.programme_id)
    locked = _locked(invitation)
    _require_open(locked)
    user = User.objects.select_for_update().get(pk=by.pk)
    if name and not user.name:
        user.name = name
        user.save(update_fields=["name"])
    fields = RoleFields(role=locked.role, starts_on=locked.starts_on, ends_on=locked.ends_on)
    inviter = locked.invited_by or by
    membership = give(by=by, user=user, given_by=inviter, scope=locked.scope, fields=fields)
    locked.accepted_at, locked.membership = clock.now(), membership
    locked.save(update_fields=["accepted_at", "membership"])
    record(by=by, verb="role_invitation.accepted", obj=locked)
    return membership


def reads_address(user: object, invitation: RoleInvitation) -> bool:
    """Whether this account has shown that it reads the address."""
    if not isinstance(user, User):
        return False
    confirmed = EmailAddress.objects.filter(user=user, verified=True)
    return at_address(confirmed, invitation.email).exists()


def require_own_address(user: User, invitation: RoleInvitation) -> None:
    """Raises ForAnotherAddress: a forwarded invitation gives nobody else the role."""
    if not reads_address(user, invitation):
        raise ForAnotherAddress(_("This invitation was sent to another address than yours."))


def _require_open(invitation: RoleInvitation) -> None:
    if not invitation.is_open:
        raise InvitationOver(_("The invitation’s seven days are over. Ask for a new one."), code="over")
    if not may_give(invitation.invited_by, invitation.role, invitation.scope):
        raise InvitationOver(
            _("Whoever invited you no longer gives this role. Ask for a new invitation."), code="inviter"
        )


def _locked_to_manage(by: Actor, invitation: RoleInvitation) -> RoleInvitation:
    require(by, permission_to_give(invitation.role), scope_to_give(invitation.role, invitation.scope))
    return _locked(invitation)


def _locked(invitation: RoleInvitation) -> RoleInvitation:
    rows = RoleInvitation.objects.select_for_update(of=("self",)).select_related("programme", "invited_by")
    locked = rows.get(pk=invitation.pk)
    if not locked.is_unanswered:
        raise InvitationAnswered(_("This invitation has been answered or withdrawn already."), code="answered")
    return locked
