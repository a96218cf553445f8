"""A whole portal, as `make run` starts it, and a real Chromium. One portal and one browser for each parallel worker."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from darbigas_kopienas.demo.people import PASSWORD

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--disable-quic"]  # fmt: skip
START_SECONDS = 240
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


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
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a furnished portal: database, web, worker and beat under one supervisor."""
    folder = tmp_path_factory.mktemp("portal")
    for parent in (folder, *folder.parents):
        if parent.owner() == folder.owner() and parent != Path("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o055)
    port = _free_port()
    unwanted = ("DATABASE_URL", "DATABASE_ROLE", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment |= {"PORTAL_DATA": str(folder / "data"), "PORT": str(port), "DEMO": "1"}
    log = (folder / "portal.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "darbigas_kopienas.supervisor"], env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    address = f"http://localhost:{port}"
    deadline = time.monotonic() + START_SECONDS
    while not _answers(f"{address}/readyz"):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            pytest.fail("the portal did not start:\n" + (folder / "portal.log").read_text()[-3000:])
        time.sleep(0.3)
    yield address
    process.send_signal(signal.SIGTERM)
    process.wait(30)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    program = next((path for path in CHROMIUM if Path(path).exists()), None)
    if program is None:
        pytest.skip("Chromium is not installed (make test installs it where it may)")
    started = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield started
    started.close()


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
