"""Secrets of second factors are kept encrypted: a dump of the database, or a backup, opens nobody's account."""

import base64
import hashlib
import logging
import os
from contextlib import suppress
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

SECRETS = ("secret", "seed")  # of a code generator, of recovery codes
BEGINS = "gAAAAA"  # every Fernet token; no secret does, since base32 has capitals alone
_logger = logging.getLogger("portal.second_factor")


class EncryptingAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
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
