"""File fields speak the portal's language, whatever the browser's is; they stay the browser's own."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser]
TABLE = "/lv/seminari/ievietot/"
FILE = FilePayload(name="Semināri 2026.xlsx", mimeType="text/plain", buffer=b"x")


@pytest.mark.parametrize("is_phone", [True, False])
def test_button_and_chosen_name_are_in_the_page_s_language(open_as: OpenPage, is_phone: bool) -> None:
    page = open_as("marta", phone=is_phone)
    # Caught from here on: with a key, the first would come before the catch.
    page.on("filechooser", lambda _chooser: None)
    page.goto(TABLE)
    field, entry = page.locator("input[type=file]"), page.locator(".file-entry")
    expect(entry).to_have_text("Izvēlēties datniDatne nav izvēlēta")
    field.focus()
    assert entry.evaluate("entry => getComputedStyle(entry).outlineStyle") == "solid"
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files([FILE])
    expect(entry).to_have_text("Izvēlēties datniSemināri 2026.xlsx")
    with page.expect_file_chooser() as chooser:
        entry.click(position={"x": 20, "y": 20})
    chooser.value.set_files([])
    expect(entry).to_contain_text("Datne nav izvēlēta")
    expect(page.get_by_label("Tabula")).to_have_attribute("type", "file")


def test_without_scripts_it_is_the_browser_s_own(open_as: OpenPage) -> None:
    page = open_as("marta", scripts=False)
    page.goto(TABLE)
    expect(page.locator(".file-entry > input")).to_be_visible()
    expect(page.locator(".file-entry > input")).to_have_css("opacity", "1")
    expect(page.locator(".file-entry > .button")).to_be_hidden()
