"""One two-day seminar, the whole way: planned, taught, ticked, certified, checked by a stranger, revoked."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from darbigas_kopienas import clock, formats
from tests.browser.conftest import OpenPage
from tests.browser.looking import wrongs
from tests.browser.test_certificates import _facts, _paper

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TITLE = "Divas dienas kopā"
NAMES = ("Zigrīda Čakste", "Ģederts Ķēniņš")
SCHOOL = "Daugavpils: pirmsskola „Bitīte”"


def plan(page: Page) -> str:
    """Yesterday and today, so that both days can be taught already; gives the address of the seminar."""
    first = clock.today() - timedelta(days=1)
    page.goto("/lv/seminari/pievienot/")
    page.fill("[name=title_lv]", TITLE)
    page.fill("[name=day]", formats.day(first))
    page.fill("[name=starts]", "00:10")
    page.fill("[name=ends]", "06:10")
    page.fill("[name=place]", "Bērnu klubs „Mezgls”")
    page.locator("summary", has_text="Vairāk").click()
    page.locator("[name=training_programme]").select_option(index=1)
    page.get_by_role("button", name="Saglabāt semināru").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    address = page.url
    page.get_by_role("link", name="Pievienot dienu").click()
    page.fill("[name=day]", formats.day(clock.today()))
    page.fill("[name=starts]", "00:10")
    page.fill("[name=ends]", "06:10")
    page.get_by_role("button", name="Pievienot dienu").click()
    page.wait_for_url(address)
    return address


def add(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Dalībnieki", exact=True).click()
    page.get_by_role("link", name="Pievienot dalībnieku").first.click()
    page.fill("[name=name]", name)
    page.fill("[name=school]", SCHOOL)
    page.locator("main button.primary").click()
    expect(page.locator("main")).to_contain_text(name)


def tick(page: Page, address: str, *, day: int, names: tuple[str, ...]) -> None:
    page.goto(address)
    page.get_by_role("link", name="Klātbūtne", exact=True).click()
    page.locator("main a.button, main [aria-current]").filter(has_text=re.compile(r"\d\d:\d\d–")).nth(day).click()
    for name in names:
        box = page.locator("li.tick", has_text=name).locator("input[name=here]")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            box.check()


def test_two_days_from_the_plan_to_a_paper_that_is_revoked(open_as: OpenPage) -> None:
    page = open_as("ilze")
    address = plan(page)
    for name in NAMES:
        add(page, address, name)
    tick(page, address, day=0, names=NAMES)
    tick(page, address, day=1, names=NAMES[:1])  # the other one misses the second day

    page.goto(address)
    page.get_by_role("link", name="Notika").click()
    page.locator("main button.primary").click()
    page.goto(f"{address}apliecibas/")
    page.fill("[name=signatory]", "Līga Āboliņa")
    page.fill("[name=position_lv]", "valdes priekšsēdētāja")
    page.get_by_role("button", name="Izsniegt dokumentus").click()
    whole, half = (page.locator("tr", has_text=name) for name in NAMES)
    expect(whole).to_contain_text("Apliecība")
    expect(half).to_contain_text("Apliecinājums")
    assert wrongs(page) == []

    whole.get_by_role("link", name=re.compile(r"^[A-Z0-9-]+-\d{4}-\d{4}$")).first.click()
    paper = _paper(page, "Lejupielādēt latviešu valodā")
    assert NAMES[0] in paper
    assert TITLE in paper
    check = page.get_by_role("link", name=re.compile(r"^[0-9A-Z]{4}-")).get_attribute("href")
    assert check is not None
    visitor = open_as(None, phone=True)
    visitor.goto(check)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Šis dokuments ir derīgs")
    assert NAMES[0] not in visitor.inner_text("main")  # initials, until the holder allows more
    for label, value in _facts(visitor):
        if label not in {"Numurs", "Saņēmējs", "Parakstījis"}:
            assert value in paper, (label, value)

    page.get_by_role("link", name="Atsaukt").click()
    page.fill("[name=reason]", "Stundas ierakstītas kļūdas dēļ")
    page.get_by_role("button", name="Atsaukt dokumentu").click()
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Šis dokuments nav derīgs: tas ir atsaukts")
