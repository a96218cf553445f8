"""A whole portal, as `make run` starts it, and a real Chromium: one portal for the run, one browser for each worker."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from darbigas_kopienas.demo.people import PASSWORD
from tests.browser.page_checks import DESKTOP, PHONE
from tests.browser.portal import launch, wait_until_open
from tests.machine import PATIENCE


@pytest.fixture(scope="session")
def portal() -> str:
    """The address of a furnished portal, one for the run; the run's end stops it."""
    launch()
    return wait_until_open()


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
        context.set_default_timeout(PATIENCE * 1000)
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
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    page.goto("/lv/konts/login/")
    page.fill("input[name=login]", f"{who}@example.lv")
    page.fill("input[name=password]", PASSWORD)
    page.check("input[name=remember]")  # a long run is longer than the pause
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")
    assert "/login" not in page.url, page.inner_text("main")
    state = dict(context.storage_state())
    context.close()
    return state
