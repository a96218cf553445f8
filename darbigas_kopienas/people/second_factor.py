"""What allauth asks of us about second factors: what is kept of them, whose passkeys they are, which one has to stay.

Secrets (of a code generator, of recovery codes) are kept encrypted: a dump of the database, or a backup, opens nobody's
account. A passkey needs none of that: the device keeps its private key, and here lies only the public one, by which an
answer is checked and nothing can be answered.
"""

import base64
import hashlib
import logging
import os
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .browsers import words_of
from .models import User

SECRETS = ("secret", "seed")  # of a code generator, of recovery codes
BEGINS = "gAAAAA"  # every Fernet token; no secret does, since base32 has capitals alone
_logger = logging.getLogger("portal.second_factor")


class EncryptingAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "In your role two-step sign-in is required, so the last passkey or app stays. Add another one first, then "
            "remove this one."
        ),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whose passkeys they are, for good: allauth takes the request's host, which its sender chooses."""
        return {"id": urlsplit(settings.PUBLIC_URL).hostname or "", "name": self._get_site_name()}

    def _get_site_name(self) -> str:
        """In an app's list of codes and a device's list of passkeys."""
        return gettext("Active Communities")

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  (allauth's name)
        """A passkey's name to begin with: the device that it is probably made on, and a number where it is taken."""
        name = device_name(context.request.headers.get("user-agent", ""))
        taken = {row.wrap().name for row in Authenticator.objects.filter(user=user, type=type)}
        names = (name, *(f"{name} {number}" for number in range(2, len(taken) + 2)))
        return next(name for name in names if name not in taken)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody whose role needs one. Asked under `lock`, or two windows take one each."""
        if not (settings.SECOND_FACTOR_REQUIRED and authenticator.user.needs_second_factor):
            return True
        return bool(factors_of(authenticator.user).exclude(pk=authenticator.pk).exists())

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What no key of ours opens becomes a secret that nobody has, so no code fits; it is written to the log.

        What lies there in clear was written by an older portal while a newer one was being started.
        """
        if not encrypted_text.startswith(BEGINS):
            return encrypted_text
        try:
            return _box().decrypt(encrypted_text).decode()
        except InvalidToken:
            _logger.exception("a second factor's secret is opened by none of SECRET_KEY and SECRET_KEY_FALLBACKS")
            return base64.b32encode(os.urandom(20)).decode()


def factors_of(user: User) -> QuerySet[Any]:
    """By which somebody passes the second step; recovery codes only stand in for them."""
    factors: QuerySet[Any] = Authenticator.objects.filter(user=user)
    return factors.exclude(type=Authenticator.Type.RECOVERY_CODES)


def lock(user: User) -> None:
    """Until the transaction ends nobody else adds or removes a factor of this account."""
    User.objects.select_for_update().filter(pk=user.pk).values_list("pk").get()


def device_name(user_agent: str) -> str:
    """As `Chrome, Windows`. Made of our own words alone, whatever was sent."""
    return ", ".join(filter(None, words_of(user_agent))) or gettext("Passkey")


@transaction.atomic
def renew(authenticators: QuerySet[Any]) -> None:
    """Put every secret under the portal's present key: those in clear, and those under a key before it.

    The key before can be dropped after a day. Takes the rows, since a migration has a class of its own for them.
    """
    for row in authenticators.select_for_update():
        renewed = {name: _renewed(value) if name in SECRETS else value for name, value in row.data.items()}
        if renewed != row.data:
            row.data = renewed
            row.save(update_fields=["data"])


def _renewed(value: str) -> str:
    if not value.startswith(BEGINS):
        return _box().encrypt(value.encode()).decode()
    try:
        _boxes()[0].decrypt(value)
    except InvalidToken:
        with suppress(InvalidToken):  # the key may come back
            return _box().rotate(value).decode()
    return value


def _box() -> MultiFernet:
    """The portal's key first; those before it still open what was kept under them."""
    return MultiFernet(_boxes())


def _boxes() -> list[Fernet]:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(f"second factor:{key}".encode()).digest() for key in keys)
    return [Fernet(base64.urlsafe_b64encode(digest)) for digest in digests]
