"""What taking a place costs in taps and fields: as a guest, signed in, without JavaScript, from the mail."""

import os
import re
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.hand import Hand, follow
from tests.browser.page_checks import wrongs
from tests.browser.portal import DATA
from tests.machine import PATIENCE

pytestmark = [pytest.mark.browser]
PLACE = re.compile(r"/lv/vieta/[^/]+/$")
RECEIVED = re.compile(r"/lv/pieteikties/[0-9]+/sanemts/$")


def address() -> str:
    """One that nobody else has, in this run or an earlier one on the same portal."""
    return f"viesis{uuid4().hex[:12]}@example.lv"


def seminars(page: Page) -> Iterator[str]:
    """The addresses of the seminars to come, soonest first."""
    page.goto("/lv/seminari/")
    yield from [str(link.get_attribute("href")) for link in page.locator("main a.row-title").all()]


def open_one(page: Page, *words: str) -> None:
    """The soonest seminar whose registration says all these words."""
    for href in seminars(page):
        page.goto(href)
        card = page.locator("#register")
        said = card.inner_text() if card.count() else ""
        if all(re.search(link, said) for link in words):
            return
    pytest.fail(f"no seminar says {words}")


def register(page: Page, email: str) -> Hand:
    """As a guest, on the seminar's page that is open."""
    hand = Hand(page)
    hand.write("name", "Zenta Ziediņa")
    hand.write("email", email)
    hand.write("school", "Daugavpils 3. vidusskola")
    hand.tap(page.locator("#register button[type=submit]"))
    expect(page).to_have_url(RECEIVED)
    return hand


def letter_to(email: str, subject: str) -> EmailMessage:
    """What the portal's worker wrote for this address."""
    folder = Path(os.environ.get("PORTAL_UNDER_TEST_DATA", DATA)) / "mail"
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for file in folder.glob("*.log"):
            for raw in file.read_bytes().split(b"-" * 79):
                letter = message_from_bytes(raw.strip(), policy=policy.default)
                if letter["To"] == email and subject in str(letter["Subject"]):
                    return letter
        time.sleep(0.5)
    pytest.fail(f"no letter „{subject}” came")


def link_in(letter: EmailMessage, word: str) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    match = re.search(rf"https?://[^/\s]+(/lv/\S*{word}\S*)", body.get_content())
    assert match is not None, body.get_content()
    return match.group(1)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_guest_registers(open_as: OpenPage, scripts: bool) -> None:
    page = open_as(None, phone=True, scripts=scripts)
    open_one(page, "brīv(a|as|u) viet")
    email = address()
    hand = register(page, email)
    page.goto(link_in(letter_to(email, "Jums ir vieta"), "vieta/"))
    expect(page.locator("main")).to_contain_text("Vieta ir Jūsu")
    assert (hand.taps, hand.fields) == (1, {"name", "email", "school"})


def test_janis_registers_without_typing(open_as: OpenPage) -> None:
    page = open_as("janis", phone=True)
    open_one(page, "Pieteikties")  # what others planned in the meantime may take nobody
    href = urlsplit(page.url).path
    title = page.get_by_role("heading", level=1).inner_text()
    page.goto("/lv/seminari/")
    hand = Hand(page)
    hand.tap(page.locator(f"main a.row-title[href='{href}']"))
    hand.tap(page.locator("#register button[type=submit]"))
    expect(page).to_have_url(PLACE)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert (hand.taps, hand.fields) == (2, set())
    page.goto(href)  # for whoever tries this once more on the same portal
    follow(page.locator("#register a.button"))
    follow(page.get_by_role("link", name="Atsaukt pieteikumu"))
    follow(page.get_by_role("button", name="Atsaukt pieteikumu"))
    expect(page.locator("main")).to_contain_text("vairs nav spēkā")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_guest_cancels_from_the_mail_in_two_taps(open_as: OpenPage, scripts: bool) -> None:
    page, email = open_as(None, phone=True, scripts=scripts), address()
    open_one(page, "brīv(a|as|u) viet")
    register(page, email)
    letter = letter_to(email, "Jums ir vieta")
    assert [attachment.get_content_type() for attachment in letter.iter_attachments()] == ["text/calendar"]
    hand = Hand(page)
    hand.taps += 1  # the link in the mail
    page.goto(link_in(letter, "atsaukt"))
    hand.tap(page.get_by_role("button", name="Atsaukt pieteikumu"))
    expect(page.locator("main")).to_contain_text("Šis pieteikums vairs nav spēkā")
    assert hand.taps == 2


def test_next_in_line_accepts_with_one_tap(open_as: OpenPage) -> None:
    """Whoever comes when all is full waits; somebody cancels; the letter leads to a page with one button."""
    page = open_as(None, phone=True)
    open_one(page, "brīv(a|as) viet", "stundu laikā atveriet saiti")
    href, seated = page.url, ""
    for _guest in range(4):
        email = address()
        register(page, email)
        page.goto(link_in(letter_to(email, ""), "vieta/"))
        if page.locator("main").filter(has_text="Jūs esat gaidīšanas sarakstā").count():
            break
        seated = page.url
        page.goto(href)
    expect(page.locator("main")).to_contain_text("Gaidīšanas sarakstā Jūsu kārtas numurs ir 1.")
    assert seated
    waiting = page.url
    page.goto(f"{seated}atsaukt/")
    follow(page.get_by_role("button", name="Atsaukt pieteikumu"))
    letter = letter_to(email, "Jums ir atbrīvojusies vieta")
    page.goto(link_in(letter, "vieta/"))
    assert page.url == waiting
    hand = Hand(page)
    hand.tap(page.get_by_role("button", name="Pieņemt vietu"))
    expect(page.locator("main")).to_contain_text("Vieta ir Jūsu")
    assert (hand.taps, hand.fields) == (1, set())
    page.goto(f"{waiting}atsaukt/")  # for whoever tries this once more on the same portal
    follow(page.get_by_role("button", name="Atsaukt pieteikumu"))


def test_mailed_link_is_confirmed_with_one_button(open_as: OpenPage) -> None:
    page, email = open_as(None), address()
    open_one(page, "brīv(a|as|u) viet")
    register(page, email)
    page.goto(link_in(letter_to(email, "Jums ir vieta"), "apstiprinat"))
    follow(page.get_by_role("button", name="Apstiprināt pieteikumu"))
    expect(page).to_have_url(PLACE)
    expect(page.locator("main")).to_contain_text("Vairāk nekas nav jādara.")


def test_question_shows_when_it_is_asked(open_as: OpenPage) -> None:
    page = open_as(None)
    open_one(page, "Vai pusdienosiet")
    lunch = page.get_by_text("Kādas pusdienas?")
    expect(lunch).to_be_hidden()
    page.get_by_label("Jā", exact=True).check()
    expect(lunch).to_be_visible()
    page.get_by_label("Nē", exact=True).check()
    expect(lunch).to_be_hidden()
    email = address()
    register(page, email)
    page.goto(link_in(letter_to(email, "Jums ir vieta"), "vieta/"))
    expect(page.locator("main")).to_contain_text("Vai pusdienosiet kopā ar mums?")


def test_mistake_keeps_everything_and_takes_the_focus(open_as: OpenPage) -> None:
    page = open_as(None, phone=True)
    open_one(page, "brīv(a|as|u) viet")
    page.fill("[name=name]", "Zenta Ziediņa")
    page.fill("[name=email]", "nav adrese")
    page.locator("#register button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("[name=name]")).to_have_value("Zenta Ziediņa")
    expect(page.locator("[name=email]")).to_have_value("nav adrese")
    assert wrongs(page) == []


def test_pages_of_taking_part_are_accessible(open_as: OpenPage) -> None:
    page = open_as(None)
    open_one(page, "brīv(a|as|u) viet")
    assert wrongs(page) == []
    email = address()
    register(page, email)
    assert wrongs(page) == []
    page.goto(link_in(letter_to(email, "Jums ir vieta"), "vieta/"))
    place = page.url
    for tail in ("", "mainit/", "atsaukt/"):
        page.goto(place + tail)
        assert wrongs(page) == [], tail
    follow(page.get_by_role("button", name="Atsaukt pieteikumu"))
    assert wrongs(page) == []
    open_one(page, "Pieteikties gaidīšanas sarakstā")
    assert wrongs(page) == []
    email = address()
    register(page, email)
    page.goto(link_in(letter_to(email, ""), "vieta/"))
    expect(page.locator("main")).to_contain_text("Jūs esat gaidīšanas sarakstā")
    assert wrongs(page) == []
