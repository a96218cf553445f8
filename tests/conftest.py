"""One temporary PostgreSQL and data folder for the run; a database for each parallel worker, cloned from one template.

The first process starts the server; the others inherit where it is. Tables are made once, by the owner; tests connect
as the portal's role, so what that role may not do fails in tests too. Nothing of the machine is used: no PostgreSQL or
Redis that runs there, none of its data.
"""

import atexit
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

IS_FIRST = "PYTEST_XDIST_WORKER" not in os.environ
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
NO_SKIP = bool(os.environ.get("PORTAL_NO_SKIP") or os.environ.get("CI"))
if IS_FIRST:
    os.environ["PORTAL_TEST_RUN"] = tempfile.mkdtemp(prefix="dk-tests-")
    atexit.register(shutil.rmtree, os.environ["PORTAL_TEST_RUN"], ignore_errors=True)
RUN = Path(os.environ["PORTAL_TEST_RUN"])
RUN.chmod(0o711)  # as root the server runs as a user of its own
POSTGRES = RUN / "postgres"
DATA = RUN / WORKER

for _name in ("DATABASE_OWNER_URL", "REDIS_URL", "DEBUG", "DEMO", "PUBLIC_URL", "EMAIL_HOST", "MEDIA_ROOT", "PORT"):
    os.environ.pop(_name, None)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings",
    "PORTAL_DATA": str(DATA),
    "SECRET_KEY": "a key for tests that is long enough and guards nothing at all",
    "DATABASE_ROLE": "portal",
    "DATABASE_URL": f"postgresql://portal@{str(POSTGRES / 'socket').replace('/', '%2F')}/portal_{WORKER}",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's loop runs in the test's thread
}
(DATA / "static").mkdir(parents=True, exist_ok=True)

import django  # noqa: E402  (the environment had to be set first)
from django.conf import settings  # noqa: E402

if settings.configured:
    raise pytest.UsageError("The settings were loaded before the tests' environment: unset DJANGO_SETTINGS_MODULE.")
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]  # inherited, it would have a parallel worker load settings before this file
pytest_plugins = ["tests.cast", "tests.chromium"]
_server = pytest.StashKey["subprocess.Popen[bytes]"]()


def pytest_configure(config: pytest.Config) -> None:
    if IS_FIRST and not config.option.collectonly:
        from darbigas_kopienas import embedded_postgres, prepare

        prepare.translations()
        # Tests roll back: whatever an autovacuum happened to count in the tables in between, mostly nothing, would be
        # wrong for the next test, and a statement planned for empty tables can take minutes over full ones.
        fast = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "autovacuum=off")
        config.stash[_server] = embedded_postgres.start(POSTGRES, options=fast)


def pytest_unconfigure(config: pytest.Config) -> None:
    if IS_FIRST and (RUN / "portal.pid").exists():
        _stop_portal(int((RUN / "portal.pid").read_text()))
    if server := config.stash.get(_server, None):
        from darbigas_kopienas import embedded_postgres

        embedded_postgres.stop(server)


def _stop_portal(supervisor: int) -> None:
    """What tests/browser started, whichever worker asked first; it holds a lock for as long as it runs."""
    with suppress(ProcessLookupError):
        os.kill(supervisor, signal.SIGTERM)
    with (RUN / "portal" / "supervisor.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where nothing may be skipped (CI), a skip is a failure."""
    report = yield
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report


# -- the database ----------------------------------------------------------------------------------
@contextmanager
def _as_owner(database: str) -> Iterator[None]:
    """The default connection, for a while, as the tables' owner."""
    from django.db import connection

    portal = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(USER="portal_owner", NAME=database)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(portal)


def _make_template() -> None:
    """Migrate once for all workers; the others wait at the lock and find it done."""
    from darbigas_kopienas import embedded_postgres, prepare

    with (RUN / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (RUN / "template.done").exists():
            with _as_owner(embedded_postgres.DATABASE):
                prepare.database()
            (RUN / "template.done").touch()
        with embedded_postgres.superuser(POSTGRES, "postgres").cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS portal_{WORKER}")
            cursor.execute(f"CREATE DATABASE portal_{WORKER} TEMPLATE portal OWNER portal_owner")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: pytest.FixtureRequest) -> None:
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own, untyped here
        _make_template()
    TransactionTestCase._fixture_teardown = lambda _self: _clear()  # type: ignore[attr-defined]  # see _clear


def _clear() -> None:
    """What Django's flush does, as a superuser: the portal's role cannot TRUNCATE and append-only tables refuse all.

    Content types and permissions stay, so no receiver has to write them again.
    """
    from django.db import connection

    from darbigas_kopienas import embedded_postgres

    kept = {"django_migrations", "django_content_type", "auth_permission"}
    tables = ", ".join(f'"{name}"' for name in connection.introspection.table_names() if name not in kept)
    connection.close()
    with embedded_postgres.superuser(POSTGRES, connection.settings_dict["NAME"]) as admin, admin.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # our own triggers refuse even this
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    admin.close()


# -- a broker of our own ---------------------------------------------------------------------------
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Redis on a port of its own."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed (make test installs it where it may)")
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        for _attempt in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


# -- nothing is remembered from another test ------------------------------------------------------
@pytest.fixture(autouse=True)
def _nothing_remembered_by_the_process() -> None:
    from django.core.cache import caches

    from darbigas_kopienas.programme import visitors

    visitors.forget()
    caches["process"].clear()


@pytest.fixture(autouse=True)
def _latvian_again() -> Iterator[None]:
    """A page asked for in English leaves English active in the test's own process."""
    from django.utils import translation

    with translation.override("lv"):
        yield
