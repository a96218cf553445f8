"""Texts that a browser or a link carries for the portal: nobody reads on the way what they say."""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(kind: str, text: str) -> str:
    """`kind` says what it is for; what was sealed for one purpose opens for no other."""
    return _box(kind).encrypt(text.encode()).decode()


def unsealed(kind: str, sealed: str, *, seconds: int) -> str | None:
    """What was sealed at most so many seconds ago; None for everything else."""
    try:
        return _box(kind).decrypt(sealed.encode(), ttl=seconds).decode()
    except (InvalidToken, ValueError):
        return None


def _box(kind: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [sha256(f"sealed:{kind}:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
