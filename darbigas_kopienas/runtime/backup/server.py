"""PostgreSQL's own pg_dump and pg_restore, out of the wheel, against whatever database the settings name."""

import os
import re
import subprocess
from pathlib import Path

from django.db import connection
from psycopg2.extensions import make_dsn

from darbigas_kopienas.runtime.embedded_postgres import client_programs

from .errors import BackupFailed

# What opens doors or only counts is no part of a backup: whoever holds one is signed in by none of its sessions.
LEFT_OUT = ("django_session", "portal_cache")
_LOCK_SECONDS = 60  # for a migration that is running


def require_known_server() -> str:
    """The server's version ("18.3"). Raises BackupFailed where it is newer than the tools: these would refuse it."""
    tools = int(re.split(r"\D", _run("pg_dump", "--version").split()[2])[0])
    connection.ensure_connection()
    number = connection.connection.server_version
    if number // 10_000 > tools:
        raise BackupFailed(
            f"The database server is version {number // 10_000}, the tools that came with the portal are {tools}: "
            "bring the portal up to date first (`make setup`).",
            "database",
        )
    return f"{number // 10_000}.{number % 10_000}"


def tables() -> int:
    """How many the database has; none where no portal ever was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        return int(cursor.fetchone()[0])


def dump(to: Path, *, snapshot: str) -> None:
    """The database as the transaction that exported the snapshot sees it. Raises BackupFailed."""
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--lock-wait-timeout={_LOCK_SECONDS}s"]
    left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    _run("pg_dump", *options, *left_out, f"--snapshot={snapshot}", f"--file={to}", _address())


def load(dump_file: Path) -> None:
    """All of it, or nothing; everything then belongs to the role that connects. Raises BackupFailed."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run("pg_restore", *options, f"--dbname={_address()}", str(dump_file))


def _address() -> str:
    """Everything but the password, which a list of processes would show."""
    settings = connection.settings_dict
    parts = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"], "dbname": settings["NAME"]}
    options = {name: value for name, value in settings["OPTIONS"].items() if isinstance(value, str)}
    return str(make_dsn(**{name: value for name, value in (parts | options).items() if value}))


def _run(program: str, *arguments: str) -> str:
    password = connection.settings_dict["PASSWORD"]
    environment = {"PATH": os.defpath, "LC_ALL": "C", **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run(  # noqa: S603  (our own programs)
        [str(client_programs() / program), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise _failure(program, done.stderr)
    return done.stdout


def _failure(program: str, said: str) -> BackupFailed:
    """The tool's own first error; never its details, which quote rows."""
    if "No space left on device" in said:
        return BackupFailed("The disk is full. Nothing was left behind; earlier backups are as they were.", "disk_full")
    errors = [line for line in said.splitlines() if "error:" in line]
    return BackupFailed(f"{program} failed: {(errors or ['it said nothing'])[0][:300]}", "database")
