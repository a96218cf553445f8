"""Every page that somebody can click their way to: no axe violation, no CSP violation, nothing asked of another host."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
WAYS = {"desktop": {}, "phone": {"phone": True}, "phone, dark": {"phone": True, "dark": True}}
WHO = [None, "ilze", "janis", "anna", "marta", "emma"]
NOT_PAGES = ("/static/", "export", "eksport", "logout", "lejupiel", "download", ".xlsx", ".csv", ".pdf", "mailto:")


def _shape(path: str) -> str:
    """The address without numbers and codes: one sample of each page is enough."""
    parts = [part for part in path.split("/") if part]
    return "/".join(
        "*" if part.isdigit() or (len(part) >= 8 and any(one.isdigit() for one in part)) else part for part in parts
    )


def _links(page: Page) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    return [href for href in found if href.startswith("/lv/") and not any(word in href.lower() for word in NOT_PAGES)]


def _walk(page: Page, starts: list[str]) -> Iterator[str]:
    """Pages reachable by links, one of each shape; the query of an address is left out."""
    waiting, seen = list(starts), set()
    while waiting:
        path = urlsplit(waiting.pop(0)).path
        if _shape(path) in seen:
            continue
        seen.add(_shape(path))
        answer = page.goto(path)
        assert answer is not None
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status == 200, f"{answer.status} at {path}"
        waiting += _links(page)
        yield path


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']} {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]
    ]


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("who", WHO)
def test_every_page_is_accessible_and_asks_nothing_of_others(
    who: str | None, way: str, open_as: OpenPage, portal: str
) -> None:
    page = open_as(who, **WAYS[way])
    strangers, complaints, broken = [], [], []
    page.on("request", lambda request: strangers.append(request.url) if not request.url.startswith((portal, "data:", "blob:")) else None)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("response", lambda answer: broken.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    found, pages = {}, 0
    for path in _walk(page, ["/lv/", "/lv/mani-darbi/"] if who else ["/lv/"]):
        pages += 1
        if wrong := _violations(page):
            found[path] = wrong
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.setdefault(path, []).append(f"{wide} px wider than the screen")
    assert found == {}
    assert (strangers, complaints, broken) == ([], [], [])
    assert pages > 8


def test_first_visit_weighs_at_most_60_kB(open_as: OpenPage) -> None:
    page = open_as(None, phone=True)
    weighed: dict[str, int] = {}

    def weigh(answer: Response) -> None:
        kind = answer.request.resource_type
        if kind in {"stylesheet", "script", "font"}:
            weighed[answer.url] = int(answer.request.sizes()["responseBodySize"])

    page.on("requestfinished", lambda request: weigh(answer) if (answer := request.response()) else None)
    page.goto("/lv/")
    page.wait_for_load_state("networkidle")
    assert any(url.endswith(".woff2") for url in weighed)
    assert sum(weighed.values()) <= 60 * 1024, weighed


@pytest.mark.parametrize("address", ["/lv/nav-tadas-lapas/", "/lv/seminari/999999999/"])
def test_error_pages_are_accessible(address: str, open_as: OpenPage) -> None:
    page = open_as(None, phone=True)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404
    assert _violations(page) == []
