"""A backup and its restoring on an empty machine, with PostgreSQL’s own tools: what was, is there again."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.files.storage import default_storage
from django.db import ProgrammingError, connection
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import Settings

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.reports.models import Rendering
from darbigas_kopienas.runtime.backup import create, keys, proof
from darbigas_kopienas.runtime.backup.create import MANUAL, Made
from darbigas_kopienas.runtime.instance_lock import lock
from tests import databases
from tests.machine import RUN, WORKER

ROOT = Path(__file__).parents[2]
OTHER_KEY = "another key that is long enough and guards nothing at all"
EMPTY_MACHINE = f"restored_{WORKER}"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database("demonstration")]


@pytest.fixture
def key(settings: Settings, tmp_path: Path) -> Path:
    """Backups are encrypted; the file with the secret key."""
    secret, settings.BACKUP_KEY = keys.new_pair()
    identity = tmp_path / "identity"
    identity.write_text(f"# of the municipality\n{secret}\n")
    return identity


@pytest.fixture
def made(settings: Settings, tmp_path: Path) -> Made:
    settings.BACKUP_DIR = tmp_path / "backups"
    return create.create(MANUAL)


@dataclass(frozen=True)
class Machine:
    """An empty database and data folder, and the commands of an operator there."""

    data: Path
    environment: dict[str, str]

    def run(self, *arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "darbigas_kopienas.runtime.backup", *arguments]
        environment = {**self.environment, **changes}
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """The default connection and the files of this process are that machine's."""
        usual = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = EMPTY_MACHINE
        try:
            with override_settings(MEDIA_ROOT=self.data / "files"):
                yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    with databases.superuser("postgres") as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {EMPTY_MACHINE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {EMPTY_MACHINE} OWNER portal_owner")
    data = tmp_path / "machine"
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"SECRET_KEY", "DATABASE_ROLE"}},
        "PORTAL_DATA": str(data),
        "DATABASE_URL": databases.address(EMPTY_MACHINE),
        "DATABASE_OWNER_URL": databases.address(EMPTY_MACHINE, "portal_owner"),
    }
    return Machine(data, environment)


def _digest(name: str) -> str:
    with default_storage.open(name) as file:
        return hashlib.sha256(file.read()).hexdigest()


def _report(client: Client) -> tuple[int, str]:
    """What its reader downloads: the address answered by the portal, and the sha256 of the bytes."""
    rendering = Rendering.objects.select_related("report").get()
    address = reverse("reports:rendering_download", args=[rendering.report.code, rendering.language, rendering.format])
    client.force_login(User.objects.get(email="marta@example.lv"))
    answer = client.get(address)
    return answer.status_code, hashlib.sha256(b"".join(answer)).hexdigest()


def test_drill_of_an_encrypted_backup_on_an_empty_machine(
    settings: Settings, key: Path, made: Made, machine: Machine, client: Client
) -> None:
    """Issue: “Backup, restore into an empty folder on another port, compare: identical.”"""
    settings.SECOND_FACTOR_REQUIRED = False
    before, report = proof.of_database(), _report(client)
    documents = proof.stored_documents()
    assert (report[0], len(before["tables"]) > 90, len(documents) > 200) == (200, True, True)
    assert made.missing == []
    assert b"Ilze" not in made.path.read_bytes()
    assert made.path.stat().st_mode & 0o777 == 0o600

    assert machine.run("restore", str(made.path)).stderr.startswith("Failed: This backup is encrypted")
    restored = machine.run("restore", str(made.path), BACKUP_IDENTITY=str(key))
    assert (restored.returncode, restored.stdout.splitlines()[2:]) == (0, []), restored.stderr
    assert restored.stdout.startswith("Restored, and equal to what was backed up: ")
    assert (machine.data / "secret_key").read_text() == portal.SECRET_KEY
    with machine.entered():
        assert proof.differences(before, proof.of_database()) == []
        assert (proof.faults_of_portal(), proof.stored_documents()) == ([], documents)
        assert _report(client) == report
        with pytest.raises(ProgrammingError, match="permission denied"):  # the grants are there, and the triggers
            Entry.objects.update(verb="nothing.happened")
    assert machine.run("restore", str(made.path), BACKUP_IDENTITY=str(key)).stderr.startswith(
        "Failed: The database is not empty"
    )


@pytest.mark.database("cast")
def test_differences_are_seen() -> None:
    before = proof.of_database()
    assert proof.differences(before, proof.of_database()) == []
    User.objects.update(name="Ilga")
    assert proof.differences(before, proof.of_database()) == ["tables: people_user differs"]


def test_database_of_an_older_portal_is_compared_too() -> None:
    """Before it is migrated it lacks columns that today's models ask for."""
    with databases.as_owner(), connection.cursor() as cursor:
        before = proof.of_database()
        cursor.execute("ALTER TABLE reports_report DROP COLUMN job_id")
        cursor.execute("ALTER TABLE audit_entry DROP COLUMN municipality_id")
        differences = proof.differences(before, proof.of_database())
    assert differences == ["tables: audit_entry differs", "tables: reports_report differs"]


def test_portal_says_which_files_are_not_what_they_were(made: Made, settings: Settings) -> None:
    name, digest = proof.stored_documents()[0]
    path = Path(default_storage.path(name))
    content = path.read_bytes()
    try:
        path.write_bytes(content + b" ")
        assert proof.faults_of_portal() == [f"file {name}: not what its row tells of"]
        assert create.create(MANUAL).missing == [name]
        path.unlink()
        assert proof.faults_of_portal() == [f"file {name}: missing"]
        assert create.create(MANUAL).missing == [name]
    finally:
        path.write_bytes(content)
    assert _digest(name) == digest


@pytest.mark.database("cast")
def test_embedded_server_of_a_command(made: Made, machine: Machine) -> None:
    """Without DATABASE_URL, as `make restore`, `make verify` and `make backup` are asked for on one machine."""
    data = RUN / f"restored-{WORKER}"  # not pytest's own: as root the database's user must reach it
    here = Machine(data, {name: value for name, value in machine.environment.items() if "DATABASE" not in name})
    here.environment["PORTAL_DATA"] = str(data)
    assert here.run("make").stderr.splitlines()[-1] == "Failed: There is no portal in this database yet."
    with lock(data):
        running = f"Failed: A portal is already running on {data} (process {os.getpid()}). Stop it first.\n"
        assert here.run("restore", str(made.path)).stderr == running
    restored = here.run("restore", str(made.path), SECRET_KEY=OTHER_KEY)
    assert restored.returncode == 1, restored.stderr  # something is left to be done
    key = data / "restored_secret_keys"
    assert (key.read_text(), str(key) in restored.stderr) == (portal.SECRET_KEY, True)
    verified = here.run("verify")
    assert (verified.returncode, verified.stdout) == (0, "Every stored file and every report is what it was.\n")
    again = here.run("make", BACKUP_GENERATIONS="2")
    assert again.returncode == 0, again.stderr
    path = Path(again.stdout.splitlines()[0])
    assert path.parent == data / "backups"
    assert here.run("verify", path.name).stdout.startswith("Whole and unharmed: ")
