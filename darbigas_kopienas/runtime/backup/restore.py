"""A backup becomes a portal again, in an empty place: all of it, or nothing."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from darbigas_kopienas.administration.privacy.erasure.register.file import register_path
from darbigas_kopienas.administration.privacy.erasure.services.again import ErasedAgain, erase_again
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.runtime import prepare
from darbigas_kopienas.runtime.environment import word

from . import archive, files, proof, server
from .create import ABOUT, CONTENTS, DATABASE, FILES, FORMAT, KEYS
from .errors import BackupFailed, of_storage

ONLY_IN_PART = (
    "Restored only in part. Do not start the portal: empty the database and the place of the files, then restore again."
)


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself, once each of its members is what the last one says it must be."""

    about: dict[str, Any]
    members: archive.Digests
    missing: list[str]

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.about["made_at"])


@dataclass(frozen=True)
class Restored:
    """`notes`: what somebody has to do, in sentences."""

    contents: Contents
    erased: ErasedAgain
    notes: list[str]


@dataclass
class _Read:
    """Of a backup, as far as it has been read."""

    about: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)
    digests: archive.Digests = field(default_factory=dict)
    stored: list[str] = field(default_factory=list)


def verify(path: Path) -> Contents:
    """Read all of it, and restore nothing. Raises BackupFailed unless it is whole and unharmed."""
    with _words_for_storage(), archive.opened(path, settings.BACKUP_IDENTITY) as members:
        return _contents(members, _Read())


def restore(path: Path) -> Restored:
    """Into the database and the store of the settings, as the tables' owner; then migrate to this portal's version.

    Who was erased since is erased again (decision 0034). Raises BackupFailed. Before the database has taken it, nothing
    of it is left then.
    """
    read = _Read()
    server.require_known_server()
    _require_empty()
    with _words_for_storage(), tempfile.TemporaryFile(dir=settings.DATA_DIR) as dump_file:
        try:
            with archive.opened(path, settings.BACKUP_IDENTITY) as members:
                contents = _contents(_stored(members, dump_file, read), read)
            connection.close()  # it waited for long
            _require_alone()
            dump_file.seek(0)
            server.load(dump_file)
        except BaseException:
            files.remove(read.stored)
            raise
    try:
        return _finish(path, contents, read)
    except (Exception, SystemExit) as error:
        raise BackupFailed(f"{ONLY_IN_PART} What went wrong: {error or type(error).__name__}", "database") from error


def _finish(path: Path, contents: Contents, read: _Read) -> Restored:
    """What is left when the rows are there. Erasing first: everything else may be done by hand."""
    differences = proof.differences(contents.about["proof"], proof.of_database())
    if differences:
        raise BackupFailed("the database is not what was backed up: " + "; ".join(differences[:10]))
    keys = _put_keys(read.keys)
    prepare.database()
    registers = [path.parent / register_path().name, register_path()]
    erased = erase_again(by=SYSTEM, registers=registers, backed_up_at=contents.made_at)
    lacking = [f"file {name}: it was missing already when the backup was made" for name in contents.missing]
    faults = [fault for fault in proof.faults_of_portal() if not any(name in fault for name in contents.missing)]
    return Restored(contents, erased, notes=[*erased.obstacles, *keys, *lacking, *faults])


def _contents(members: Iterator[archive.Member], read: _Read) -> Contents:
    """Read to the end, compare with what the last member says."""
    for member in members:
        if member.name == CONTENTS:
            said = _json(member)
            if said.get("members") != read.digests or not {ABOUT, DATABASE, KEYS} <= read.digests.keys():
                break
            return Contents(read.about, read.digests, said["missing"])
        if member.name == ABOUT:
            read.about = _json(member)
            _require_known(read.about)
        elif member.name == KEYS:
            read.keys = _json(member)
        read.digests[member.name] = member.digest
    raise BackupFailed(archive.HALF)


def _stored(members: Iterator[archive.Member], dump_file: IO[bytes], read: _Read) -> Iterator[archive.Member]:
    """Each member goes on when it lies where it belongs; the first says what the others are."""
    for member in members:
        if not read.about and member.name != ABOUT:
            raise BackupFailed(archive.HALF)
        if member.name == DATABASE:
            shutil.copyfileobj(member, dump_file)
        elif member.name.startswith(FILES):
            name = member.name.removeprefix(FILES)
            files.put(name, member)
            read.stored.append(name)
        yield member


def _json(member: archive.Member) -> dict[str, Any]:
    try:
        value = json.loads(member.read())
    except ValueError:
        raise BackupFailed(archive.HALF) from None
    if not isinstance(value, dict):
        raise BackupFailed(archive.HALF)
    return value


def _require_known(about: dict[str, Any]) -> None:
    """A newer portal's tables cannot be read by this one. Raises BackupFailed."""
    if not isinstance(about.get("proof"), dict) or "format" not in about:
        raise BackupFailed(archive.HALF)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or ()}
    unknown = [name for name in about["proof"]["migrations"] if name not in known]
    if about["format"] > FORMAT or unknown:
        raise BackupFailed(
            "This backup was made by a newer portal than this one"
            + (f" (it knows {', '.join(unknown[:3])})" if unknown else "")
            + ": bring the portal to that version first."
        )


def _require_empty() -> None:
    """Raises BackupFailed: a restore never writes over anything, and never under a portal that runs."""
    _require_alone()
    if server.tables():
        raise BackupFailed("The database is not empty: restore into an empty one. Nothing is ever written over.")
    if files.are_there():
        raise BackupFailed("There are files already where the private files belong: restore into an empty place.")


def _require_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND usesysid IS NOT NULL"  # whose kind another role may not read; the server's own have no user
        )
        (others,) = cursor.fetchone()
    if others:
        raise BackupFailed("A portal works with this database: stop it first.")


def _put_keys(keys: dict[str, Any]) -> list[str]:
    """The keys of links and second factors, where the portal looks for them. Returns what is left to be done."""
    here = {settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS}
    missing = [key for key in (keys["SECRET_KEY"], *keys["SECRET_KEY_FALLBACKS"]) if key not in here]
    if not word("SECRET_KEY") and keys["SECRET_KEY"] in missing:
        _write_private("secret_key", missing.pop(0))
    if not missing:
        return []
    place = _write_private("restored_secret_keys", ",".join(missing))
    return [
        f"{place} holds keys of the backup that this portal lacks: add them to SECRET_KEY_FALLBACKS, then delete the "
        "file. Else mailed links and two-step sign-in open nothing."
    ]


def _write_private(name: str, content: str) -> Path:
    place = Path(settings.DATA_DIR) / name
    place.touch(mode=0o600)
    place.write_text(content)
    return place


@contextmanager
def _words_for_storage() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise of_storage(error) from error
