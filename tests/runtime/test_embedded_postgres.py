"""The server out of the wheel: where it lies, what it says when it cannot start."""

import os
import pwd
import subprocess
from pathlib import Path

import pytest
from django.db import DataError, connection, transaction

from darbigas_kopienas.runtime import embedded_postgres
from tests.machine import POSTGRES, RUN, WORKER


def test_settings_name_the_role_and_start_nothing(tmp_path: Path) -> None:
    owner = embedded_postgres.connection_settings(tmp_path / "postgres", role="owner")
    portal = embedded_postgres.connection_settings(tmp_path / "postgres", role="portal")
    assert (owner["USER"], portal["USER"]) == ("portal_owner", "portal")
    assert owner["HOST"] == portal["HOST"]
    assert not (tmp_path / "postgres").exists()


def test_socket_of_a_long_path_is_short_and_the_same_for_everybody(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 120)
    place = embedded_postgres.socket_folder(folder)
    assert len(os.fsencode(place / ".s.PGSQL.5432")) <= 100
    assert place == embedded_postgres.socket_folder(folder)
    assert place != embedded_postgres.socket_folder(tmp_path / ("y" * 120))


def test_folder_of_somebody_else_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(RuntimeError, match="belongs to somebody else"):
        embedded_postgres._make_folder(tmp_path / "link", None, private=True)


def test_server_copied_out_of_a_private_home_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_postgres, "_reachable", lambda _folder: False)
    somebody = embedded_postgres._system_user() or pwd.getpwuid(os.geteuid())
    binaries = embedded_postgres._binaries(tmp_path, somebody)
    assert binaries.is_relative_to(tmp_path)
    for program in ("postgres", "initdb"):
        said = subprocess.check_output([binaries / program, "--version"], text=True)
        assert said.startswith(f"{program} (PostgreSQL) 18")


def test_server_that_does_not_start_gives_its_reason() -> None:
    with pytest.raises(RuntimeError, match=r"(?s)The database did not start: .*no_such_setting"):
        embedded_postgres.start(RUN / f"broken-{WORKER}", options=("no_such_setting=1",))


@pytest.mark.django_db
def test_server_writes_no_row_into_its_log() -> None:
    """Whose words they are, the statement says: PostgreSQL quotes it where it fails."""
    with pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 'anna.quoted@example.lv'::int")
    written = "".join(path.read_text(errors="replace") for path in POSTGRES.rglob("server.log"))
    assert "ready to accept connections" in written
    assert "anna.quoted" not in written
