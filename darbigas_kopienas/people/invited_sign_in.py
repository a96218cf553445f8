"""Whoever opens an invitation signs in by a code that goes to the invited address, whether there is an account or not.

So what is forwarded opens nothing without the mailbox, and the page says nothing of who has an account.
"""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress, Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core.internal.httpkit import add_query_params
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from darbigas_kopienas.web.security_log import Event, note

from .addresses import at_address, shortened
from .forms import RequestCodeForm
from .models import User

TRIES = 2  # the first may lose a race; by the second the winner's row can be read


class TooManyCodes(Exception):
    """As many codes were asked for as may be (sign_in_limits.py)."""


class AccountClosed(PermissionDenied):
    """The account of this address lets nobody in."""


class InvitedCode(LoginCodeVerificationProcess):  # type: ignore[misc]  # allauth is not typed
    """Allauth's way in by a code, but that it says the address to nobody who was only given a link."""

    def add_sent_message(self, context: dict[str, str]) -> None:
        """The page on which the code is typed says where it went, by `shown_as`."""


def account_at(address: str) -> User | None:
    """Whose it is known to be, else whose account is called so."""
    confirmed = EmailAddress.objects.filter(verified=True).select_related("user")
    row = at_address(confirmed, address).first()
    return row.user if row is not None else at_address(User.objects.all(), address).first()


def sign_in_invited(request: HttpRequest, address: str, *, language: str, to: str) -> HttpResponse:
    """A code goes to the address; whoever types it in is led to `to`. Without an account one is made.

    Counted as every code that is asked for. Raises TooManyCodes, AccountClosed.
    """
    if not RequestCodeForm({"email": address}).is_valid():
        raise TooManyCodes
    user = _account(address, language)
    if not user.is_active:
        raise AccountClosed(_("The account of this address is closed. Ask the programme coordinator to open it again."))
    _send_code(request, user, address)
    return redirect(add_query_params(reverse("account_confirm_login_code"), {REDIRECT_FIELD_NAME: to}))


def _account(address: str, language: str) -> User:
    for _try in range(TRIES):
        if user := account_at(address):
            break
        try:
            user = _new_account(address, language)
        except IntegrityError:  # in another window, at this moment
            continue
        note(Event.SIGN_UP, user=user.pk, method="invitation")
        break
    return user or User.objects.get(email=address)


@transaction.atomic
def _new_account(address: str, language: str) -> User:
    """Not known to be read until the code is typed; left so, it is forgotten (unused_accounts.py)."""
    user = User.objects.create_user(address, None, language=language)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    return user


def _send_code(request: HttpRequest, user: User, address: str) -> None:
    """As allauth's `initiate`, which knows no other page of its own."""
    login = Login(user=user, email=address)
    login.state["stages"] = {"current": LoginByCodeStage.key}
    stage = LoginByCodeStage(LoginStageController(request, login), request, login)
    stage.state.update(InvitedCode.initial_state(user=user, email=address))
    stage.state.update(initiated_by_user=True, shown_as=shortened(address))
    process = InvitedCode(stage=stage)
    process.send()
    process.persist()
