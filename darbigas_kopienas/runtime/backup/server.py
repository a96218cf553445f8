"""PostgreSQL's own pg_dump and pg_restore, out of the wheel, against whatever database the settings name."""

import os
import re
import subprocess
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from psycopg2.extensions import make_dsn

from darbigas_kopienas.runtime.embedded_postgres import client_programs

from .errors import BackupFailed

# What opens doors or only counts is no part of a backup: whoever holds one is signed in by none of its sessions.
LEFT_OUT = ("django_session", "portal_cache")
_LOCK_SECONDS = 60  # for a migration that is running


def require_known_server() -> str:
    """The server's version ("18.3"). Raises BackupFailed where the tools could not speak to it.

    They refuse a newer server; those of the wheel know no TLS.
    """
    tools = int(re.split(r"\D", _run("pg_dump", "--version").split()[2])[0])
    connection.ensure_connection()
    number = connection.connection.server_version
    if number // 10_000 > tools:
        raise BackupFailed(
            f"The database server is version {number // 10_000}, the tools that came with the portal are {tools}: "
            "bring the portal up to date first (`make setup`).",
            "database",
        )
    if connection.connection.info.ssl_in_use and not settings.POSTGRES_PROGRAMS:
        raise BackupFailed(
            "The database is reached over TLS, which the tools that came with the portal cannot: install PostgreSQL's "
            f"client programs of version {number // 10_000} or newer, and name their folder in POSTGRES_PROGRAMS.",
            "database",
        )
    return f"{number // 10_000}.{number % 10_000}"


def tables() -> list[str]:
    """Names, in their order; none where no portal ever was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return [name for (name,) in cursor.fetchall()]


def dump(to: IO[bytes], *, snapshot: str) -> None:
    """The database as the transaction that exported the snapshot sees it. Raises BackupFailed."""
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--lock-wait-timeout={_LOCK_SECONDS}s"]
    left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    _run("pg_dump", *options, *left_out, f"--snapshot={snapshot}", _address(), output=to)


def load(dump_file: IO[bytes]) -> None:
    """All of it, or nothing; everything then belongs to the role that connects. Raises BackupFailed."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    address = _address()
    connection.close()  # waiting for an hour it may be lost
    _run("pg_restore", *options, f"--dbname={address}", input_file=dump_file)


def _address() -> str:
    """Everything but the password, which a list of processes would show; the server as our own connection found it."""
    connection.ensure_connection()
    info, said = connection.connection.info, connection.settings_dict
    options = {name: value for name, value in said["OPTIONS"].items() if isinstance(value, str) and name != "password"}
    parts = {"host": info.host, "port": str(info.port), "user": said["USER"], "dbname": info.dbname}
    return str(make_dsn(**{name: value for name, value in (parts | options).items() if value}))


def _run(program: str, *arguments: str, output: IO[bytes] | None = None, input_file: IO[bytes] | None = None) -> str:
    password = connection.settings_dict["PASSWORD"] or connection.settings_dict["OPTIONS"].get("password")
    folder = Path(settings.POSTGRES_PROGRAMS or client_programs())
    done = subprocess.run(  # noqa: S603  (our own programs)
        [str(folder / program), *arguments],
        env={"PATH": os.defpath, "LC_ALL": "C", **({"PGPASSWORD": password} if password else {})},
        stdin=input_file or subprocess.DEVNULL,
        stdout=output or subprocess.PIPE,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise _failure(program, done.stderr.decode(errors="replace"))
    return done.stdout.decode() if done.stdout else ""


def _failure(program: str, said: str) -> BackupFailed:
    """The tool's own first error; never its details, which quote rows."""
    if "No space left on device" in said:
        return BackupFailed("The disk is full. Nothing was left behind; earlier backups are as they were.", "disk_full")
    errors = [line for line in said.splitlines() if "error:" in line]
    return BackupFailed(f"{program} failed: {(errors or ['it said nothing'])[0][:300]}", "database")
