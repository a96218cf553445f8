"""How people sign in and change how they do: each signal of Django and allauth becomes a line of the security log.

`listen` is called once, when the portal starts. Nobody is named: an account by its number, a second factor by its kind.
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import filter_users_by_email
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.dispatch import Signal
from django.http import HttpRequest

from darbigas_kopienas.web.security_log import Event, Outcome, note

from .models import User

# signal: event, outcome, what is known by the signal itself
PLAIN: list[tuple[Signal, Event, Outcome, dict[str, str]]] = [
    (account.user_signed_up, Event.SIGN_UP, Outcome.DONE, {}),
    (account.login_code_rejected, Event.SIGN_IN, Outcome.FAILED, {"method": "code"}),
    (account.password_set, Event.PASSWORD, Outcome.DONE, {"change": "set"}),
    (account.password_changed, Event.PASSWORD, Outcome.DONE, {"change": "changed"}),
    (account.password_reset, Event.PASSWORD, Outcome.DONE, {"change": "reset"}),
    (account.password_reset_code_rejected, Event.PASSWORD, Outcome.FAILED, {"change": "reset"}),
    (account.email_added, Event.ADDRESS, Outcome.DONE, {"change": "added"}),
    (account.email_changed, Event.ADDRESS, Outcome.DONE, {"change": "changed"}),
    (account.email_removed, Event.ADDRESS, Outcome.DONE, {"change": "removed"}),
    (account.email_verification_code_rejected, Event.ADDRESS, Outcome.FAILED, {"change": "confirmed"}),
    (mfa.authenticator_added, Event.SECOND_FACTOR, Outcome.DONE, {"change": "added"}),
    (mfa.authenticator_removed, Event.SECOND_FACTOR, Outcome.DONE, {"change": "removed"}),
    (mfa.authenticator_reset, Event.SECOND_FACTOR, Outcome.DONE, {"change": "reset"}),
    (mfa.authenticator_used, Event.SECOND_FACTOR, Outcome.DONE, {"change": "used"}),
    (mfa.authentication_failed, Event.SECOND_FACTOR, Outcome.FAILED, {"change": "used"}),
]


def listen() -> None:
    for signal, event, outcome, facts in PLAIN:
        signal.connect(_noting(event, outcome, facts), weak=False, dispatch_uid=f"security_log.{event}")
    account.email_confirmed.connect(_address_confirmed)
    account.authentication_step_completed.connect(_step_completed)
    auth.user_logged_in.connect(_signed_in)
    auth.user_logged_out.connect(_signed_out)
    auth.user_login_failed.connect(_password_wrong)


def number_of(email: str) -> int | None:
    """The account that an address opens, so that nobody is named by the address itself."""
    return next((owner.pk for owner in filter_users_by_email(email)), None) if email else None


def _noting(event: Event, outcome: Outcome, facts: dict[str, str]) -> Any:
    def receive(user: User | None = None, authenticator: Any = None, **_signal: object) -> None:
        note(event, outcome, user=getattr(user, "pk", None), kind=getattr(authenticator, "type", None), **facts)

    return receive


def _address_confirmed(email_address: Any, **_signal: object) -> None:
    note(Event.ADDRESS, user=email_address.user_id, change="confirmed")


def _step_completed(user: User, method: str, reauthenticated: bool = False, **_signal: object) -> None:
    if reauthenticated:
        note(Event.REAUTHENTICATION, user=user.pk, method=method)


def _signed_in(request: HttpRequest, user: User, **_signal: object) -> None:
    """By which ways, in their order: "password mfa"; "passkey" where it alone was enough."""
    ways = (
        [
            "passkey" if row.get("passwordless") else str(row["method"])
            for row in get_authentication_records(request, user)
        ]
        if request is not None
        else []
    )
    note(Event.SIGN_IN, user=user.pk, method=" ".join(ways))


def _signed_out(user: User | None, **_signal: object) -> None:
    if user is not None:
        note(Event.SIGN_OUT, user=user.pk)


def _password_wrong(credentials: dict[str, Any], request: HttpRequest | None = None, **_signal: object) -> None:
    """Also asked of somebody who is signed in already, before they change how they sign in."""
    is_signed_in = request is not None and request.user.is_authenticated
    event = Event.REAUTHENTICATION if is_signed_in else Event.SIGN_IN
    note(event, Outcome.FAILED, user=number_of(str(credentials.get("email") or "")), method="password")
