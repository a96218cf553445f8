"""A whole portal, as `make run` starts it, and a real Chromium: one portal for the run, one browser for each worker."""

import fcntl
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from darbigas_kopienas.demo.people import PASSWORD
from tests.browser.looking import DESKTOP, PHONE

START_SECONDS = 240
RUN = Path(os.environ["PORTAL_TEST_RUN"])
PORTAL_DATA = RUN / "portal"  # tests/conftest.py stops the supervisor that holds it


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own portal
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def portal() -> str:
    """The address of a furnished portal; the first worker who asks starts it for all, the run's end stops it."""
    with (RUN / "portal.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = RUN / "portal.address"
        if not known.exists():
            known.write_text(_start_portal())
        return known.read_text()


def _start_portal() -> str:
    """Database, web, worker and beat under one supervisor, with the same defaults as `make run`."""
    if elsewhere := os.environ.get("PORTAL_UNDER_TEST"):  # one that runs already, while tests are being written
        return elsewhere
    port = _free_port()
    unwanted = ("DATABASE_URL", "DATABASE_ROLE", "DJANGO_SETTINGS_MODULE", "SECRET_KEY")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment |= {"PORTAL_DATA": str(PORTAL_DATA), "PORT": str(port), "DEMO": "1"}
    with (RUN / "portal.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "darbigas_kopienas.supervisor"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    (RUN / "portal.pid").write_text(str(process.pid))
    deadline = time.monotonic() + START_SECONDS
    while not _answers(f"http://localhost:{port}/readyz"):
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail("the portal did not start:\n" + (RUN / "portal.log").read_text()[-3000:])
        time.sleep(0.3)
    return f"http://localhost:{port}"


OpenPage = Callable[..., Page]


@pytest.fixture
def open_as(browser: Browser, portal: str, signed_in: dict[str, dict[str, object]]) -> Iterator[OpenPage]:
    """`open_as("ilze", phone=True)`: a page in which Ilze has signed in; `open_as(None)` is a visitor."""
    contexts: list[BrowserContext] = []

    def open_page(who: str | None, *, phone: bool = False, dark: bool = False, scripts: bool = True) -> Page:
        if who is not None and who not in signed_in:
            signed_in[who] = _sign_in(browser, portal, who)
        context = browser.new_context(
            base_url=portal,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale="lv-LV",
            timezone_id="Europe/Riga",
            storage_state=signed_in.get(who or ""),  # type: ignore[arg-type]  # what Playwright itself gave
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, dict[str, object]]:
    return {}


def _sign_in(browser: Browser, portal: str, who: str) -> dict[str, object]:
    """Through the form, as a person; kept so that each person signs in once."""
    context = browser.new_context(base_url=portal, locale="lv-LV")
    page = context.new_page()
    page.goto("/lv/konts/login/")
    page.fill("input[name=login]", f"{who}@example.lv")
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")
    assert "/login" not in page.url, page.inner_text("main")
    state = dict(context.storage_state())
    context.close()
    return state
