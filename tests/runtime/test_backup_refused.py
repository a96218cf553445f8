"""What is no backup of ours, not whole, or has no place to go: a sentence, and nothing is left behind."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as portal
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections
from pytest_django import Settings

from darbigas_kopienas.runtime.backup import archive, create, files, keys, restore, server
from darbigas_kopienas.runtime.backup.create import MANUAL, Made
from darbigas_kopienas.runtime.backup.errors import BackupFailed
from darbigas_kopienas.runtime.embedded_postgres import client_programs
from tests import databases

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def stored_file(settings: Settings, tmp_path: Path) -> str:
    settings.BACKUP_DIR, settings.MEDIA_ROOT = tmp_path / "backups", tmp_path / "files"
    return default_storage.save("ab/paper.txt", ContentFile(b"a paper" * 50_000))


@pytest.fixture
def key(settings: Settings, tmp_path: Path) -> None:
    secret, settings.BACKUP_KEY = keys.new_pair()
    (tmp_path / "identity").write_text(secret)
    settings.BACKUP_IDENTITY = str(tmp_path / "identity")


def _tables() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        return int(cursor.fetchone()[0])


def _refusal(action: Callable[[], object]) -> str:
    """The sentence; and nothing of the backup lies anywhere."""
    with pytest.raises(BackupFailed) as refused:
        action()
    assert (_tables(), list(files.names())) == (0, [])
    return str(refused.value)


def _made_anew(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same backup with other members."""
    other = path.with_name("other.tar")
    with tarfile.open(path) as before, tarfile.open(other, "w") as after:
        for member in before:
            content = change(member.name, before.extractfile(member).read())  # type: ignore[union-attr]  # all are files
            if content is not None:
                member.size = len(content)
                after.addfile(member, io.BytesIO(content))
    return other


HALF = "This is not a whole backup: the file ends too early or was changed. Use another one."


@pytest.mark.parametrize("share", [0, 0.2, 0.6, 0.99])
def test_half_a_file(share: float, request: pytest.FixtureRequest) -> None:
    made = create.create(MANUAL).path
    _cut(made, share)
    request.getfixturevalue("empty_machine")
    assert _refusal(lambda: restore.restore(made)) == HALF
    assert _refusal(lambda: restore.verify(made)) == HALF


@pytest.mark.parametrize("share", [0, 0.2, 0.6, 0.99])
def test_half_an_encrypted_file(key: None, share: float, request: pytest.FixtureRequest) -> None:
    made = create.create(MANUAL).path
    _cut(made, share)
    request.getfixturevalue("empty_machine")
    assert _refusal(lambda: restore.restore(made)) == HALF


def _cut(path: Path, share: float) -> None:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])


def test_encrypted_one_with_another_key(
    key: None, settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    made = create.create(MANUAL).path
    (tmp_path / "identity").write_text(keys.new_pair()[0])
    request.getfixturevalue("empty_machine")
    assert _refusal(lambda: restore.restore(made)) == "The key of BACKUP_IDENTITY does not open this backup."
    (tmp_path / "identity").write_text("no key at all")
    wrong = "BACKUP_IDENTITY must name a file with a line AGE-SECRET-KEY-…; it does not."
    assert _refusal(lambda: restore.restore(made)) == wrong
    settings.BACKUP_IDENTITY = ""
    asked = "This backup is encrypted: set BACKUP_IDENTITY to the file with its secret key."
    assert _refusal(lambda: restore.restore(made)) == asked


def test_backup_of_which_something_was_changed(stored_file: str, request: pytest.FixtureRequest) -> None:
    made = create.create(MANUAL).path
    forged = _made_anew(made, lambda name, content: b"forged" if name.endswith("paper.txt") else content)
    request.getfixturevalue("empty_machine")
    assert _refusal(lambda: restore.restore(forged)) == HALF


def test_any_other_tar(tmp_path: Path, empty_machine: None) -> None:
    path = tmp_path / "holiday.tar"
    with tarfile.open(path, "w") as tar:
        tar.addfile(tarfile.TarInfo("files/ab/picture.jpg"), io.BytesIO())
        tar.addfile(tarfile.TarInfo("contents.json"), io.BytesIO())
    assert _refusal(lambda: restore.restore(path)) == HALF
    path.write_bytes(b"no tar " * 1000)
    assert _refusal(lambda: restore.restore(path)) == HALF


def test_file_that_would_lie_elsewhere(request: pytest.FixtureRequest) -> None:
    made = create.create(MANUAL).path
    with tarfile.open(made.with_name("other.tar"), "w") as after, tarfile.open(made) as before:
        for member in before:
            content = before.extractfile(member).read()  # type: ignore[union-attr]  # all are files
            member.name = "files/../../escaped.txt" if member.name.startswith("files/") else member.name
            after.addfile(member, io.BytesIO(content))
    request.getfixturevalue("empty_machine")
    outside = "The backup names a file outside the store: ../../escaped.txt"
    assert _refusal(lambda: restore.restore(made.with_name("other.tar"))) == outside
    assert not (made.parents[1] / "escaped.txt").exists()


def test_backup_of_a_newer_portal(request: pytest.FixtureRequest) -> None:
    made = create.create(MANUAL).path

    def newer(name: str, content: bytes) -> bytes:
        if name != create.ABOUT:
            return content
        about = json.loads(content)
        about["proof"]["migrations"].append("seminars.9999_of_tomorrow")
        return json.dumps(about).encode()

    request.getfixturevalue("empty_machine")
    assert _refusal(lambda: restore.restore(_made_anew(made, newer))) == (
        "This backup was made by a newer portal than this one (it knows seminars.9999_of_tomorrow): "
        "bring the portal to that version first."
    )


def test_place_that_is_not_empty_or_in_use(stored_file: str, request: pytest.FixtureRequest) -> None:
    made = create.create(MANUAL).path
    with pytest.raises(BackupFailed, match="The database is not empty: restore into an empty one"):
        restore.restore(made)
    assert default_storage.exists(stored_file)
    empty_machine = request.getfixturevalue("empty_machine")
    with databases.superuser(empty_machine):
        assert _refusal(lambda: restore.restore(made)) == "A portal works with this database: stop it first."
    default_storage.save("there.txt", ContentFile(b"there"))
    with pytest.raises(BackupFailed, match="There are files already"):
        restore.restore(made)
    assert list(files.names()) == ["there.txt"]


def test_server_that_is_newer_than_the_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_run", lambda *_asked, **_also: "pg_dump (PostgreSQL) 12.3\n")
    with pytest.raises(
        BackupFailed, match="The database server is version 18, the tools that came with the portal are 12"
    ):
        create.create(MANUAL)
    assert _left_in_the_folder() == []


# -- a disk that is full ---------------------------------------------------------------------------
def _left_in_the_folder(backup: Made | None = None) -> list[str]:
    """But for that backup."""
    known = {".lock", "erased.jsonl", *([backup.path.name] if backup else [])}
    return sorted(path.name for path in Path(portal.BACKUP_DIR).iterdir() if path.name not in known)


FULL = "The disk is full. Nothing was left behind; earlier backups are as they were."


@pytest.mark.parametrize("fixtures", [[], ["key"]], ids=["plain", "encrypted"])
def test_disk_that_is_full(
    monkeypatch: pytest.MonkeyPatch, fixtures: list[str], request: pytest.FixtureRequest
) -> None:
    """By the kernel's own word: everything written to /dev/full is refused."""
    for fixture in fixtures:
        request.getfixturevalue(fixture)
    earlier = create.create(MANUAL)
    monkeypatch.setattr(archive, "_new_file", lambda _path: io.FileIO("/dev/full", "w"))
    with pytest.raises(BackupFailed) as refused:
        create.create(MANUAL)
    assert (str(refused.value), refused.value.code) == (FULL, "disk_full")
    assert _left_in_the_folder(earlier) == []


def test_disk_that_is_full_for_the_dump(monkeypatch: pytest.MonkeyPatch) -> None:
    dump = server.dump
    with Path("/dev/full").open("wb") as full:
        monkeypatch.setattr(server, "dump", lambda _to, *, snapshot: dump(full, snapshot=snapshot))
        with pytest.raises(BackupFailed) as refused:
            create.create(MANUAL)
    assert (str(refused.value), refused.value.code, _left_in_the_folder()) == (FULL, "disk_full", [])


def test_what_an_interrupted_one_left_is_cleared_away(settings: Settings) -> None:
    folder = Path(settings.BACKUP_DIR)
    folder.mkdir(parents=True)
    (folder / ".manual-x.tar.part").write_bytes(b"people")
    made = create.create(MANUAL)
    assert _left_in_the_folder(made) == []


def test_second_one_at_once_is_refused(settings: Settings) -> None:
    first = create.create(MANUAL)
    with create._alone(Path(settings.BACKUP_DIR)), pytest.raises(create.AlreadyBeingMade):
        create.create(MANUAL)
    assert _left_in_the_folder(first) == []


# -- what goes wrong when the rows are there already -----------------------------------------------
def test_restore_that_broke_off_says_so(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    made = create.create(MANUAL).path
    request.getfixturevalue("empty_machine")

    def lost() -> None:
        raise SystemExit("no tables were made")

    monkeypatch.setattr(restore.prepare, "database", lost)  # type: ignore[attr-defined]  # by another name in restore
    with pytest.raises(BackupFailed) as refused:
        restore.restore(made)
    assert str(refused.value) == f"{restore.ONLY_IN_PART} What went wrong: no tables were made"


def test_portal_that_began_while_the_backup_was_read(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    made = create.create(MANUAL).path
    name = request.getfixturevalue("empty_machine")
    admin = databases.superuser(name)
    contents = restore._contents

    def begun(*asked: Any) -> Any:
        admin.__enter__()
        return contents(*asked)

    monkeypatch.setattr(restore, "_contents", begun)
    assert _refusal(lambda: restore.restore(made)) == "A portal works with this database: stop it first."
    admin.__exit__(None, None, None)


def test_database_over_tls_needs_other_programs(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    class OverTls:
        """As psycopg2’s connection: the server of the tests speaks no TLS."""

        server_version = 180_003
        info = SimpleNamespace(ssl_in_use=True)

    with monkeypatch.context() as patch:
        patch.setattr(connections["default"], "connection", OverTls())
        patch.setattr(connections["default"], "ensure_connection", lambda: None)
        with pytest.raises(BackupFailed, match="name their folder in POSTGRES_PROGRAMS"):
            server.require_known_server()
        settings.POSTGRES_PROGRAMS = str(client_programs())
        assert server.require_known_server() == "18.3"


def test_password_stands_in_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"password": "secret", "sslmode": "prefer"})
    assert ("secret" in server._address(), "sslmode=prefer" in server._address()) == (False, True)
