"""The first start: nobody has a role yet, so nobody could give one. A link, printed where the portal runs, lets one in.

Whoever reads what the machine prints may begin, as they may read the database. The link holds a moment and a signature,
nothing else; it is good for a week, and only until somebody has a role, so it is used once and needs no row.
"""

from datetime import timedelta

from allauth.account.internal.userkit import filter_users_by_email
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from darbigas_kopienas.pages.broken_links import BrokenFirstLink, UsedFirstLink
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import Holder
from darbigas_kopienas.programme.models import Membership, Programme
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.signed_tokens import pk_in, token

from .new_programme import ProgrammeFields, make_coordinator, make_programme

KIND = "administration.first_start"
LASTS = timedelta(days=7)


class AlreadySetUp(ValidationError):
    """Somebody has, or had, a role in the portal."""


class AddressTaken(ValidationError):
    """There is an account with the address."""


class ProgrammeGone(ValidationError):
    """The programme that was chosen is there no longer."""


def is_set_up() -> bool:
    """Whether anybody has ever had a role; an account without one is no beginning."""
    return Membership.objects.exists()


def first_link() -> str | None:
    """A fresh one, to be printed to whoever keeps the machine and to no log; None where the portal is set up."""
    if is_set_up():
        return None
    printed = first_token()
    with translation.override(settings.LANGUAGE_CODE):
        return settings.PUBLIC_URL + reverse("administration:first_start", args=[printed])


def first_token() -> str:
    """Of a link that is printed now."""
    return token(KIND, int(clock.now().timestamp()))


def require_good(link: str) -> None:
    """Of the token in the address. Raises BrokenFirstLink, UsedFirstLink."""
    printed_at = pk_in(KIND, link)
    if printed_at is None or clock.now().timestamp() - printed_at > LASTS.total_seconds():
        raise BrokenFirstLink
    if is_set_up():
        raise UsedFirstLink


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

    The address is not known to be read: its owner confirms it. Raises AlreadySetUp, AddressTaken, ProgrammeGone.
    """
    _hold_roles()
    if is_set_up():
        raise AlreadySetUp(_("The portal is set up already."), code="set_up")
    user = _account(email, password, name=name, language=language)
    chosen = _locked(programme) if programme is not None else make_programme(by=by, fields=fields)
    return make_coordinator(by=by, user=user, programme=chosen)


def _hold_roles() -> None:
    """Until the transaction ends nobody else gives a role: two who press the same link follow one another."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE programme_membership IN SHARE ROW EXCLUSIVE MODE")


def _account(email: str, password: str, **fields: str) -> User:
    taken = AddressTaken(
        {"email": _("There is an account with this e-mail address already. Write another one.")}, code="taken"
    )
    if filter_users_by_email(email):
        raise taken
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, **fields)
    except IntegrityError as error:  # somebody signed up with it at this moment
        raise taken from error


def _locked(programme: Programme) -> Programme:
    locked = Programme.objects.select_for_update().filter(pk=programme.pk).first()
    if locked is None:
        raise ProgrammeGone({"programme": _("This programme is there no longer. Choose another one.")}, code="gone")
    return locked
