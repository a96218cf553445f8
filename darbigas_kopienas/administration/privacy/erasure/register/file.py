"""The file of the register: whole lines only, whoever writes at the same moment."""

import errno
import fcntl
import logging
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from .lines import Line, as_json, from_json

NAME = "erased.jsonl"
log = logging.getLogger("portal.erasure")


def register_path() -> Path:
    """Beside the backups, so that whoever copies them copies it too."""
    return Path(settings.BACKUP_DIR) / NAME


def append(lines: Iterable[Line]) -> bool:
    """Never raises: what was erased stays erased, and the hourly `add_missing` makes it good."""
    content = "".join(f"{as_json(line)}\n" for line in lines).encode()
    try:
        _append(register_path(), content)
    except OSError as error:
        reason = errno.errorcode.get(error.errno or 0, "OSError")
        log.error("the register of erasures (BACKUP_DIR) cannot be written: %s", reason)  # noqa: TRY400  (says it all)
        return False
    return True


def read(paths: Iterable[Path]) -> tuple[list[Line], list[str]]:
    """Each line once, in their order, and a sentence on all that cannot be read. A file that is not there has none."""
    lines: dict[Line, None] = {}
    unreadable: list[str] = []
    for path in dict.fromkeys(path.resolve() for path in paths):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            unreadable.append(f"{path} cannot be read: {error.strerror}. What was erased by it may be here again.")
            continue
        for number, text in enumerate(content.split(b"\n"), start=1):
            if text.strip():
                try:
                    lines[from_json(text)] = None
                except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
                    unreadable.append(f"{path}, line {number} cannot be read. What was erased by it may be here again.")
    return list(lines), unreadable


def _append(path: Path, content: bytes) -> None:
    """All or nothing, and on the disk when it returns. A half line of a machine that died is left to itself."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = os.fstat(file).st_size
        if size and os.pread(file, 1, size - 1) != b"\n":
            content = b"\n" + content
        if os.write(file, content) < len(content):
            os.ftruncate(file, size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file)
    finally:
        os.close(file)
