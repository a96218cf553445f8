"""From attendance to a paper to the check page: the page says what the paper says, and says it when the paper ends."""

import io
import re
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.hand import follow

pytestmark = [pytest.mark.browser]
NUMBER = re.compile(r"[A-Z0-9-]+-\d{4}-\d{4}")


def _held_seminar(page: Page) -> str:
    """The papers' page of the first past seminar of Ilze's where somebody can get one."""
    page.goto("/lv/seminari/?when=past")
    for address in page.locator("a.row-title").evaluate_all("links => links.map(one => one.getAttribute('href'))"):
        answer = page.goto(f"{address}apliecibas/")
        if answer is not None and answer.status == 200 and page.locator("input[name=registrations]").count():
            return f"{address}apliecibas/"
    pytest.fail("no held seminar of Ilze's waits for its papers")


def _pdf_text(page: Page, name: str) -> str:
    """The words of the PDF that the link leads to."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).first.click()
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"%PDF-1.7")
    return " ".join(pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().split())


def _issue_first(page: Page) -> str:
    """A paper for the first who is ready; the number that it got. Others issue papers of other seminars meanwhile."""
    earlier = _numbers(page)
    boxes = page.locator("input[name=registrations]")
    key = boxes.first.get_attribute("value")
    for box in boxes.all()[1:]:
        box.uncheck()
    page.fill("[name=signatory]", "Līga Āboliņa")
    page.fill("[name=position_lv]", "valdes priekšsēdētāja")
    follow(page.get_by_role("button", name="Izsniegt dokumentus"))
    expect(page.locator("main")).to_contain_text("Izsniegts 1 dokuments.")
    assert page.locator(f"input[name=registrations][value='{key}']").count() == 0
    (number,) = _numbers(page) - earlier
    return number


def _numbers(page: Page) -> set[str]:
    return set(page.get_by_role("link", name=NUMBER).all_inner_texts())


def _facts(page: Page) -> list[tuple[str, str]]:
    facts: Any = page.locator("main dl.facts > div").evaluate_all(
        "rows => rows.map(row => [row.querySelector('dt').innerText, row.querySelector('dd').innerText])"
    )
    return [(label, " ".join(value.split())) for label, value in facts]


def test_check_page_says_the_same_as_the_paper_until_it_is_revoked(open_as: OpenPage) -> None:
    page = open_as("ilze")
    page.goto(_held_seminar(page))
    number = _issue_first(page)
    follow(page.get_by_role("link", name=number).first)
    certificate = _pdf_text(page, "Lejupielādēt latviešu valodā")
    check = page.get_by_role("link", name=re.compile(r"^[0-9A-Z]{4}-")).get_attribute("href")
    assert check is not None

    visitor = open_as(None, phone=True)
    visitor.goto(check)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Šis dokuments ir derīgs")
    facts = _facts(visitor)
    assert number in dict(facts)["Numurs"]
    for label, value in facts:
        if label not in {"Numurs", "Saņēmējs", "Parakstīja"}:
            assert value in certificate, (label, value)
    assert number in certificate
    assert "Līga Āboliņa" in certificate

    follow(page.get_by_role("link", name="Atsaukt"))
    page.fill("[name=reason]", "Stundas ierakstītas kļūdas dēļ")
    follow(page.get_by_role("button", name="Atsaukt dokumentu"))
    expect(page.locator("main")).to_contain_text("Dokuments ir atsaukts.")
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Šis dokuments nav derīgs: tas ir atsaukts")
    expect(visitor.locator("main")).to_contain_text("Stundas ierakstītas kļūdas dēļ")


def test_unknown_code_is_told_plainly_without_scripts(open_as: OpenPage) -> None:
    page = open_as(None, phone=True, scripts=False)
    page.goto("/lv/seminari/apliecibas/parbaudit/")
    page.fill("[name=code]", "aaaa bbbb cccc dddd eeee ffff gg")
    follow(page.get_by_role("button", name="Pārbaudīt"))
    expect(page.locator("main")).to_contain_text("Portāls nav izsniedzis dokumentu ar šādu kodu")
    expect(page.locator("[name=code]")).to_be_visible()
