"""Private files: written beside their place, flushed to the disk, renamed; so a full disk leaves nothing behind."""

import contextlib
import logging
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage

UNFINISHED = ".part"
_logger = logging.getLogger("portal.files")


class StoreLost(OSError):
    """The store of files does not answer, or lets the portal do nothing: said as a 503 (runtime/outage.py)."""


class PrivateStorage(FileSystemStorage):
    """Nothing here has an address: files go out only through a view that checks who asks."""

    def _save(self, name: str, content: "File[Any]") -> str:
        """Write whole or not at all; raises OSError (a full disk too) and leaves nothing."""
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(f".{uuid4().hex}{UNFINISHED}")
        try:
            with unfinished.open("xb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            unfinished.chmod(self.file_permissions_mode or 0o640)
            unfinished.replace(place)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            raise
        _flush_folder(place.parent)
        return name

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """As a store does: a folder that is not there holds nothing, and what is half written is not there yet."""
        try:
            folders, files = super().listdir(path)
        except FileNotFoundError:
            return [], []
        return folders, [name for name in files if not name.endswith(UNFINISHED)]

    def url(self, name: str | None) -> str:
        raise ValueError("private files have no address")


def delete_all(names: list[str]) -> None:
    """Of whoever has no row any more. What cannot be deleted is named in the log, for whoever runs the portal."""
    left = list(names)
    for name in names:
        try:
            default_storage.delete(name)
        except StoreLost:
            break
        except OSError:
            continue
        left.remove(name)
    if left:
        _logger.warning("no row leads to these files, and they could not be deleted: %s", ", ".join(left))


def _flush_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
