"""One temporary PostgreSQL and data folder for the run, databases for each parallel worker (tests/databases.py).

The first process starts the server; the others inherit where it is. Tests connect as the portal's role, so what that
role may not do fails in tests too. Nothing of the machine is used: no PostgreSQL or Redis that runs there, none of its
data.
"""

import atexit
import fcntl
import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import nullcontext, suppress
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from coverage import Coverage
from xdist.remote import Producer

if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["PORTAL_TEST_RUN"] = tempfile.mkdtemp(prefix="dk-tests-")
    atexit.register(shutil.rmtree, os.environ["PORTAL_TEST_RUN"], ignore_errors=True)

from tests import databases
from tests.machine import IS_FIRST, IS_LONG, NO_SKIP, NOW, PATIENCE, POSTGRES, RUN, WORKER, free_port
from tests.measured import forget_answers
from tests.schedule import Scheduling, rank

RUN.chmod(0o711)  # as root the server runs as a user of its own
DATA = RUN / WORKER

for _name in (
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "DEBUG",
    "DEMO",
    "PUBLIC_URL",
    "EMAIL_HOST",
    "MEDIA_ROOT",
    "S3_BUCKET",
    "SERVE_FILES_BY",
    "PORT",
    "LOG_FORMAT",
):
    os.environ.pop(_name, None)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings",
    "PORTAL_DATA": str(DATA),
    "SECRET_KEY": "a key for tests that is long enough and guards nothing at all",
    "DATABASE_ROLE": "portal",
    "DATABASE_URL": databases.address(databases.clone_of(databases.CAST)),
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's loop runs in the test's thread
}
(DATA / "static").mkdir(parents=True, exist_ok=True)

import django  # noqa: E402  (the environment had to be set first)
from django.conf import settings  # noqa: E402

if settings.configured:
    raise pytest.UsageError("The settings were loaded before the tests' environment: unset DJANGO_SETTINGS_MODULE.")
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]  # quick
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
if IS_FIRST:
    from darbigas_kopienas.runtime import prepare

    prepare.translations()  # before the first text is asked for: a process reads its catalogue once
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]  # inherited, it would have a parallel worker load settings before this file
# The same values every time, and no value fails for being slow; more of them, and others, in `make test-long`.
hypothesis.settings.register_profile("short", derandomize=True, deadline=None)
hypothesis.settings.register_profile("long", max_examples=3000, deadline=None, database=None)
hypothesis.settings.load_profile("long" if IS_LONG else "short")
pytest_plugins = ["tests.cast", "tests.chromium", "tests.written_log"]
_server = pytest.StashKey["subprocess.Popen[bytes]"]()


def pytest_configure(config: pytest.Config) -> None:
    if IS_FIRST and not config.option.collectonly:
        from darbigas_kopienas.runtime import embedded_postgres

        # Tests roll back: whatever an autovacuum happened to count in the tables in between, mostly nothing, would be
        # wrong for the next test, and a statement planned for empty tables can take minutes over full ones.
        fast = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "autovacuum=off")
        config.stash[_server] = embedded_postgres.start(POSTGRES, options=fast)
        if config.args_source is pytest.Config.ArgsSource.TESTPATHS:  # the whole run: while the workers look for tests
            databases.begin(databases.require_template, databases.CAST)


def pytest_unconfigure(config: pytest.Config) -> None:
    if IS_FIRST and (RUN / "portal.pid").exists():
        _stop_portal(int((RUN / "portal.pid").read_text()))
    if server := config.stash.get(_server, None):
        from darbigas_kopienas.runtime import embedded_postgres

        embedded_postgres.stop(server)


def _stop_portal(supervisor: int) -> None:
    """What tests/browser started, whichever worker asked first; it holds a lock for as long as it runs."""
    with suppress(ProcessLookupError):
        os.kill(supervisor, signal.SIGTERM)
    with suppress(FileNotFoundError), (RUN / "portal" / "supervisor.lock").open("r") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)


# -- in which order, and what begins before it is asked for ----------------------------------------
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)


SERVED = {"portal", "open_as", "live_server", "browser"}
WITH_WORKERS = {"test_queue", "test_kill"}


@pytest.hookimpl(wrapper=True)  # after pytest-django, which sorts too
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    """`PORTAL_TEST_ORDER=reversed`: the last file first, each in its own order. None may depend on what ran before."""
    yield
    if NOW:
        items[:] = [item for item in items if not _has_a_clock_of_its_own(item)]
    items.sort(key=lambda item: rank(item, needs_portal=_needs_portal(item)))
    if os.environ.get("PORTAL_TEST_ORDER") == "reversed":
        files = {path: at for at, path in enumerate(dict.fromkeys(item.path for item in items))}
        items.sort(key=lambda item: -files[item.path])


def _has_a_clock_of_its_own(item: pytest.Item) -> bool:
    """What a browser, a server or a worker is part of: `PORTAL_TEST_NOW` does not reach these processes."""
    served = SERVED.intersection(getattr(item, "fixturenames", ()))
    return bool(served) or _folder(item) in {"browser", "load", "runtime", "house"} or item.path.stem in WITH_WORKERS


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).parts[0]


def _needs_portal(item: pytest.Item) -> bool:
    fixtures = {"portal", "open_as"}.intersection(getattr(item, "fixturenames", ()))
    return bool(fixtures and item.get_closest_marker("browser"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """The portal and the databases that tests name take long to make: they begin now, in the background."""
    if session.config.option.collectonly:
        return
    _leave_alone_what_stays()
    if any(_needs_portal(item) for item in session.items):
        from tests.browser import portal

        databases.begin(portal.launch)
    markers = (marker for item in session.items if (marker := item.get_closest_marker("database")))
    for kind in sorted({kind for marker in markers for kind in marker.args}):
        databases.begin(databases.require_template, kind)


def _leave_alone_what_stays() -> None:
    """Modules and collected tests live to the end of the run: the search for what may go need not pass them each time.

    And it need not be made twenty times for each page that is drawn.
    """
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


# -- what is measured ------------------------------------------------------------------------------
PAGES = {"client", "as_", *SERVED}
JUDGING_NOTHING = {"browser", "calendars", "exchange", "house", "load", "pdf", "runtime", "texts"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Branches are judged where rules live, by tests that call them; a test that asks for pages is not measured.

    Python 3.11 draws pages three times as slowly while it is measured, in files too that nobody judges.
    """
    measuring = Coverage.current()
    asks_for_pages = bool(PAGES.intersection(getattr(item, "fixturenames", ())))
    if measuring is None or not (asks_for_pages or _folder(item) in JUDGING_NOTHING):
        return (yield)
    measuring.stop()
    try:
        return (yield)
    finally:
        forget_answers(measuring.config.report_include or ())
        measuring.start()


def _unmeasured(function: Callable[..., Any]) -> Callable[..., Any]:
    """For what calls nothing that is judged, and is called often or works long."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        tracer = sys.gettrace()
        if tracer is None:
            return function(*args, **kwargs)
        sys.settrace(None)
        try:
            return function(*args, **kwargs)
        finally:
            sys.settrace(tracer)
            _called()

    return call


def _called() -> None:
    """At the next call coverage's tracer in C takes over again, callers that are under way included."""


@pytest.fixture(scope="session", autouse=True)
def _libraries_are_not_measured() -> Iterator[None]:
    """WeasyPrint, which takes two to three times as long while it is measured, and the compiler of SQL."""
    from django.db.models.sql.compiler import SQLCompiler, SQLInsertCompiler

    from darbigas_kopienas.values import pdf

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "render", _unmeasured(pdf.render))
        for compiler in (SQLCompiler, SQLInsertCompiler):  # that of updates asks the first
            patch.setattr(compiler, "execute_sql", _unmeasured(compiler.execute_sql))
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where nothing may be skipped (CI), a skip is a failure."""
    report = yield
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report


# -- the database ----------------------------------------------------------------------------------
@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The database that the test names: `@pytest.mark.database("furnished")`; unsaid, the one with the cast."""
    if item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ()):
        marker = item.get_closest_marker("database")
        databases.use(marker.args[0] if marker else databases.CAST)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> None:
    from django.db import connection
    from django.test import TransactionTestCase

    from darbigas_kopienas.runtime.database import limits

    connection.settings_dict["LIMITS"] = limits.WORK  # whoever imports wsgi.py is the web, which waits for nobody long
    TransactionTestCase._fixture_teardown = lambda _self: databases.renew()  # type: ignore[attr-defined]  # for the flush


# -- a broker of our own ---------------------------------------------------------------------------
@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Redis on a port of its own."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed (make test installs it where it may)")
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + PATIENCE
        while not _listens(port):
            assert server.poll() is None, "Redis did not start"
            assert time.monotonic() < deadline, "Redis does not answer"
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# -- nothing is remembered from another test ------------------------------------------------------
@pytest.fixture(autouse=True)
def _nothing_remembered_by_the_process() -> None:
    from django.core.cache import caches

    from darbigas_kopienas.pages import page_cache
    from darbigas_kopienas.programme import shared_statements
    from darbigas_kopienas.values import log_context

    page_cache.forget()
    shared_statements.forget()
    log_context.request.set(log_context.NO_REQUEST)  # of an answer that a test left unread
    caches["process"].clear()


@pytest.fixture(autouse=True)
def _moment_of_the_run() -> Iterator[None]:
    """The project's clock, where the run sets it, goes on from there; a test that sets its own does so afterwards."""
    from darbigas_kopienas.values import clock

    with clock.ticking_from(datetime.fromisoformat(NOW)) if NOW else nullcontext():
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_half_minute() -> Iterator[None]:
    """An app's code is good for half a minute, which may be over between its making and its being read."""
    from allauth.mfa.totp.internal import auth as totp

    counters = list(totp.yield_hotp_counters_from_time())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter(counters))
        yield


@pytest.fixture(autouse=True)
def _latvian_again() -> Iterator[None]:
    """A page asked for in English leaves English active in the test's own process."""
    from django.utils import translation

    with translation.override("lv"):
        yield
