"""At 390 px: what is left is seen without scrolling, and the limit's warning comes before anything is saved."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from budget.models import Expense, FundingSource
from darbigas_kopienas.people.models import User
from tests.browser.hand import follow
from tests.browser.page_checks import PHONE
from tests.budget.conftest import ADD, Adder, As, Lines

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OnPhone = Callable[[User], Page]


@pytest.fixture
def on_phone(browser: Browser, live_server: Any, as_: As) -> Iterator[OnPhone]:
    """`on_phone(anna)`: a page as wide as a phone, in which Anna has signed in."""
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="lv")

    def opened(user: User) -> Page:
        session = as_(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    yield opened
    context.close()


def test_anna_adds_an_expense_on_a_phone(
    on_phone: OnPhone, booked: Adder, anna: User, marta: User, council_money: FundingSource
) -> None:
    booked(total="90.00", by=anna, booked_by=marta)
    page = on_phone(anna)
    for address in ("/lv/budzets/", ADD):
        page.goto(address)
        for amount in ("114\u00a0939,00\u00a0EUR", "1\u00a0000,00\u00a0EUR"):
            box = page.locator(".figures dd", has_text=amount).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] < PHONE["height"]
    page.fill("#id_supplier_name", "SIA Stāds")
    page.fill("#id_document_number", "R-7")
    page.fill("#id_document_on", "05.06.2020")
    page.fill("#id_total", "15,00")
    page.press("#id_total", "Tab")
    page.select_option("#id_line", label="3.1 Pasākumi")
    page.select_option("#id_source", label="Britu Padomes finansējums")
    page.locator("#over-limit", has_text="5,00\u00a0EUR").wait_for()
    assert Expense.objects.count() == 1
    page.check("#id_confirm_over")
    follow(page.locator("button[value=draft]"))
    assert re.search(r"/izdevumi/\d+/$", page.url)
    assert Expense.objects.get(document_number="R-7").state == "draft"


def test_what_is_chosen_while_a_suggestion_is_on_its_way_stays(
    on_phone: OnPhone, booked: Adder, anna: User, marta: User, council_money: FundingSource
) -> None:
    """On a slow connection the answer comes when the person is two fields further on."""
    booked(total="90.00", by=anna, booked_by=marta, supplier_name="SIA Stāds")
    page = on_phone(anna)
    held: list[Route] = []
    page.route(re.compile("/ieteikt/"), lambda route: held.append(route))  # noqa: PLW0108 - it marks its handler
    page.goto(ADD)
    page.fill("#id_supplier_name", "SIA Stāds")
    with page.expect_request(re.compile("/ieteikt/")):
        page.press("#id_supplier_name", "Tab")
    page.select_option("#id_source", label="Daugavpils domes līdzfinansējums")
    chosen = page.input_value("#id_source")
    with page.expect_response(re.compile("/ieteikt/")):
        held[0].continue_()
    expect(page.locator("#line-and-source")).to_contain_text("Ieteikts")
    expect(page.locator("#id_source")).to_have_value(chosen)
    expect(page.locator("#id_line")).not_to_have_value("")


def test_suggestion_goes_with_the_supplier_that_it_was_for(
    on_phone: OnPhone, booked: Adder, anna: User, marta: User, lines: Lines
) -> None:
    booked(total="9.00", by=anna, booked_by=marta, supplier_name="SIA Stāds")
    booked(total="8.00", by=anna, booked_by=marta, supplier_name="SIA Stādi", line=lines["1.1"])
    page = on_phone(anna)
    page.goto(ADD)
    for supplier, line in (("SIA Stāds", str(lines["3.1"].pk)), ("SIA Stādi", str(lines["1.1"].pk)), ("SIA Cits", "")):
        page.fill("#id_supplier_name", supplier)
        with page.expect_response(re.compile("/ieteikt/")):
            page.press("#id_supplier_name", "Tab")
        expect(page.locator("#id_line")).to_have_value(line)
        expect(page.locator("#line-and-source .hint")).to_have_count(1 if line else 0)
