"""Days and hours typed on a telephone's number keyboard: the dots come by themselves, and a calendar can be opened."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.page_checks import wrongs

pytestmark = [pytest.mark.browser]
PLAN = "/lv/seminari/pievienot/"
# Headless browsers open no calendar; whoever chose a day in it left it here.
CHOOSE = """HTMLInputElement.prototype.showPicker = function () {
  window.opened = this.value; this.value = "2026-12-16"; this.dispatchEvent(new Event("change"));
}"""


@pytest.fixture
def page(open_as: OpenPage) -> Page:
    page = open_as("ilze", phone=True)
    page.goto(PLAN)
    return page


def typed(page: Page, field: str, keys: str) -> str:
    page.fill(field, "")
    page.locator(field).press_sequentially(keys)
    return page.input_value(field)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("09122026", "09.12.2026"),
        ("9122026", "9.12.2026"),
        ("091226", "09.12.26"),
        ("09.12.2026.", "09.12.2026"),
        ("1.1.2026", "1.1.2026"),
        ("2026-12-09", "2026-12-09"),
    ],
)
def test_the_dots_of_a_day_come_by_themselves(page: Page, keys: str, text: str) -> None:
    assert typed(page, "#id_day", keys) == text


@pytest.mark.parametrize(
    ("keys", "text"), [("1000", "10.00"), ("930", "9.30"), ("0930", "09.30"), ("10:00", "10.00"), ("9.30", "9.30")]
)
def test_the_dot_of_an_hour_comes_by_itself(page: Page, keys: str, text: str) -> None:
    assert typed(page, "#id_starts", keys) == text


def test_what_is_deleted_stays_deleted_and_the_caret_where_it_was(page: Page) -> None:
    typed(page, "#id_day", "0912")
    for left in ("09.12", "09.1", "09.", "09", "0", ""):
        page.keyboard.press("Backspace")
        assert page.input_value("#id_day") == left
    typed(page, "#id_day", "0912202")
    for _step in range(len(".12.202")):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("1")
    assert page.input_value("#id_day") == "091.12.202"
    assert page.evaluate("document.activeElement.selectionStart") == len("091")


def test_a_calendar_is_opened_by_a_button_and_by_a_key(page: Page) -> None:
    page.evaluate(CHOOSE)
    page.fill("#id_day", "9.12.2026")
    button = page.get_by_role("button", name="Izvēlēties kalendārā: Diena")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_day")).to_have_value("16.12.2026")
    assert page.evaluate("window.opened") == "2026-12-09"
    expect(page.locator("#id_day")).to_be_focused()
    assert wrongs(page) == []


def test_without_scripts_there_is_no_button(open_as: OpenPage) -> None:
    page = open_as("ilze", phone=True, scripts=False)
    page.goto(PLAN)
    expect(page.locator("[data-calendar]").first).to_be_hidden()
