"""The databases of a run. Each kind is made once, as a template; each worker gets clones, and a test names its kind.

`@pytest.mark.database("furnished")`, else the one with the cast. A clone takes 50 ms, less than emptying its tables, so
after a test that commits the worker simply gets a new one.
"""

import fcntl
import gc
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from tests.machine import NOW, POSTGRES, RUN, WORKER

Kind = Literal["empty", "cast", "half_year", "demonstration", "furnished"]
EMPTY: Kind = "empty"  # tables alone
CAST: Kind = "cast"  # tests/cast.py: one programme and its people
HALF_YEAR: Kind = "half_year"  # the cast, and tests/reports/conftest.py: what a report tells of
DEMONSTRATION: Kind = "demonstration"  # what `make run` shows
FURNISHED: Kind = "furnished"  # the demonstration, and tests/house/world.py
MADE_FROM: dict[Kind, Kind] = {CAST: EMPTY, HALF_YEAR: CAST, DEMONSTRATION: EMPTY, FURNISHED: DEMONSTRATION}

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
        if (files := files_of(kind)).exists():
            shutil.copytree(files, settings.MEDIA_ROOT, dirs_exist_ok=True)
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name
    os.environ["DATABASE_URL"] = address(name)


def files_of(kind: Kind) -> Path:
    """Where the files lie that the rows of a template name; each clone gets its own."""
    return RUN / kind / "files"


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

    from darbigas_kopienas.runtime import embedded_postgres

    admin = embedded_postgres.superuser(POSTGRES, database or connection.settings_dict["NAME"])
    try:
        yield admin.cursor()
    finally:
        admin.close()


def _make_clone(kind: Any) -> None:
    clone(kind, clone_of(kind))


def clone(kind: Kind, name: str) -> None:
    """A database of that name as the template is, in place of the one that may be there."""
    require_template(kind)
    with superuser("postgres") as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {_template(kind)} OWNER portal_owner")


def _template(kind: Kind) -> str:
    return f"template_{kind}"


def require_template(kind: Kind) -> None:
    """Made by whichever worker asks first; the others wait at the lock and find it done."""
    done = RUN / f"{_template(kind)}.done"
    if done.exists():
        return
    if kind in MADE_FROM:
        require_template(MADE_FROM[kind])
    with (RUN / f"{_template(kind)}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            _make_template(kind)
            done.touch()


def begin(making: Callable[..., None], *of: Any) -> None:
    """Let it be made in the background; whoever needs it waits at its lock, and finds what went wrong."""
    threading.Thread(target=_try, args=[making, *of], daemon=True).start()


def _try(making: Callable[..., None], *of: Any) -> None:
    with suppress(Exception):
        making(*of)


def _make_template(kind: Kind) -> None:
    with superuser("postgres") as cursor:
        beginning = f"TEMPLATE {_template(MADE_FROM[kind])}" if kind in MADE_FROM else ""
        cursor.execute(f"DROP DATABASE IF EXISTS {_template(kind)}")
        cursor.execute(f"CREATE DATABASE {_template(kind)} {beginning} OWNER portal_owner")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings",
        "DATABASE_ROLE": "owner" if kind == EMPTY else "portal",
        "DATABASE_URL": address(_template(kind)),
        "DATABASE_OWNER_URL": address(_template(kind), "portal_owner"),
    }
    if kind not in {EMPTY, CAST}:
        environment["PORTAL_DATA"] = str(RUN / kind)
    if kind == FURNISHED:
        shutil.copytree(files_of(DEMONSTRATION), files_of(FURNISHED), dirs_exist_ok=True)
    command = [sys.executable, "-m", "tests.databases", kind]
    subprocess.run(command, check=True, env=environment, cwd=Path(__file__).parents[1])


def main(kind: str) -> None:
    """What stands in the template, in a process of its own: no test's settings or measuring reach it."""
    import django

    django.setup()
    from darbigas_kopienas.values import clock

    with clock.frozen(datetime.fromisoformat(NOW)) if NOW else nullcontext():
        _fill(kind)


def _fill(kind: str) -> None:
    if kind == EMPTY:
        from darbigas_kopienas.runtime import prepare

        # Every migration makes the models anew: looking for what may go took a third of the whole.
        gc.disable()
        prepare.database()
    elif kind == CAST:
        from tests import cast

        cast.make()
    elif kind == HALF_YEAR:
        from tests.reports import conftest as half_year

        half_year.make()
    elif kind == DEMONSTRATION:
        from darbigas_kopienas.demo import loader

        loader.load_demo()
    else:
        from tests.house import world

        world.make()


if __name__ == "__main__":
    if sys.argv[1] not in get_args(Kind):
        raise SystemExit(f"no such database: {sys.argv[1]}")
    main(sys.argv[1])
