"""One two-day seminar, the whole way: planned, taught, ticked, certified, checked by a stranger, revoked."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from darbigas_kopienas.values import clock, formats
from tests.browser.conftest import OpenPage
from tests.browser.hand import follow
from tests.browser.page_checks import wrongs
from tests.browser.test_certificates import _facts, _pdf_text

pytestmark = [pytest.mark.browser]
TITLE = "Divas dienas kopā"
NAMES = ("Zigrīda Čakste", "Ģederts Ķēniņš")
SCHOOL = "Daugavpils: pirmsskola „Bitīte”"


def plan(page: Page) -> str:
    """Two days that are over whatever the hour is, so that both can be taught already; gives the seminar's address."""
    first, second = (clock.today() - timedelta(days=ago) for ago in (2, 1))
    page.goto("/lv/seminari/pievienot/")
    page.fill("[name=title_lv]", TITLE)
    page.fill("[name=day]", formats.day(first))
    page.fill("[name=starts]", "00:10")
    page.fill("[name=ends]", "06:10")
    page.fill("[name=place]", "Bērnu klubs „Mezgls”")
    page.locator("summary", has_text="Vairāk").click()
    expect(page.locator("[name=training_programme]")).to_be_visible()
    page.locator("[name=training_programme]").select_option(index=1)
    follow(page.get_by_role("button", name="Saglabāt semināru"))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    address = page.url
    follow(page.get_by_role("link", name="Pievienot dienu"))
    page.fill("[name=day]", formats.day(second))
    page.fill("[name=starts]", "00:10")
    page.fill("[name=ends]", "06:10")
    follow(page.get_by_role("button", name="Pievienot dienu"))
    page.wait_for_url(address)
    return address


def add(page: Page, address: str, name: str) -> None:
    page.goto(address)
    follow(page.get_by_role("link", name="Dalībnieki", exact=True))
    follow(page.get_by_role("link", name="Pievienot dalībnieku").first)
    page.fill("[name=name]", name)
    page.fill("[name=school]", SCHOOL)
    follow(page.locator("main button.primary"))
    expect(page.locator("main")).to_contain_text(name)


def tick(page: Page, address: str, *, day: int, names: tuple[str, ...]) -> None:
    page.goto(address)
    follow(page.get_by_role("link", name="Klātbūtne", exact=True))
    sittings = page.locator("main a.button, main [aria-current]")
    follow(sittings.filter(has_text=re.compile(r"\d\d\.\d\d–")).nth(day))
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
    follow(page.get_by_role("link", name="Notika"))
    follow(page.locator("main button.primary"))
    page.goto(f"{address}apliecibas/")
    page.fill("[name=signatory]", "Līga Āboliņa")
    page.fill("[name=position_lv]", "valdes priekšsēdētāja")
    follow(page.get_by_role("button", name="Izsniegt dokumentus"))
    whole, half = (page.locator("tr", has_text=name) for name in NAMES)
    expect(whole).to_contain_text("Apliecība")
    expect(half).to_contain_text("Apliecinājums")
    assert wrongs(page) == []

    follow(whole.get_by_role("link", name=re.compile(r"^[A-Z0-9-]+-\d{4}-\d{4}$")).first)
    certificate = _pdf_text(page, "Lejupielādēt latviešu valodā")
    assert NAMES[0] in certificate
    assert TITLE in certificate
    check = page.get_by_role("link", name=re.compile(r"^[0-9A-Z]{4}-")).get_attribute("href")
    assert check is not None
    visitor = open_as(None, phone=True)
    visitor.goto(check)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Šis dokuments ir derīgs")
    assert NAMES[0] not in visitor.inner_text("main")  # initials, until the holder allows more
    for label, value in _facts(visitor):
        if label not in {"Numurs", "Saņēmējs", "Parakstīja"}:
            assert value in certificate, (label, value)

    follow(page.get_by_role("link", name="Atsaukt"))
    page.fill("[name=reason]", "Stundas ierakstītas kļūdas dēļ")
    follow(page.get_by_role("button", name="Atsaukt dokumentu"))
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Šis dokuments nav derīgs: tas ir atsaukts")
