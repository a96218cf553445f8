"""Somebody signed in, who says once more who they are; what the outbox then holds."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import translation

from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Letter, compose_letter
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User

PASSWORD = "gara-parole-1918"
EMAIL, CODE, BY_PASSWORD = "/lv/konts/email/", "/lv/konts/reauthenticate/code/", "/lv/konts/reauthenticate/"
SECRET = "JBSWY3DPEHPK3PXP"


def give_password(user: User) -> User:
    user.password = make_password(PASSWORD)
    user.save()
    return user


def give_address(user: User, email: str = "", **more: Any) -> EmailAddress:
    fields = {"verified": True, "primary": not email, **more}
    return EmailAddress.objects.create(user=user, email=email or user.email, **fields)


def give_factor(user: User) -> Authenticator:
    factor: Authenticator = totp.TOTP.activate(user, SECRET).instance
    RecoveryCodes.activate(user)
    return factor


def factor_code() -> str:
    return str(totp.format_hotp_value(totp.hotp_value(SECRET, next(iter(totp.yield_hotp_counters_from_time())))))


def mailed_code(client: Client, following: str = "") -> str:
    client.post(CODE, {"action": "send", "next": following})
    match = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", OutgoingMail.objects.first().text_body, re.MULTILINE)  # type: ignore[union-attr]
    assert match
    return match.group(1)


def confirm(client: Client, user: User, following: str = "/lv/") -> Any:
    """By a password where there is one, else by a mailed code."""
    if user.has_usable_password():
        return client.post(BY_PASSWORD, {"password": PASSWORD, "next": following})
    code = mailed_code(client, following)
    answer = client.post(CODE, {"code": code, "next": following})
    OutgoingMail.objects.all().delete()
    return answer


def changes_written() -> list[tuple[str, str]]:
    """(change, to whom), by address."""
    letters = OutgoingMail.objects.filter(template="account_changed")
    return sorted((letter.context["change"], letter.to_email) for letter in letters)


def text_of(letter: OutgoingMail) -> tuple[str, str]:
    with translation.override(letter.language):
        facts = compose_letter(letter)
        assert isinstance(facts, Letter)
        subject, text, _html = mailing.rendered(letter, facts)
    return subject, text
