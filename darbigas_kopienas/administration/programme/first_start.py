"""The first start: nobody gives roles yet, so nobody could give one. A link printed where the portal runs lets one in.

Whoever reads what the machine prints may begin, as they may read the database. The link holds a moment, perhaps a
programme, and a signature, nothing else; it is good for a week, and only until whoever began has confirmed the address:
so it is used once and needs no row, and a mistyped address locks nobody out. A programme that has lost everybody who
gives roles in it has such a link of its own.
"""

from datetime import timedelta

from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.roles.rules import coordinators_who_get_in, given_to_confirmed
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.pages.broken_links import BrokenFirstLink, UsedFirstLink
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Holder
from darbigas_kopienas.programme.memberships import Membership, MembershipQuerySet
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.signed_tokens import pk_in, token

from .new_programme import ProgrammeFields, make_coordinator, make_programme

KIND = "administration.first_start"
KIND_OF_ONE = "administration.first_start.programme"
LASTS = timedelta(days=7)
SECONDS = 10**11  # what the link of one programme holds: its number times this, and the moment


class AlreadySetUp(ValidationError):
    """Somebody who can sign in gives, or gave, roles in the portal; or in the programme that the link is for."""


class AddressTaken(ValidationError):
    """There is an account with the address."""


class Unconfirmed(ValidationError):
    """Nobody has shown to read the account's address."""


class ProgrammeGone(ValidationError):
    """The programme that was chosen is there no longer."""


def is_set_up() -> bool:
    """Whether anybody who confirmed their address has ever given roles; an account without a role is no beginning."""
    return given_to_confirmed(_coordinators(None)).exists()


def unconfirmed_start() -> Membership | None:
    """Who began last, where the address has not been confirmed since."""
    begun = _coordinators(None).not_over_on(clock.today()).select_related("user", "programme")
    return None if is_set_up() else begun.last()


def first_link(programme: Programme | None = None) -> str | None:
    """A fresh one, to be printed to whoever keeps the machine and to no log; None where the portal is set up.

    Of a programme: by which somebody becomes its coordinator; None where somebody who can sign in gives roles in it.
    """
    if _is_begun(programme):
        return None
    printed = first_token(programme)
    with translation.override(settings.LANGUAGE_CODE):
        return settings.PUBLIC_URL + reverse("administration:first_start", args=[printed])


def first_token(programme: Programme | None = None) -> str:
    """Of a link that is printed now."""
    moment = int(clock.now().timestamp())
    return token(KIND, moment) if programme is None else token(KIND_OF_ONE, programme.pk * SECONDS + moment)


def require_good(link: str) -> Programme | None:
    """Of the token in the address: the one programme that it is for. Raises BrokenFirstLink, UsedFirstLink."""
    programme, printed_at = _of_one(link) if pk_in(KIND, link) is None else (None, pk_in(KIND, link))
    if printed_at is None or clock.now().timestamp() - printed_at > LASTS.total_seconds():
        raise BrokenFirstLink
    if _is_begun(programme):
        raise UsedFirstLink
    return programme


def _of_one(link: str) -> tuple[Programme | None, int | None]:
    programme_id, printed_at = divmod(pk_in(KIND_OF_ONE, link) or 0, SECONDS)
    programme = Programme.objects.filter(pk=programme_id).first()
    return programme, printed_at if programme else None


def _is_begun(programme: Programme | None) -> bool:
    return is_set_up() if programme is None else coordinators_who_get_in(programme.pk).exists()


@transaction.atomic
def begin(
    *,
    by: Holder,
    name: str,
    email: str,
    password: str,
    language: str,
    programme: Programme | None,
    fields: ProgrammeFields,
) -> Membership:
    """An account, and its role as coordinator of `programme`, or of a new one with these `fields` where that is None.

    The address is not known to be read: its owner confirms it. Until then one can begin anew, and whoever began before
    has no role any more. Raises AlreadySetUp, AddressTaken, ProgrammeGone.
    """
    chosen = None if programme is None else _locked(programme)
    _hold_roles()
    if is_set_up():
        raise AlreadySetUp(_("The portal is set up already."), code="set_up")
    user = _account(_coordinators(None), email, password, name=name, language=language)
    _end_unconfirmed(by, _coordinators(None))
    chosen = chosen or make_programme(by=by, fields=fields)
    return make_coordinator(by=by, user=user, programme=chosen)


@transaction.atomic
def begin_anew(*, by: Holder, name: str, email: str, password: str, language: str, programme: Programme) -> Membership:
    """An account, and its role as coordinator of this programme alone, in which nobody who can sign in gives roles.

    Raises AlreadySetUp, AddressTaken, ProgrammeGone.
    """
    chosen = _lost(programme)
    user = _account(_coordinators(chosen), email, password, name=name, language=language)
    _end_unconfirmed(by, _coordinators(chosen))
    return make_coordinator(by=by, user=user, programme=chosen)


@transaction.atomic
def take_over(*, by: Holder, user: User, programme: Programme) -> Membership:
    """As `begin_anew`, by an account that is there: of whoever opened the link and has signed in.

    Raises Unconfirmed, AlreadySetUp, ProgrammeGone.
    """
    chosen = _lost(programme)
    if not may_take_over(user):
        raise Unconfirmed(_("Confirm the address of your account first."), code="unconfirmed")
    _end_unconfirmed(by, _coordinators(chosen))
    return make_coordinator(by=by, user=user, programme=chosen)


def may_take_over(user: object) -> bool:
    """Who has shown to read an address: else the next start would end the role."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return bool(EmailAddress.objects.filter(user=user, verified=True).exists())


def _lost(programme: Programme) -> Programme:
    """Behind the locks, in the order of whoever takes a role up: the programme, then the roles."""
    chosen = _locked(programme)
    _hold_roles()
    if coordinators_who_get_in(chosen.pk).exists():
        raise AlreadySetUp(_("Somebody coordinates the programme already."), code="set_up")
    return chosen


def _coordinators(programme: Programme | None) -> MembershipQuerySet:
    """Roles that let give others, of whatever time: of the programme, or of all."""
    roles = Membership.objects.with_permission(Permission.MANAGE_ROLES)
    return roles if programme is None else roles.filter(programme=programme)


def _hold_roles() -> None:
    """Until the transaction ends nobody else gives a role: two who press the same link follow one another."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE programme_membership IN SHARE ROW EXCLUSIVE MODE")


def _account(begun: MembershipQuerySet, email: str, password: str, *, name: str, language: str) -> User:
    """A new one; or the same, if it began before and has not confirmed the address: whoever lost its password."""
    taken = AddressTaken(
        {"email": _("There is an account with this e-mail address already. Write another one.")}, code="taken"
    )
    there = filter_users_by_email(email)
    if there:
        user = _who_began(begun, there)
        if user is None:
            raise taken
        user.name, user.language = name, language
        user.set_password(password)  # and every session that knows the one before ends
        user.save(update_fields=["name", "language", "password"])
        Authenticator.objects.filter(user=user).delete()  # what is left of a start that was lost
        return user
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name, language=language)
    except IntegrityError as error:  # somebody signed up with it at this moment
        raise taken from error


def _who_began(begun: MembershipQuerySet, there: list[User]) -> User | None:
    """The one account with the address, where only the link has let it in and nobody has shown to read the address.

    Behind its lock, for which whoever confirms the address at this moment waits, or is waited for.
    """
    user = User.objects.select_for_update().filter(pk__in=[account.pk for account in there]).first()
    if user is None or len(there) > 1 or user.is_staff or user.is_superuser or not user.is_active:
        return None
    roles = Membership.objects.filter(user=user)
    by_link = begun.filter(user=user, given_by__isnull=True)
    is_lost = by_link.exists() and not roles.exclude(pk__in=by_link.values("pk")).exists()
    return user if is_lost and not given_to_confirmed(roles).exists() else None


def _end_unconfirmed(by: Holder, begun: MembershipQuerySet) -> None:
    """Of those who began before: nobody knows who reads their mail."""
    still = begun.not_over_on(clock.today())
    for role in still.exclude(pk__in=given_to_confirmed(still).values("pk")):
        role.ended_at = clock.now()
        role.save(update_fields=["ended_at"])
        record(by=by, verb="membership.ended", obj=role, scope=role.scope, changes={"role": role.role})


def _locked(programme: Programme) -> Programme:
    locked = Programme.objects.select_for_update().filter(pk=programme.pk).first()
    if locked is None:
        raise ProgrammeGone({"programme": _("This programme is there no longer. Choose another one.")}, code="gone")
    return locked
