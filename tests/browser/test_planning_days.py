"""A seminar of several days is planned in one form, with scripts at once and without them by the same buttons."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.hand import follow, open_anew
from tests.browser.page_checks import wrongs

pytestmark = [pytest.mark.browser]


def first_day(page: Page) -> None:
    open_anew(page, "/lv/seminari/pievienot/")
    page.fill("[name=title_lv]", "Divas dienas")
    page.fill("[name=day]", "30.11.2026")
    page.fill("[name=starts]", "10:00")
    page.fill("[name=ends]", "15:30")


def test_next_day_comes_at_once_and_nothing_is_lost(open_as: OpenPage) -> None:
    page = open_as("karlis", phone=True)
    first_day(page)
    page.get_by_role("button", name="Vēl viena diena").click()
    expect(page.locator("[name=days-0-day]")).to_have_value("01.12.2026")
    expect(page.locator("[name=days-0-starts]")).to_have_value("10.00")
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.locator("[name=title_lv]")).to_have_value("Divas dienas")
    assert wrongs(page) == []
    page.get_by_role("button", name="Noņemt 2. dienu").click()
    expect(page.locator("[name=days-0-day]")).to_have_count(0)


def test_without_scripts_the_same_button_shows_the_form_anew(open_as: OpenPage) -> None:
    page = open_as("karlis", scripts=False)
    first_day(page)
    follow(page.get_by_role("button", name="Vēl viena diena"))
    expect(page.locator("[name=days-0-day]")).to_have_value("01.12.2026")
    expect(page.locator("[name=title_lv]")).to_have_value("Divas dienas")


def test_whoever_was_signed_out_meanwhile_is_led_to_sign_in(open_as: OpenPage) -> None:
    page = open_as("karlis")
    first_day(page)
    page.get_by_role("button", name="Vēl viena diena").click()
    expect(page.locator("[name=days-0-day]")).to_have_value("01.12.2026")
    page.context.clear_cookies(name=re.compile("session"))
    page.get_by_role("button", name="Vēl viena diena").click()
    page.wait_for_url(re.compile("/login/"))
