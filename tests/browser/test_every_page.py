"""Every page that somebody can click their way to: accessible, within the screen, asking nothing of other hosts.

Each page is loaded once and looked at in every way: at the desk, on a phone in the dark, and on the narrowest screen.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, Response

from tests.browser.conftest import OpenPage
from tests.browser.page_checks import SMALL, Overheard, markup_faults, wrongs

pytestmark = [pytest.mark.browser]
WHO = [None, "ilze", "janis", "anna", "marta", "emma"]
NOT_PAGES = (
    "/static/",
    "export",
    "eksport",
    "logout",
    "lejupiel",
    "download",
    "/faili/",
    ".xlsx",
    ".csv",
    ".pdf",
    "/lapa/",  # the sign-in sheet and the badges are PDFs without a name
    "/kartites/",
    "mailto:",
)


def _shape(path: str) -> str:
    """The address without numbers and codes: one sample of each page is enough."""
    parts = [part for part in path.split("/") if part]
    return "/".join(
        "*" if part.isdigit() or (len(part) >= 8 and any(pair.isdigit() for pair in part)) else part for part in parts
    )


def _links(page: Page) -> list[str]:
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    return [href for href in links if href.startswith("/lv/") and not any(word in href.lower() for word in NOT_PAGES)]


def _walk(page: Page, starts: list[str]) -> Iterator[tuple[str, bytes]]:
    """Pages reachable by links, one of each shape, with their HTML; the query of an address is left out."""
    waiting, seen = list(starts), set()
    while waiting:
        path = urlsplit(waiting.pop(0)).path
        if _shape(path) in seen:
            continue
        seen.add(_shape(path))
        try:
            answer = page.goto(path)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            continue  # a file to take along is no page
        assert answer is not None
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        waiting += _links(page)
        yield path, answer.body()


@pytest.mark.parametrize("who", WHO)
def test_every_page_in_every_way(who: str | None, open_as: OpenPage, portal: str) -> None:
    page = open_as(who)
    page.emulate_media(reduced_motion="reduce")  # no page is met while it turns into the next
    overheard = Overheard(page, portal)
    broken, pages = {}, 0
    for path, html in _walk(page, ["/lv/", "/lv/mani-darbi/"] if who else ["/lv/"]):
        pages += 1
        if wrong := wrongs(page) + markup_faults(html):
            broken[path] = wrong
    assert broken == {}
    assert overheard.heard == []
    assert pages > 8


def test_first_visit_weighs_at_most_60_kilobytes(open_as: OpenPage) -> None:
    page = open_as(None, phone=True)
    weighed: dict[str, int] = {}

    def weigh(answer: Response) -> None:
        if answer.request.resource_type in {"stylesheet", "script", "font"}:
            weighed[answer.url] = int(answer.request.sizes()["responseBodySize"])

    page.on("requestfinished", lambda request: weigh(answer) if (answer := request.response()) else None)
    page.goto("/lv/", wait_until="networkidle")
    assert any(url.endswith(".woff2") for url in weighed)
    assert sum(weighed.values()) <= 60 * 1024, weighed


@pytest.mark.parametrize("address", ["/lv/nav-tadas-lapas/", "/lv/seminari/999999999/"])
def test_error_pages(address: str, open_as: OpenPage) -> None:
    page = open_as(None)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404
    assert wrongs(page) == []


def test_error_page_of_what_is_not_yours(open_as: OpenPage) -> None:
    page = open_as("janis")
    answer = page.goto("/lv/budzets/izdevumi/pievienot/")
    assert answer is not None
    assert answer.status == 403
    assert wrongs(page) == []


# Not by those who fill the same forms in other files at the same time: a draft is one for each person and form.
REFUSED = {
    "sign-in": (None, "/lv/konts/login/", {"login": "ilze@example.lv", "password": "nepareiza"}),
    "event": ("marta", "/lv/pasakumi/pievienot/", {"held_on": "31.02.2021", "count_children": "-1"}),
    "expense": ("karlis", "/lv/budzets/izdevumi/pievienot/", {"total": "1.000,50", "document_on": "2020-13-01"}),
}


@pytest.mark.parametrize("form", list(REFUSED))
def test_refused_form_is_accessible_and_keeps_what_was_typed(form: str, open_as: OpenPage) -> None:
    who, address, typed = REFUSED[form]
    page = open_as(who)
    page.goto(address)
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)
    with page.expect_response(lambda answer: answer.request.method == "POST" and address in answer.url) as refused:
        page.locator("main form button.primary").first.click()
    assert refused.value.status == (422 if who else 200)  # the sign-in page is allauth's
    summary = page.locator(".error-summary")
    summary.wait_for()
    assert summary.evaluate("box => box.contains(document.activeElement)")
    assert page.title().startswith("Kļūda:")
    for name, value in typed.items():
        assert name == "password" or page.input_value(f"[name={name}]") == value
    assert wrongs(page) == []


@pytest.mark.parametrize(
    ("body", "faults"),
    [("<p>a</p>", 0), ("<p><ul></ul></p>", 1), ("<a id=a id=b>a</a>", 1), ("<table><div>a</div></table>", 2)],
)
def test_the_check_of_markup_can_fail(body: str, faults: int) -> None:
    html = f"<!doctype html><html><head><title>-</title></head><body>{body}</body></html>"
    assert len(markup_faults(html.encode())) == faults


def test_a_target_that_is_too_small_is_found(open_as: OpenPage) -> None:
    """And a link in a sentence, or in a label that is large enough, is not."""
    page = open_as(None, phone=True)
    page.goto("/lv/")
    page.evaluate(
        """() => { document.body.innerHTML = `
          <main><p><a href="#alone">Viena</a></p><p>Teikumā ir <a href="#in">saite</a>.</p>
          <label><input type="checkbox"> Piekrītu</label><h3><a href="#wide">Kartīte</a></h3></main>`;
        const style = new CSSStyleSheet();
        style.replaceSync(`p > a { padding: 0 !important; } label { display: block; min-height: 3rem; }
          label > input { width: 1rem !important; } h3 { position: relative; padding: 1rem; }
          h3 > a::after { content: ""; position: absolute; inset: 0; }`);
        document.adoptedStyleSheets = [style]; }"""
    )
    assert page.evaluate(SMALL) == ['smaller than 24 px: <a href="#alone">Viena</a>']


@pytest.mark.parametrize("block", ["p", "li", "dd", "h2", "h3", "figcaption"])
def test_a_short_link_alone_is_large_enough(open_as: OpenPage, block: str) -> None:
    """A list's titles are long in the demonstration; one of a single line stands as well."""
    page = open_as(None, phone=True)
    page.goto("/lv/seminari/")
    page.evaluate(
        "block => { document.querySelector('main').innerHTML = `<${block}><a href='#a'>Talka</a></${block}>`; }", block
    )
    assert [fault for fault in page.evaluate(SMALL) if "#a" in fault] == []
