"""Nothing typed is lost: drafts save themselves, photos go ahead, a session that ends leads back to the filled form.

Kārlis types here: drafts are kept by person, and Ilze types in another file at the same time.
"""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from darbigas_kopienas.demo.people import PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.hand import follow, open_anew, photo
from tests.browser.page_checks import wrongs

pytestmark = [pytest.mark.browser]
ADD = "/lv/pasakumi/pievienot/"
PLAN = "/lv/seminari/pievienot/"


def drafted(page: Page) -> None:
    expect(page.locator("[data-draft-state]")).to_contain_text("Melnraksts saglabāts")


def test_draft_and_photo_come_back_after_a_reload(open_as: OpenPage) -> None:
    page = open_as("karlis", phone=True)
    page.goto(ADD)
    page.fill("#id_title", "Puķu stādīšana pie skolas")
    page.set_input_files("#id_new_documents", photo())
    expect(page.locator("input[name=documents]")).to_have_count(1)
    drafted(page)
    page.reload()
    expect(page.locator("#id_title")).to_have_value("Puķu stādīšana pie skolas")
    expect(page.locator("input[name=documents]")).to_have_count(1)
    page.get_by_role("button", name="Noņemt").click()
    expect(page.locator("input[name=documents]")).to_have_count(0)


def test_file_that_is_no_photo_is_refused_in_place(open_as: OpenPage) -> None:
    page = open_as("karlis", phone=True)
    page.goto(ADD)
    page.set_input_files("#id_new_documents", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"<html>"})
    expect(page.locator("#uploads")).to_contain_text("Datnes saturs neatbilst")


def test_text_survives_the_end_of_the_session(open_as: OpenPage) -> None:
    page = open_as("karlis")
    page.goto(ADD)
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_title", "Svētki parkā")
    expect(page.locator("[data-draft-state]")).to_contain_text("sesija ir beigusies")
    page.fill("#id_place", "Centrālais parks")
    follow(page.get_by_role("button", name="Saglabāt"))
    page.wait_for_url("**/login/**")
    page.fill("input[name=login]", "karlis@example.lv")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"**{ADD}")
    expect(page.locator("#id_title")).to_have_value("Svētki parkā")
    expect(page.locator("#id_place")).to_have_value("Centrālais parks")


def test_a_seminar_s_plan_survives_the_end_of_the_session_and_is_started_anew(open_as: OpenPage) -> None:
    page = open_as("karlis", phone=True)
    open_anew(page, PLAN)
    page.fill("#id_title_lv", "Rudens darbnīca")
    page.locator("#id_starts").press_sequentially("930")
    drafted(page)
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_place", "Mezgls")
    follow(page.get_by_role("button", name="Saglabāt semināru"))
    page.wait_for_url("**/login/**")
    page.fill("input[name=login]", "karlis@example.lv")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"**{PLAN}")
    for field, text in (("#id_title_lv", "Rudens darbnīca"), ("#id_starts", "9.30"), ("#id_place", "Mezgls")):
        expect(page.locator(field)).to_have_value(text)
    notice = page.locator("[data-draft-notice]")
    expect(notice).to_contain_text(re.compile(r"Atjaunots melnraksts, kas saglabāts \d\d\.\d\d\.\d{4}\s\d\d\.\d\d\."))
    assert wrongs(page) == []
    page.goto("/lv/mani-darbi/")
    follow(page.get_by_role("link", name="Turpināt rakstīt").first)
    expect(page.locator("#id_title_lv")).to_have_value("Rudens darbnīca")
    follow(page.get_by_role("button", name="Sākt no jauna"))
    expect(page.locator("#id_title_lv")).to_have_value("")
    expect(page.locator("[data-draft-notice]")).to_be_hidden()
    page.reload()
    expect(page.locator("#id_title_lv")).to_have_value("")


def test_text_typed_without_a_connection_waits_on_the_device(open_as: OpenPage) -> None:
    page = open_as("karlis")
    page.goto(ADD)
    page.context.set_offline(True)
    page.fill("#id_title", "Talka bez savienojuma")
    expect(page.locator("[data-draft-state]")).to_contain_text("Nav savienojuma")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#id_title")).to_have_value("Talka bez savienojuma")
    drafted(page)


def test_what_waits_on_the_device_is_read_by_nobody_else(open_as: OpenPage) -> None:
    """What a script of the next person at this computer would find: no word of what was typed, nor the key."""
    page = open_as("karlis")
    page.goto(ADD)
    key = page.evaluate("document.querySelector('[data-draft]').dataset.draftLock")
    mine = page.evaluate("`draft:${document.querySelector('[data-draft]').dataset.draftUser}:`")
    page.evaluate("`${Object.keys(localStorage).map((name) => localStorage.removeItem(name))}`")
    page.context.set_offline(True)
    page.fill("#id_title", "Jānis Bērziņš, 26100000")
    expect(page.locator("[data-draft-state]")).to_contain_text("Melnraksts saglabāts šajā ierīcē")
    waiting = page.evaluate("JSON.stringify(Object.entries(localStorage))")
    assert mine in waiting
    assert [word for word in ("Bērziņš", "26100000", "title", key) if word in waiting] == []
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#id_title")).to_have_value("Jānis Bērziņš, 26100000")
    drafted(page)


def test_without_https_nothing_waits_on_the_device_and_it_is_said(open_as: OpenPage) -> None:
    """A browser locks nothing there (`crypto.subtle` is missing); what an older portal left in clear goes."""
    page = open_as("karlis")
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page.goto(ADD)
    name = page.evaluate(
        "(({ draft, draftUser }) => `draft:${draftUser}:${draft}`)(document.querySelector('[data-draft]').dataset)"
    )
    page.evaluate(
        "(name) => localStorage.setItem(name, JSON.stringify({ at: Date.now(), data: { title: ['x'] } }))", name
    )
    page.reload()
    page.context.set_offline(True)
    page.fill("#id_place", "Stacijas laukums")
    expect(page.locator("[data-draft-state]")).to_contain_text("Melnraksts vēl nav saglabāts")
    assert page.evaluate("(name) => localStorage.getItem(name)", name) is None


def test_photo_that_the_draft_does_not_know_yet_comes_back_too(open_as: OpenPage) -> None:
    page = open_as("karlis", phone=True)
    page.goto(ADD)
    page.route("**/melnraksti/**", lambda route: route.abort())
    page.fill("#id_place", "Skolas pagalms")
    page.set_input_files("#id_new_documents", photo("pagalms.jpg", "purple"))
    expect(page.locator("#uploads li")).to_contain_text("pagalms")
    page.unroute_all()
    page.reload()
    expect(page.locator("#id_place")).to_have_value("Skolas pagalms")
    expect(page.locator("#uploads li")).to_contain_text("pagalms")


def test_a_save_that_ends_while_the_page_is_read_anew_loses_nothing(open_as: OpenPage) -> None:
    """The new page is drawn before the save is written, and the old one is still there to hear that it was."""
    page = open_as("karlis")
    page.goto(ADD)
    saves: list[Route] = []

    def hold(route: Route) -> None:
        saves.append(route)

    page.route("**/melnraksti/**", hold)
    with page.expect_request("**/melnraksti/**"):
        page.fill("#id_place", "Pils laukums")

    def read_anew(route: Route) -> None:
        drawn_before = route.fetch()
        for save in saves:
            save.fulfill(response=save.fetch())
        route.fulfill(response=drawn_before)

    page.route(f"**{ADD}", read_anew)
    page.reload()
    expect(page.locator("#id_place")).to_have_value("Pils laukums")
