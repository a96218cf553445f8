"""Making a backup: of one moment of the database, and of every file that it names."""

import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import Error as DatabaseFault
from django.db import connection

from darbigas_kopienas.administration.privacy.erasure.register.file import register_path
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.values import clock

from . import archive, files, proof, server
from .errors import BackupFailed, of_storage

FORMAT = 1
ABOUT, DATABASE, KEYS, CONTENTS = "about.json", "database.dump", "keys.json", "contents.json"
FILES = "files/"
MANUAL, NIGHTLY, INCOMPLETE = "manual", "nightly", "incomplete"


@dataclass(frozen=True)
class Made:
    """`missing`: files that rows tell of and that were not there, or not what they should be."""

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
    """A backup in BACKUP_DIR, encrypted when there is a BACKUP_KEY. Raises BackupFailed; then nothing is left of it.

    One that lacks files is called so, and counts as none of the nightly ones.
    """
    folder = Path(settings.BACKUP_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(folder), tempfile.TemporaryFile(dir=folder) as dump_file:  # nameless: gone however this ends
            path = folder / _name(kind, clock.now())
            contents = _write(path, dump_file)
            if contents["missing"] and kind == NIGHTLY:
                path = path.replace(folder / path.name.replace(NIGHTLY, INCOMPLETE, 1))
    except OSError as error:
        raise of_storage(error) from error
    except DatabaseFault as error:
        raise BackupFailed(f"The database did not answer: {type(error).__name__}.", "database") from error
    stored = sum(name.startswith(FILES) for name in contents["members"])
    return Made(path, path.stat().st_size, stored, contents["missing"])


def _name(kind: str, moment: datetime) -> str:
    suffix = archive.ENCRYPTED if settings.BACKUP_KEY else ""
    return f"{kind}-{moment.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.tar{suffix}"


def _write(path: Path, dump_file: IO[bytes]) -> dict[str, Any]:
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
            documents, smaller = proof.stored_documents(), proof.smaller_pictures()
        size = dump_file.seek(0, os.SEEK_END)
        dump_file.seek(0)
        writer.add(DATABASE, dump_file, size)
        _add(writer, KEYS, {"SECRET_KEY": settings.SECRET_KEY, "SECRET_KEY_FALLBACKS": settings.SECRET_KEY_FALLBACKS})
        for name in dict.fromkeys([*early, *files.names()]):
            _add_file(writer, name)
        contents = {"members": dict(writer.digests), "missing": _missing(writer, documents, smaller)}
        _add(writer, CONTENTS, contents)
    return contents


def _missing(writer: archive.Writer, documents: list[tuple[str, str]], smaller: dict[str, str]) -> list[str]:
    """But what was erased since."""
    absent = {name: name for name, digest in documents if writer.digests.get(FILES + name, [""])[0] != digest}
    absent |= {name: of for name, of in smaller.items() if FILES + name not in writer.digests}
    connection.close()  # waiting for the files it may be lost
    there = set(Document.objects.filter(file__in=set(absent.values())).values_list("file", flat=True))
    return sorted(name for name, of in absent.items() if of in there)


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
        for left in folder.glob(".*.part"):
            left.unlink(missing_ok=True)
        yield
