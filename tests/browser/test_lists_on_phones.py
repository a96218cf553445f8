"""Lists and tabs on a phone: rows of two lines, the first one soon, the open tab always seen."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.conftest import OpenPage
from tests.browser.page_checks import PHONE, TOO_WIDE
from tests.chromium import CHROMIUM, FLAGS

pytestmark = [pytest.mark.browser]
ROWS = ".table tbody tr"


def top_of(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"]


def end_of(page: Page, selector: str) -> float:
    box = page.locator(selector).last.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def heights(page: Page) -> list[float]:
    heights: list[float] = page.eval_on_selector_all(
        ROWS, "rows => rows.map(row => row.getBoundingClientRect().height)"
    )
    return heights


def staff_pages(page: Page) -> list[str]:
    """The pages of a seminar that was held and has participants."""
    page.goto("/lv/mani-darbi/")
    page.goto(page.get_attribute('main a[href*="/apliecibas/"]', "href") or "")
    links: list[str] = page.eval_on_selector_all(
        ".page-head .tabs a", "links => links.map(link => link.getAttribute('href'))"
    )
    return links


def participants(page: Page) -> str:
    return next(link for link in staff_pages(page) if "/dalibnieki/" in link)


def test_participants_are_two_lines_each_and_begin_on_the_first_screen(open_as: OpenPage) -> None:
    page = open_as("ilze", phone=True)
    page.goto(participants(page))
    number = page.locator(ROWS).count()
    assert number >= 11
    assert top_of(page, f"{ROWS} th") < 700
    assert end_of(page, f"{ROWS} >> nth=10") < 1600
    assert max(heights(page)) < 90


@pytest.mark.parametrize(
    ("who", "address", "most", "highest"),
    [("ilze", "/lv/budzets/izdevumi/", 2600, 100), ("marta", "/lv/budzets/", 2600, 110)],
)
def test_money_is_read_in_few_lines(open_as: OpenPage, who: str, address: str, most: int, highest: int) -> None:
    page = open_as(who, phone=True)
    page.goto(address)
    assert page.locator(ROWS).count() >= 10
    assert end_of(page, f"{ROWS} >> nth={min(page.locator(ROWS).count(), 18) - 1}") < most
    assert max(heights(page)) < highest


def test_an_expense_says_what_it_was_for_in_two_lines(open_as: OpenPage) -> None:
    page = open_as("ilze", phone=True)
    page.goto("/lv/budzets/izdevumi/")
    described = page.locator(ROWS).filter(has=page.locator(".one-line > div:not(.meta)"))  # other tests add plain ones
    row = described.first
    heading = row.locator("th").bounding_box()
    assert heading is not None
    for part in (".at-end", ".one-line > *"):  # the sum; the description, the line with its source
        for box in row.locator(part).all():
            place = box.bounding_box()
            assert place is not None
            assert place["y"] + place["height"] < heading["y"] + 2.2 * heading["height"]
    assert row.locator(".one-line > *").count() == 2


def test_choosing_is_counted_in_a_bar_that_stays(open_as: OpenPage) -> None:
    page = open_as("ilze", phone=True)
    page.goto(participants(page))
    bar, boxes = page.locator("[data-choose-bar]"), page.locator("input[name=registration]:not([type=hidden])")
    assert bar.is_hidden()
    for number in range(3):
        boxes.nth(number).check()
    assert bar.locator("output").inner_text() == "Izvēlēti: 3"
    assert bar.evaluate("bar => bar.getBoundingClientRect().bottom <= innerHeight + 1")
    page.click("[data-choose-all]")
    expect(bar.locator("output")).to_have_text(f"Izvēlēti: {boxes.count()}")
    page.click("[data-choose-all]")
    expect(bar).to_be_hidden()


def test_without_scripts_there_is_all_that_choosing_needs(open_as: OpenPage) -> None:
    page = open_as("ilze", phone=True, scripts=False)
    page.goto(participants(page))
    assert page.locator("[data-choose-bar]").is_visible()
    assert page.locator("[data-choose-all]").is_hidden()


def test_the_open_tab_is_seen_at_one_place_of_every_page(open_as: OpenPage) -> None:
    for scripts in (True, False):
        page = open_as("ilze", phone=True, scripts=scripts)
        places = {}
        for address in staff_pages(page):
            page.goto(address)
            tabs, heading = page.locator(".page-head > .tabs"), page.locator("h1")
            place, above = tabs.bounding_box(), heading.bounding_box()
            assert place is not None
            assert above is not None
            shown = page.locator(".page-head .tabs summary").inner_text().split(":")[0]
            assert shown.strip() == (tabs.locator("[aria-current]").text_content() or "").strip()
            assert place["x"] >= 0
            assert place["x"] + place["width"] <= 390
            places[address] = (round(place["y"] - above["y"] - above["height"]), place["y"] + place["height"])
        assert len({gap for gap, _end in places.values()}) == 1, places
        assert {address: end for address, (_gap, end) in places.items() if end >= 330} == {}


def test_tabs_on_a_wide_screen_are_a_row(open_as: OpenPage) -> None:
    page = open_as("ilze")
    page.goto(participants(page))
    tabs = page.locator(".page-head .tabs a")
    assert tabs.count() == 7
    assert len({round(tab["y"]) for tab in (link.bounding_box() for link in tabs.all()) if tab}) == 1
    tabs.last.click()
    page.wait_for_url("**/iestatijumi/")


def test_a_phone_shows_one_step_back(open_as: OpenPage) -> None:
    page = open_as("ilze", phone=True)
    page.goto(participants(page))
    steps = [step for step in page.locator(".crumbs li").all() if step.is_visible()]
    assert len(steps) == 1
    assert steps[0].locator("a").count() == 1


def test_links_in_rows_are_as_high_as_a_thumb(open_as: OpenPage) -> None:
    page = open_as("ilze", phone=True)
    page.goto("/lv/seminari/")
    boxes = [link.bounding_box() for link in page.locator("p.links > a").all()]
    assert len(boxes) >= 3
    assert [box for box in boxes if box is None or box["height"] < 40] == []


def test_selects_are_as_wide_as_the_form(open_as: OpenPage) -> None:
    page = open_as("ilze", phone=True)
    page.goto("/lv/budzets/izdevumi/pievienot/")
    for name in ("line", "source"):
        box = page.locator(f"select[name={name}]").bounding_box()
        assert box is not None
        assert box["width"] > 330


def test_letters_twice_as_large_leave_the_head_one_line(playwright: Playwright, portal: str) -> None:
    """By the browser's own setting, which the page's style cannot see but in its measures."""
    program = next(path for path in CHROMIUM if Path(path).exists())
    large = playwright.chromium.launch(executable_path=program, args=[*FLAGS, "--blink-settings=defaultFontSize=32"])
    try:
        page = large.new_page(base_url=portal, viewport=PHONE, locale="lv-LV")
        page.goto("/lv/")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert page.evaluate(TOO_WIDE) == 0
        name, button = page.locator(".site-name").bounding_box(), page.locator(".menu.phone summary").bounding_box()
        assert name is not None
        assert button is not None
        assert name["x"] + name["width"] <= button["x"]
        assert button["x"] + button["width"] <= 390
        assert page.locator(".site-name > span").evaluate("name => name.getClientRects().length") == 1
    finally:
        large.close()
