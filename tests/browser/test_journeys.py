"""What each person's main task costs, tried with a hand that counts its taps and fields."""

import re
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect

from darbigas_kopienas.values.formats import money, parse_money
from tests.browser.conftest import OpenPage
from tests.browser.hand import Hand, follow, photo

pytestmark = [pytest.mark.browser]
EVENT, EXPENSE = "/lv/pasakumi/pievienot/", "/lv/budzets/izdevumi/pievienot/"
GRANT, COUNCIL = re.compile(r"115\s029,00\sEUR"), re.compile(r"(?<!\d)1\s000,00\sEUR")


def _picture_is_drawn(page: Page) -> bool:
    picture = page.locator("main .photos img").first
    picture.scroll_into_view_if_needed()
    return bool(picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_ilze_logs_an_event_with_a_photo_on_a_phone(open_as: OpenPage, scripts: bool) -> None:
    page = open_as("ilze", phone=True, scripts=scripts)
    page.goto(EVENT)
    title = f"Rudens talka pie skolas {'ar' if scripts else 'bez'} skriptiem"
    hand = Hand(page)
    hand.write("title", title)
    hand.write("count_children", "18")
    hand.write("count_parents", "7")
    hand.attach("new_documents", photo(colour="orange"))
    if scripts:
        expect(page.locator("input[name=documents]")).not_to_have_count(0)
    hand.tap(page.get_by_role("button", name="Saglabāt pasākumu"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.locator("main")).to_contain_text("18")
    assert _picture_is_drawn(page)
    assert hand.taps <= 3
    assert len(hand.fields) <= 6


def test_the_button_that_sticks_never_covers_the_field_in_focus(open_as: OpenPage) -> None:
    page = open_as("ilze", phone=True)
    page.goto(EVENT)
    for field in page.locator("main form :is(input:not([type=hidden]), select, textarea):visible").all():
        field.focus()
        covered = field.evaluate(
            """field => {
                const buttons = document.querySelector(".buttons"), box = field.getBoundingClientRect();
                return !buttons.contains(field) && box.bottom > buttons.getBoundingClientRect().top;
            }"""
        )
        assert not covered, field.get_attribute("name")


def _left_of_council(page: Page) -> str:
    figure = page.locator(".figures > *").filter(has_text="līdzfinansējums")
    return str(figure.locator("dd").first.inner_text().splitlines()[0])


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_anna_sees_what_is_left_without_scrolling(open_as: OpenPage, phone: bool) -> None:
    page = open_as("anna", phone=phone)
    for address in ("/lv/mani-darbi/", "/lv/budzets/", EXPENSE):
        page.goto(address)
        figures = page.locator(".figures").first
        for amount in (GRANT, COUNCIL, re.compile(re.escape(_left_of_council(page)))):
            expect(figures.get_by_text(amount).first).to_be_in_viewport()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_anna_adds_an_expense_with_its_receipt(open_as: OpenPage, phone: bool) -> None:
    page = open_as("anna", phone=phone)
    page.goto(EXPENSE)
    number = "TA-2" if phone else "TA-1"
    hand = Hand(page)
    hand.write("supplier_name", f"SIA „Paraugs {number}”")  # the same sum of one supplier would be asked about
    # A known supplier suggests both; of a new one nobody chooses for her.
    page.select_option("[name=line]", index=1)
    page.select_option("[name=source]", label=_option(page, "source", "Padome"))
    hand.write("document_number", number)
    hand.write("total", "24,20")
    hand.attach("new_documents", photo("čeks.jpg", "teal" if phone else "navy"))
    expect(page.locator("input[name=documents]")).not_to_have_count(0)
    hand.tap(page.get_by_role("button", name="Iesniegt"))
    expect(page.locator("main")).to_contain_text(number)
    expect(page.locator("main")).to_contain_text(re.compile(r"24,20\sEUR"))
    assert re.search(r"/izdevumi/\d+/$", page.url)
    assert hand.taps <= 3
    assert len(hand.fields - {"new_documents"}) <= 4


def test_anna_is_warned_with_the_amount_before_she_saves(open_as: OpenPage) -> None:
    page = open_as("anna")
    page.goto(EXPENSE)
    over = parse_money("100,00")
    page.fill("[name=total]", money(parse_money(_left_of_council(page).removesuffix("EUR")) + over).removesuffix("EUR"))
    page.select_option("[name=source]", label=_option(page, "source", "līdzfinansējums"))
    page.select_option("[name=line]", label=_option(page, "line", "Publicitāte"))
    expect(page.locator("#over-limit")).to_contain_text("Tiktu pārsniegts")
    expect(page.locator("#over-limit")).to_contain_text(re.compile(r"(?<!\d)100,00\sEUR"))
    assert page.url.endswith(EXPENSE)


def _option(page: Page, field: str, words: str) -> str:
    return str(page.locator(f"[name={field}] option").filter(has_text=words).first.inner_text())


def test_marta_has_the_pdf_in_two_taps_and_two_clicks_make_one(open_as: OpenPage) -> None:
    page = open_as("marta")
    page.goto("/lv/mani-darbi/")
    follow(page.get_by_role("link", name="Sagatavot pārskatu").first)
    before = page.locator("main .list > .row").count()
    hand = Hand(page)
    hand.taps += 1
    page.get_by_role("button", name="Sagatavot PDF").dblclick()
    expect(page.locator("#job")).to_have_attribute("data-say", re.compile(r"\w"))
    download = page.get_by_role("link", name="Lejupielādēt datni")
    expect(download).to_be_visible()
    with page.expect_download() as got:
        hand.taps += 1
        download.click()
    assert (hand.taps, hand.fields) == (2, set())
    pdf = Path(got.value.path()).read_bytes()
    assert pdf.startswith(b"%PDF")
    words = " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())
    assert GRANT.search(words)
    assert COUNCIL.search(words)
    page.goto("/lv/parskati/")
    assert page.locator("main .list > .row").count() == before + 1


def test_karlis_gets_nothing_of_daugavpils_by_its_address(open_as: OpenPage) -> None:
    anna, ilze, karlis = open_as("anna"), open_as("ilze"), open_as("karlis")
    anna.goto("/lv/budzets/izdevumi/")
    expense = anna.locator("main table a[href*='/izdevumi/']").first.get_attribute("href") or ""
    anna.goto(expense)
    receipt = anna.locator("main a[href*='/faili/']").first.get_attribute("href") or ""
    ilze.goto("/lv/pasakumi/")
    event = ilze.locator("main table th a").last.get_attribute("href") or ""
    assert re.search(r"/\d+/$", expense)
    assert re.search(r"/\d+/$", event)
    for address in (expense, receipt, f"{expense}labot/", f"{event}labot/"):
        answer = karlis.request.get(address)
        assert answer.status in {403, 404}, address
        assert "Daugavpils" not in answer.text() or answer.status == 404
    assert ilze.request.get(f"{event}labot/").status != 404  # the address itself is right


@pytest.mark.parametrize(
    ("who", "here", "there"),
    [(None, "/lv/seminari/", "/en/seminars/"), ("marta", "/lv/budzets/izdevumi/", "/en/budget/expenses/")],
)
def test_language_switch_stays_on_the_page(open_as: OpenPage, who: str | None, here: str, there: str) -> None:
    page = open_as(who)
    page.goto(here)
    follow(page.locator(".site-head .languages").get_by_role("link", name="English"))
    page.wait_for_url(f"**{there}")
    assert page.locator("html").get_attribute("lang") == "en"
    follow(page.locator(".site-head .languages").get_by_role("link", name="Latviešu"))
    page.wait_for_url(f"**{here}")


def test_janis_finds_a_seminar(open_as: OpenPage) -> None:
    page = open_as("janis", phone=True)
    page.goto("/lv/mani-darbi/")
    hand = Hand(page)
    hand.tap(page.get_by_role("link", name="Atrast semināru").first)
    first = page.locator("main .row-title").first
    title = first.inner_text()
    hand.tap(first)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("main")).to_contain_text(re.compile(r"20\d\d"))
    assert (hand.taps, hand.fields) == (2, set())


def _focused(page: Page) -> str:
    return str(page.evaluate("(document.activeElement.name || document.activeElement.id || '')"))


def _tab_to(page: Page, name: str) -> None:
    for _step in range(40):
        if _focused(page) == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {name}")


def test_keyboard_is_enough(open_as: OpenPage) -> None:
    page = open_as(None)
    page.goto("/lv/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.goto("/lv/konts/login/")
    _tab_to(page, "login")
    page.keyboard.type("nav@example.lv")
    _tab_to(page, "password")
    page.keyboard.type("nepareiza")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()


def test_menu_of_the_phone_opens_and_closes_by_keyboard(open_as: OpenPage) -> None:
    page = open_as(None, phone=True)
    page.goto("/lv/")
    menu = page.locator("details.menu.phone")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Semināri")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Semināri")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
