"""A portal with people in it becomes the one of today: what has landed is never edited, and its rows go along.

`landed.sql.xz` is the demonstration's database as the last landed commit made it (`pg_dump`, plain, from the server's
wheel); `landed_migrations.txt` says by which files. When a change has landed, both may be made anew.
"""

import hashlib
import lzma
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from darbigas_kopienas.people.models import User
from darbigas_kopienas.rooms import registered
from darbigas_kopienas.runtime import embedded_postgres
from tests import databases
from tests.machine import POSTGRES, WORKER

ROOT = Path(settings.BASE_DIR)
PINS = Path(__file__).with_name("landed_migrations.txt")
DUMP = Path(__file__).with_name("landed.sql.xz")
UPGRADED = f"upgraded_{WORKER}"
EDITED = "It has landed, so databases were made by it: put it back as it was and write a new migration."
MISSING = "It has landed: bring it back. A portal that has run it could not be upgraded."
NEW = "New. When it is as it will land, add this line to tests/runtime/landed_migrations.txt:"


# -- the files -------------------------------------------------------------------------------------
def _migrations() -> dict[str, bytes]:
    folders = {Path(config.path) for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT)}
    files = (file for folder in folders if ".venv" not in folder.parts for file in folder.glob("migrations/[0-9]*.py"))
    return {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in files}


def _faults(pins: str, migrations: dict[str, bytes]) -> list[str]:
    pinned = {path: digest for digest, path in (line.split() for line in pins.splitlines())}
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in migrations.items()}
    edited = [f"{path}: {EDITED}" for path in pinned if path in digests and digests[path] != pinned[path]]
    missing = [f"{path}: {MISSING}" for path in pinned if path not in digests]
    new = [f"{path}: {NEW} {digest}  {path}" for path, digest in sorted(digests.items()) if path not in pinned]
    return edited + missing + new


def test_landed_migrations_stay_as_they_are() -> None:
    assert _faults(PINS.read_text(), _migrations()) == []


def test_the_check_of_migrations_can_fail() -> None:
    pins = f"{hashlib.sha256(b'one').hexdigest()}  a/migrations/0001_initial.py\n"
    name = "a/migrations/0001_initial.py"
    assert _faults(pins, {name: b"one"}) == []
    assert _faults(pins, {name: b"one, edited"}) == [f"{name}: {EDITED}"]
    assert _faults(pins, {}) == [f"{name}: {MISSING}"]
    assert _faults("", {name: b"one"}) == [f"{name}: {NEW} {pins.strip()}"]


# -- the rows --------------------------------------------------------------------------------------
AS_RESTORED = re.compile(r"::(character varying|text)(\[\])?|[()]")  # what PostgreSQL words anew in a restored check


def _program(name: str) -> str:
    binaries = embedded_postgres._binaries(embedded_postgres._home(POSTGRES), embedded_postgres._system_user())
    return str(binaries / name)


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for (table,) in cursor.fetchall()]
        numbers = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  (PostgreSQL named it)
            numbers[table] = cursor.fetchone()[0]
    return numbers


def _schema(name: str) -> list[str]:
    host = str(embedded_postgres.socket_folder(POSTGRES))
    command = [_program("pg_dump"), "--schema-only", "--host", host, "--username", "postgres", name]
    lines = subprocess.check_output(command, text=True).splitlines()
    said = (AS_RESTORED.sub("", line).rstrip(",") for line in lines)
    return sorted(line for line in said if line and not line.startswith(("--", "\\")))


@pytest.fixture
def landed(transactional_db: None, settings: Settings) -> Iterator[None]:
    """The default connection on the database as it landed, with its rows."""
    settings.SECOND_FACTOR_REQUIRED = False
    with databases.superuser("postgres") as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {UPGRADED} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {UPGRADED} OWNER portal_owner")
    host = str(embedded_postgres.socket_folder(POSTGRES))
    command = [
        _program("psql"),
        "--quiet",
        "--set",
        "ON_ERROR_STOP=1",
        "--host",
        host,
        "--username",
        "postgres",
        UPGRADED,
    ]
    subprocess.run(command, input=lzma.decompress(DUMP.read_bytes()), check=True, stdout=subprocess.DEVNULL)
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = UPGRADED
    yield
    connection.close()
    connection.settings_dict["NAME"] = usual


def _upgrade() -> None:
    """As `make run` and compose do it before the portal starts."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings",
        "DATABASE_ROLE": "owner",
        "DATABASE_URL": databases.address(UPGRADED),
        "DATABASE_OWNER_URL": databases.address(UPGRADED, "portal_owner"),
    }
    command = [sys.executable, "-m", "darbigas_kopienas.runtime.prepare", "database"]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)


def _pages_of(person: str) -> dict[str, int]:
    """Every page of the menus, and what it answers to this person."""
    client = Client()
    if person:
        client.force_login(User.objects.get(email=f"{person}@example.lv"))
    pages = sorted({line.page for room in registered() for line in room.menu})
    return {page: client.get(reverse(page), follow=True).status_code for page in pages}


def test_database_of_the_last_landed_commit_becomes_that_of_today(landed: None) -> None:
    before = _counts()
    assert before["participation_registration"] > 100
    _upgrade()
    databases.require_template("empty")
    assert _schema(UPGRADED) == _schema("template_empty")
    after = _counts()
    assert {table: number for table, number in before.items() if after.get(table, number) < number} == {}
    for person in ("", "ilze", "marta"):
        assert {page: status for page, status in _pages_of(person).items() if status not in {200, 403}} == {}
    with databases.superuser() as cursor:  # the comparison of tables can fail: as if a migration had been edited
        cursor.execute("ALTER TABLE jobs_lastrun ADD COLUMN edited int")
    assert _schema(UPGRADED) != _schema("template_empty")
