"""A pair of keys in the age format: the public one encrypts; the secret one opens, and lies on another machine."""

from pathlib import Path

import pyrage

from .errors import BackupFailed


def new_pair() -> tuple[str, str]:
    """The secret line, and the recipient for BACKUP_KEY."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def is_recipient(said: str) -> bool:
    try:
        pyrage.x25519.Recipient.from_str(said)
    except pyrage.RecipientError:
        return False
    return True


def keys_in(identity: str) -> list[pyrage.x25519.Identity]:
    """Of that file: lines as `make backup-key` or age-keygen prints them, # before remarks. Raises BackupFailed."""
    if not identity:
        raise BackupFailed("This backup is encrypted: set BACKUP_IDENTITY to the file with its secret key.")
    try:
        lines = [line.strip() for line in Path(identity).read_text().splitlines()]
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        keys = []
    if not keys:
        raise BackupFailed("BACKUP_IDENTITY must name a file with a line AGE-SECRET-KEY-…; it does not.")
    return keys
