"""Secrets of second factors are kept encrypted: a dump of the database, or a backup, opens nobody's account."""

import base64
import hashlib
import os

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class EncryptingAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What no key of ours opens becomes a secret that nobody has, so no code fits; an error would say more."""
        try:
            return _box().decrypt(encrypted_text).decode()
        except InvalidToken:
            return base64.b32encode(os.urandom(20)).decode()


def _box() -> MultiFernet:
    """The portal's key first; those before it still open what was kept under them."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(f"second factor:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
