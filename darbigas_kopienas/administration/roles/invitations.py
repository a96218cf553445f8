"""Somebody is invited to a role: the letter, taking it up, declining it, withdrawing it."""

from enum import StrEnum
from typing import Unpack

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.invited_sign_in import AccountClosed, account_at
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.services import has_name, name_account
from darbigas_kopienas.programme.access import require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.memberships import Membership, is_role
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.email_addresses import mailbox
from darbigas_kopienas.values.signed_tokens import pk_in, token
from darbigas_kopienas.web.rate_limits import is_over

from .models import RoleInvitation, a_week_from_now
from .rules import RoleFields, days_given, may_give, permission_to_give, scope_given, scope_to_give
from .services import HasRole, give, hold_roles

KIND = "administration.role_invitation"
MOST_SENT = 5  # times one invitation goes out
# Letters in a day, since each goes to whomever its sender names: by one person, and to one address by all.
MOST_A_DAY, MOST_TO_ONE_A_DAY = 50, 6
DAY = 24 * 60 * 60


class Closed(StrEnum):
    """Why an invitation can be taken up no more."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"  # its seven days are over
    PAST = "past"  # the role's last day is over
    SENDER = "sender"  # whoever sent it no longer gives this role


class AlreadyInvited(ValidationError):
    """The same role there is offered to this address, and nobody has answered."""


class InvitationAnswered(ValidationError):
    """It was taken up, declined or withdrawn."""


class InvitationOver(ValidationError):
    """Its seven days or the role's days are over, or whoever sent it no longer gives this role."""


class SentOften(ValidationError):
    """It went out as often as one may, or as many letters as may go out in a day."""


class ForAnotherAddress(PermissionDenied):
    """Whoever is signed in does not read the address to which it was sent."""


def link_token(invitation: RoleInvitation) -> str:
    return token(KIND, invitation.pk)


def invitation_behind(link: str) -> RoleInvitation | None:
    """Of a link's token; None where it was not made here."""
    pk = pk_in(KIND, link)
    rows = RoleInvitation.objects.select_related("programme", "municipality", "site", "invited_by")
    return rows.filter(pk=pk).first() if pk is not None else None


def why_closed(invitation: RoleInvitation) -> Closed | None:
    """None while it can be taken up."""
    happened = {
        Closed.ACCEPTED: invitation.accepted_at is not None,
        Closed.DECLINED: invitation.declined_at is not None,
        Closed.WITHDRAWN: invitation.withdrawn_at is not None,
        Closed.EXPIRED: clock.now() >= invitation.expires_at,
        Closed.PAST: invitation.ends_on is not None and invitation.ends_on < clock.today(),
    }
    why = next((closed for closed, has_happened in happened.items() if has_happened), None)
    if why is None and not may_give(invitation.invited_by, invitation.role, invitation.scope):
        return Closed.SENDER
    return why


@transaction.atomic
def invite(
    *, by: Actor, programme: Programme, email: str, language: str = "lv", **fields: Unpack[RoleFields]
) -> RoleInvitation:
    """Offer a role to whoever reads this address: a letter goes out, valid for seven days.

    Raises PermissionDenied, DoesNotReach, AlreadyInvited, HasRole, SentOften, BadAddress.
    """
    scope = scope_given(programme, fields)
    require(by, permission_to_give(fields["role"]), scope_to_give(fields["role"], scope))
    starts_on, ends_on = days_given(fields)
    hold_roles(programme.pk)
    address = mailing.single_address(email)
    _require_new(address, scope, fields["role"])
    _require_few(by, address)
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
    if RoleInvitation.objects.unanswered().filter(is_role(role, scope), email=address).exists():
        sentence = _("This address is invited to this role already. Send that invitation again, or withdraw it.")
        raise AlreadyInvited({"email": sentence}, code="already")
    holder = account_at(address)
    held = Membership.objects.not_over_on(clock.today()).filter(is_role(role, scope), user=holder)
    if holder is not None and held.exists():
        raise HasRole({"email": _("Whoever has this address has this role there already.")}, code="has_role")


def _require_few(by: Actor, address: str) -> None:
    """Counts this letter; what is refused afterwards is not counted, since all is one transaction."""
    if is_over("role_invitations_by_one", str(by.pk), most=MOST_A_DAY, seconds=DAY):
        sentence = ngettext(
            "At most %(n)s invitation can be sent by one person in a day. Go on tomorrow.",
            "At most %(n)s invitations can be sent by one person in a day. Go on tomorrow.",
            MOST_A_DAY,
        )
        raise SentOften(sentence % {"n": MOST_A_DAY}, code="many_today")
    if is_over("role_invitations_to_one", mailbox(address), most=MOST_TO_ONE_A_DAY, seconds=DAY):
        raise SentOften(
            {"email": _("Many invitations went to this address today. Go on tomorrow.")}, code="many_to_one"
        )


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
    """Once more, for seven days from now, by whoever sends it now.

    Raises PermissionDenied, InvitationAnswered, InvitationOver, SentOften.
    """
    locked = _locked_to_manage(by, invitation)
    if locked.times_sent >= MOST_SENT:
        sentence = ngettext(
            "This invitation was sent %(n)s time already. Ask the person whether the address is right.",
            "This invitation was sent %(n)s times already. Ask the person whether the address is right.",
            MOST_SENT,
        )
        raise SentOften(sentence % {"n": MOST_SENT}, code="often")
    locked.times_sent, locked.sent_at, locked.expires_at = locked.times_sent + 1, clock.now(), a_week_from_now()
    locked.invited_by = account_of(by)
    _require_open(locked)
    _require_few(by, locked.email)
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
def decline(*, by: User, invitation: RoleInvitation) -> RoleInvitation:
    """By whoever reads the address. Raises ForAnotherAddress, InvitationAnswered."""
    require_own_address(by, invitation)
    locked = _locked(invitation)
    locked.declined_at = clock.now()
    locked.save(update_fields=["declined_at"])
    record(by=by, verb="role_invitation.declined", obj=locked)
    return locked


@transaction.atomic
def accept(*, by: User, invitation: RoleInvitation, name: str = "") -> Membership:
    """The role is theirs, once, and never from a day before. Whoever has no name yet is called `name`.

    Raises ForAnotherAddress, AccountClosed, InvitationAnswered, InvitationOver, HasRole, DoesNotReach.
    """
    require_own_address(by, invitation)
    hold_roles(invitation.programme_id)
    locked = _locked(invitation)
    _require_open(locked)
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not user.is_active:
        raise AccountClosed(_("Your account is closed. Ask the programme coordinator to open it again."))
    if name and not has_name(user):
        name_account(user=user, name=name)
    starts_on = max(locked.starts_on, clock.today())
    fields = RoleFields(role=locked.role, municipality=locked.municipality, site=locked.site, starts_on=starts_on,
                        ends_on=locked.ends_on)  # fmt: skip
    scope = scope_given(locked.programme, fields)  # the centre may be none any more, or in another municipality
    membership = give(by=by, user=user, given_by=locked.invited_by or by, scope=scope, fields=fields)
    locked.accepted_at, locked.membership = clock.now(), membership
    locked.save(update_fields=["accepted_at", "membership"])
    record(by=by, verb="role_invitation.accepted", obj=locked)
    return membership


def reads_address(user: object, invitation: RoleInvitation) -> bool:
    """Whether this account has shown that it reads the address."""
    confirmed = EmailAddress.objects.filter(user=user.pk, verified=True) if isinstance(user, User) else None
    return confirmed is not None and at_address(confirmed, invitation.email).exists()


def require_own_address(user: User, invitation: RoleInvitation) -> None:
    """Raises ForAnotherAddress: a forwarded invitation gives nobody else the role."""
    if not reads_address(user, invitation):
        raise ForAnotherAddress(_("This invitation was sent to another address than yours."))


def _require_open(invitation: RoleInvitation) -> None:
    """Of one that nobody has answered. Raises InvitationOver."""
    sentences = {
        Closed.EXPIRED: _("The invitation’s seven days are over. Ask for a new one."),
        Closed.PAST: _("The role’s last day is over. A new invitation with other days is needed."),
        Closed.SENDER: _("Whoever invited you no longer gives this role. Ask for a new invitation."),
    }
    if (why := why_closed(invitation)) is not None:
        raise InvitationOver(sentences[why], code=why.value)


def _locked_to_manage(by: Actor, invitation: RoleInvitation) -> RoleInvitation:
    require(by, permission_to_give(invitation.role), scope_to_give(invitation.role, invitation.scope))
    return _locked(invitation)


def _locked(invitation: RoleInvitation) -> RoleInvitation:
    rows = RoleInvitation.objects.select_for_update(of=("self",)).select_related("programme", "invited_by")
    locked = rows.get(pk=invitation.pk)
    if not locked.is_unanswered:
        raise InvitationAnswered(_("This invitation has been answered or withdrawn already."), code="answered")
    return locked
