"""On the day, on a telephone: ticks survive a dropped connection and arrive once; the same works without JavaScript.

Kārlis is at work here, so that nobody else's test sees these ticks.
"""

import io
import re

import pypdf
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from darbigas_kopienas.values import clock, formats
from tests.browser.conftest import OpenPage
from tests.browser.hand import follow
from tests.browser.page_checks import wrongs

pytestmark = [pytest.mark.browser]
WALK_IN = ["Lapsiņa Ābele", "Čiekurs Egle", "Žubīte Osis"]


def plan(page: Page) -> str:
    """A seminar of Kārlis's own, today; gives the address of its list."""
    page.goto("/lv/seminari/pievienot/")
    page.fill("[name=title_lv]", "Klātbūtne bez savienojuma")
    page.fill("[name=day]", formats.day(clock.today()))
    page.fill("[name=starts]", "10:00")
    page.fill("[name=ends]", "14:00")
    page.fill("[name=place]", "Kaunatas vidusskola")
    follow(page.get_by_role("button", name="Saglabāt semināru"))
    page.locator(".page-head .tabs summary").click()
    expect(page.locator(".page-head .tabs details")).to_have_attribute("open", "")
    follow(page.get_by_role("link", name="Klātbūtne", exact=True))
    page.wait_for_url(re.compile(r"/klatbutne/\d+/\d+/$"))
    for name in WALK_IN:
        add(page, name)
    return page.url


def add(page: Page, name: str) -> None:
    follow(page.get_by_role("link", name="Pievienot dalībnieku"))
    page.fill("[name=name]", name)
    page.fill("[name=school]", "Kaunatas vidusskola")
    follow(page.get_by_role("button", name="Pievienot un atzīmēt"))
    expect(page.get_by_label(re.compile(name)).first).to_be_checked()


def box(page: Page, name: str) -> Locator:
    return page.locator("[data-tick]", has_text=name).locator("input[name=here]")


def settled(page: Page) -> None:
    """The server has every tick. A single one on its way is not told above the list, so the lines are asked too."""
    expect(page.locator(".is-waiting")).to_have_count(0)
    expect(page.locator("[data-queue]")).to_be_hidden()


@pytest.fixture(scope="module")
def entries() -> dict[str, str]:
    return {}


@pytest.fixture
def listed(open_as: OpenPage, entries: dict[str, str]) -> Page:
    """The list on Kārlis's telephone with the three of them in it."""
    page = open_as("karlis", phone=True)
    if "list" not in entries:
        entries["list"] = plan(page)
    page.goto(entries["list"])
    return page


def test_ticks_made_without_a_connection_wait_and_arrive_once(listed: Page) -> None:
    page, sent = listed, []
    for name in WALK_IN:
        if box(page, name).is_checked():
            box(page, name).uncheck()
    settled(page)
    page.reload()
    page.on(
        "request",
        lambda request: sent.append(request.url) if request.method == "POST" and "/atzimes/" in request.url else None,
    )
    page.context.set_offline(True)
    box(page, WALK_IN[0]).check()
    box(page, WALK_IN[1]).check()
    expect(page.locator("[data-queue]")).to_have_text("2 atzīmes gaida savienojumu.")
    page.set_viewport_size({"width": 390, "height": 300})
    box(page, WALK_IN[2]).evaluate("box => box.scrollIntoView({ block: 'end' })")
    expect(page.locator(".ticks-head")).not_to_be_in_viewport()  # the list is scrolled; what waits is said all the same
    expect(page.locator("[data-queue]")).to_be_in_viewport(ratio=1)
    box(page, WALK_IN[1]).uncheck()
    box(page, WALK_IN[1]).check()
    waiting = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('ticks:'))")
    assert len(waiting) == 1
    sent.clear()  # what was tried in vain
    # back, but the server cannot be reached yet: nothing is lost at a reload
    down = re.compile(r"/atzimes/$")
    page.route(down, lambda route: route.abort())
    page.context.set_offline(False)
    page.reload()
    expect(box(page, WALK_IN[0])).to_be_checked()
    expect(page.locator("[data-queue]")).to_have_text("2 atzīmes gaida savienojumu.")
    page.unroute(down)
    sent.clear()
    settled(page)
    assert len(sent) == 2
    page.reload()
    assert [box(page, name).is_checked() for name in WALK_IN] == [True, True, False]


def test_an_answer_that_got_lost_does_no_harm(listed: Page) -> None:
    """The server ticked, the answer never came: the tick is sent again and is still one."""
    page = listed
    answered: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not answered:
            answered.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/atzimes/$"), lose)
    before = box(page, WALK_IN[2]).is_checked()
    box(page, WALK_IN[2]).set_checked(not before)
    expect(page.locator("[data-queue]")).to_have_text("1 atzīme gaida savienojumu.")
    settled(page)
    assert answered == [200]
    expect(page.locator("[data-tick]", has_text=WALK_IN[2]).locator("[data-note]")).to_be_hidden()
    page.reload()
    assert box(page, WALK_IN[2]).is_checked() is not before


def test_a_tick_is_undone_within_ten_seconds(listed: Page) -> None:
    page = listed
    before = box(page, WALK_IN[0]).is_checked()
    box(page, WALK_IN[0]).set_checked(not before)
    page.get_by_role("button", name="Atsaukt").click()
    expect(box(page, WALK_IN[0])).to_be_checked(checked=before)
    settled(page)
    page.reload()
    assert box(page, WALK_IN[0]).is_checked() is before


def test_two_people_tick_and_the_earlier_is_told(listed: Page, open_as: OpenPage) -> None:
    here, there = listed, open_as("karlis")
    there.goto(here.url)
    before = box(here, WALK_IN[0]).is_checked()
    with here.expect_response(re.compile(r"/atzimes/$")):
        box(here, WALK_IN[0]).set_checked(not before)
    settled(here)
    # the other page still shows what was before; partly here now
    if before:
        hours = there.locator("[data-tick]", has_text=WALK_IN[0]).locator(".hours input")
        hours.fill("1")
        hours.blur()
    else:
        box(there, WALK_IN[0]).check()
        box(there, WALK_IN[0]).uncheck()
    settled(there)
    here.reload()
    assert box(here, WALK_IN[0]).is_checked() is before


def test_somebody_is_found_by_plain_letters(listed: Page) -> None:
    listed.fill("[data-tick-search]", "ciekurs")
    expect(listed.locator("[data-tick]:visible")).to_have_count(1)


def test_without_javascript_the_list_is_a_form(listed: Page, open_as: OpenPage) -> None:
    page = open_as("karlis", phone=True, scripts=False)
    page.goto(listed.url)
    before = box(page, WALK_IN[1]).is_checked()
    box(page, WALK_IN[1]).set_checked(not before)
    follow(page.get_by_role("button", name="Saglabāt sarakstu"))
    expect(page.locator(".messages")).to_contain_text("Saglabāta 1 atzīme.")
    assert box(page, WALK_IN[1]).is_checked() is not before


def test_targets_are_large_enough_for_a_thumb(listed: Page) -> None:
    sizes = listed.locator("[data-tick] label, [data-tick] .hours input").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(({width, height}) => Math.min(width, height))"
    )
    assert min(sizes) >= 48


def test_pages_of_the_day_are_accessible_and_fit(listed: Page) -> None:
    assert wrongs(listed) == []
    here = listed.url
    for name in ("siena", "kodi", "pievienot"):
        listed.goto(f"{here}{name}/")
        assert wrongs(listed) == []
    listed.goto(f"{here}siena/")
    follow(listed.get_by_role("button", name=re.compile("kodu")))
    assert wrongs(listed) == []
    for width, height in ((1280, 900), (1920, 1080), (390, 844)):
        listed.set_viewport_size({"width": width, "height": height})
        for part in (".wall-qr svg", ".wall-letters"):
            box_of_part = listed.locator(part).bounding_box()
            assert box_of_part is not None
            assert (box_of_part["x"] >= 0, box_of_part["y"] >= 0) == (True, True), (width, part)
            assert box_of_part["x"] + box_of_part["width"] <= width, (width, part)
            assert box_of_part["y"] + box_of_part["height"] <= height, (width, part)
    for paper, is_wide in (("A4", False), ("A4", True), ("A5", True)):
        printed = pypdf.PdfReader(io.BytesIO(listed.pdf(format=paper, landscape=is_wide)))
        assert len(printed.pages) == 1, (paper, is_wide)
    for address in ("/lv/klat/", "/lv/klatbutne/lapas/"):
        listed.goto(address)
        assert wrongs(listed) == []
