"""The databases of a run. Each kind is made once, as a template; each worker gets clones, and a test names its kind.

`@pytest.mark.database("furnished")`, else the one with the cast. A clone takes 50 ms, less than emptying its tables, so
after a test that commits the worker simply gets a new one.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, get_args

from tests.machine import POSTGRES, RUN, WORKER

Kind = Literal["empty", "cast", "furnished"]
EMPTY: Kind = "empty"  # tables alone
CAST: Kind = "cast"  # tests/cast.py: one programme and its people
FURNISHED: Kind = "furnished"  # the demonstration, and tests/house/world.py

_cloned: set[str] = set()


def address(name: str, role: str = "portal") -> str:
    """DATABASE_URL of a database of the run's server."""
    return f"postgresql://{role}@{str(POSTGRES / 'socket').replace('/', '%2F')}/{name}"


def clone_of(kind: Kind) -> str:
    """The name of this worker's database of that kind."""
    return f"{kind}_{WORKER}"


def use(kind: Kind) -> None:
    """Let the default connection, and the processes that a test starts, work on this worker's clone."""
    from django.conf import settings
    from django.db import connection

    name = clone_of(kind)
    if name not in _cloned:
        _make_clone(kind)
        _cloned.add(name)
        if kind == FURNISHED:
            shutil.copytree(RUN / FURNISHED / "files", settings.MEDIA_ROOT, dirs_exist_ok=True)
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name
    os.environ["DATABASE_URL"] = address(name)


def renew() -> None:
    """After a test that committed: the clone as it was in the beginning."""
    from django.db import connection

    kind = connection.settings_dict["NAME"].removesuffix(f"_{WORKER}")
    connection.close()
    _make_clone(kind)


@contextmanager
def as_owner() -> Iterator[None]:
    """The default connection, for a while, as the tables' owner."""
    from django.db import connection

    role = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = "portal_owner"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = role


@contextmanager
def superuser(database: str | None = None) -> Iterator[Any]:
    """A cursor of the server's superuser, in the database of the default connection unless told otherwise."""
    from django.db import connection

    from darbigas_kopienas import embedded_postgres

    admin = embedded_postgres.superuser(POSTGRES, database or connection.settings_dict["NAME"])
    try:
        yield admin.cursor()
    finally:
        admin.close()


def _make_clone(kind: Any) -> None:
    _require_template(kind)
    with superuser("postgres") as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {clone_of(kind)} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {clone_of(kind)} TEMPLATE {_template(kind)} OWNER portal_owner")


def _template(kind: Kind) -> str:
    return f"template_{kind}"


def _require_template(kind: Kind) -> None:
    """Made by whichever worker asks first; the others wait at the lock and find it done."""
    done = RUN / f"{_template(kind)}.done"
    if done.exists():
        return
    if kind != EMPTY:
        _require_template(EMPTY)
    with (RUN / f"{_template(kind)}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            _make_template(kind)
            done.touch()


def begin(kind: Kind) -> None:
    """Let the template be made in the background; whoever needs it waits at the lock, and finds what went wrong."""
    threading.Thread(target=_try_template, args=[kind], daemon=True).start()


def _try_template(kind: Kind) -> None:
    with suppress(Exception):
        _require_template(kind)


def _make_template(kind: Kind) -> None:
    with superuser("postgres") as cursor:
        beginning = "" if kind == EMPTY else f"TEMPLATE {_template(EMPTY)}"
        cursor.execute(f"DROP DATABASE IF EXISTS {_template(kind)}")
        cursor.execute(f"CREATE DATABASE {_template(kind)} {beginning} OWNER portal_owner")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings",
        "DATABASE_ROLE": "owner" if kind == EMPTY else "portal",
        "DATABASE_URL": address(_template(kind)),
        "DATABASE_OWNER_URL": address(_template(kind), "portal_owner"),
    }
    if kind == FURNISHED:
        environment["PORTAL_DATA"] = str(RUN / FURNISHED)  # its files, of which each worker gets its own
    command = [sys.executable, "-m", "tests.databases", kind]
    subprocess.run(command, check=True, env=environment, cwd=Path(__file__).parents[1])


def main(kind: str) -> None:
    """What stands in the template, in a process of its own: no test's settings or measuring reach it."""
    import django

    django.setup()
    if kind == EMPTY:
        from darbigas_kopienas import prepare

        prepare.database()
    elif kind == CAST:
        from tests import cast

        cast.make()
    else:
        from tests.house import world

        world.make()


if __name__ == "__main__":
    if sys.argv[1] not in get_args(Kind):
        raise SystemExit(f"no such database: {sys.argv[1]}")
    main(sys.argv[1])
