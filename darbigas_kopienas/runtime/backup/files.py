"""The private files, wherever they are stored: on the disk or in an S3 store."""

import shutil
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.core.exceptions import SuspiciousOperation
from django.core.files.base import File
from django.core.files.storage import default_storage

from .errors import BackupFailed

if TYPE_CHECKING:
    from _typeshed import SupportsRead


def names(folder: str = "") -> Iterator[str]:
    """Of every whole file, in the order of names. What is being written has a name with a dot in front."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return
    for name in sorted(files):
        if not name.startswith("."):
            yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from names(f"{folder}/{name}" if folder else name)


def are_there() -> bool:
    return next(names(), None) is not None


def put(name: str, content: "SupportsRead[bytes]") -> None:
    """Raises OSError, and BackupFailed where the place is taken or the name leads elsewhere."""
    with tempfile.TemporaryFile() as whole:  # a store may go through it twice
        shutil.copyfileobj(content, whole)
        whole.seek(0)
        try:
            stored = default_storage.save(name, File(whole))
        except SuspiciousOperation:
            raise BackupFailed(f"The backup names a file outside the store: {name}", "storage") from None
    if stored != name:
        raise BackupFailed(f"Something is stored already where the file {name} belongs.", "storage")


def remove(stored: list[str]) -> None:
    for name in stored:
        default_storage.delete(name)
