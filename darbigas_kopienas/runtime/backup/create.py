"""Making a backup: of one moment of the database, and of every file that it names."""

import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage

from darbigas_kopienas.administration.privacy.erasure.register.file import register_path
from darbigas_kopienas.values import clock

from . import archive, files, proof, server
from .errors import BackupFailed, of_storage

FORMAT = 1
ABOUT, DATABASE, KEYS, CONTENTS = "about.json", "database.dump", "keys.json", "contents.json"
FILES = "files/"
MANUAL, NIGHTLY = "manual", "nightly"


@dataclass(frozen=True)
class Made:
    """`missing`: documents whose file was not there; the rest of the backup is good."""

    path: Path
    size: int
    files: int
    missing: list[str]

    @property
    def is_encrypted(self) -> bool:
        return self.path.suffix == archive.ENCRYPTED


class AlreadyBeingMade(BackupFailed):
    """Two at once would only be slower, and the next one is soon."""


def create(kind: str) -> Made:
    """A backup in BACKUP_DIR, encrypted when there is a BACKUP_KEY. Raises BackupFailed; then nothing is left of it."""
    folder = Path(settings.BACKUP_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(folder), tempfile.TemporaryDirectory(prefix=".unfinished-", dir=folder) as scratch:
            path = folder / _name(kind, clock.now())
            contents = _write(path, Path(scratch) / DATABASE)
    except OSError as error:
        raise of_storage(error) from error
    stored = sum(name.startswith(FILES) for name in contents["members"])
    return Made(path, path.stat().st_size, stored, contents["missing"])


def _name(kind: str, moment: datetime) -> str:
    return f"{kind}-{moment.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.tar{archive.ENCRYPTED if settings.BACKUP_KEY else ''}"


def _write(path: Path, dump_file: Path) -> dict[str, Any]:
    """Files before the database and once more after it: none that a row of that moment names is left out.

    What is erased meanwhile may be in the backup all the same, as it is in one of yesterday.
    """
    if not server.tables():
        raise BackupFailed("There is no portal in this database yet.", "database")
    register_path().touch(mode=0o600)  # that it is missing beside a backup then says that it was lost
    early = list(files.names())
    with archive.written(path, settings.BACKUP_KEY) as writer:
        with proof.view_of_database() as snapshot:
            _add(writer, ABOUT, _about())
            server.dump(dump_file, snapshot=snapshot)
            documents = proof.stored_documents()
        with dump_file.open("rb") as file:
            writer.add(DATABASE, file, dump_file.stat().st_size)
        dump_file.unlink()
        _add(writer, KEYS, {"SECRET_KEY": settings.SECRET_KEY, "SECRET_KEY_FALLBACKS": settings.SECRET_KEY_FALLBACKS})
        for name in dict.fromkeys([*early, *files.names()]):
            _add_file(writer, name)
        missing = [name for name, digest in documents if writer.digests.get(FILES + name, [""])[0] != digest]
        contents = {"members": dict(writer.digests), "missing": missing}
        _add(writer, CONTENTS, contents)
    return contents


def _about() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "server": server.require_known_server(),
        "proof": proof.of_database(),
    }


def _add(writer: archive.Writer, name: str, value: object) -> None:
    content = json.dumps(value, ensure_ascii=False, indent=1).encode()
    writer.add(name, io.BytesIO(content), len(content))


def _add_file(writer: archive.Writer, name: str) -> None:
    try:
        with default_storage.open(name) as file:
            writer.add(FILES + name, file, file.size)
    except FileNotFoundError:
        return  # erased since the list was made


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Raises AlreadyBeingMade. Clears away what an interrupted one left behind."""
    with (folder / ".lock").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise AlreadyBeingMade("A backup is being made already.") from None
        _clear(folder)
        yield


def _clear(folder: Path) -> None:
    for left in folder.glob(".*.part"):
        left.unlink(missing_ok=True)
    for left in folder.glob(".unfinished-*"):
        for file in left.iterdir():
            file.unlink(missing_ok=True)
        left.rmdir()
