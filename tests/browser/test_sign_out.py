"""On a school's computer the next person finds nothing of whoever signed out; unsent ticks are asked about first."""

import pytest
from playwright.sync_api import Dialog, expect

from darbigas_kopienas.demo.people import PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.hand import follow

pytestmark = [pytest.mark.browser]
WAITING = """() => {
  localStorage.setItem("draft:1:budget:expense_create", '{"at": 1, "data": {"title": ["x"]}}');
  localStorage.setItem("ticks:1:7", '{"3": {"here": true}}');
}"""


def test_signing_out_takes_along_what_waits_on_the_device(open_as: OpenPage) -> None:
    page = open_as(None)
    page.goto("/lv/konts/login/")
    page.fill("input[name=login]", "karlis@example.lv")
    page.fill("input[name=password]", PASSWORD)
    expect(page.locator("#id_remember")).not_to_be_checked()
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")
    page.goto("/lv/mani-darbi/")
    page.evaluate(WAITING)
    sign_out = page.locator("details.who").get_by_role("button", name="Iziet")
    page.locator("details.who summary").click()
    expect(sign_out).to_be_visible()

    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", stay)
    sign_out.click()
    expect(sign_out).to_be_enabled()
    assert "nenosūtītas klātbūtnes atzīmes" in asked[0]
    assert page.evaluate("() => localStorage.length") == 2

    page.once("dialog", lambda dialog: dialog.accept())
    follow(sign_out)
    expect(page.locator("details.who")).to_have_count(0)
    assert page.evaluate("() => Object.keys(localStorage)") == []


@pytest.mark.parametrize("is_phone", [True, False])
def test_what_is_said_after_signing_out_is_seen_at_once(open_as: OpenPage, is_phone: bool) -> None:
    page = open_as(None, phone=is_phone)
    page.goto("/lv/konts/login/")
    page.fill("input[name=login]", "karlis@example.lv")
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")
    page.goto("/lv/konts/logout/")
    follow(page.locator("main form button"))
    said, screen = page.locator(".messages"), page.viewport_size
    expect(said).to_be_in_viewport(ratio=1)
    box = said.bounding_box()
    assert box is not None
    assert screen is not None
    assert box["y"] + box["height"] < screen["height"] / 3


def test_a_session_that_ended_by_itself_leaves_what_waits(open_as: OpenPage) -> None:
    page = open_as("karlis")
    page.goto("/lv/mani-darbi/")
    page.evaluate(WAITING)
    page.context.clear_cookies(name="sessionid")
    page.goto("/lv/mani-darbi/")
    page.wait_for_url("**/login/**")
    assert page.evaluate("() => localStorage.length") == 2
