"""At 390 px: what is left is seen without scrolling, and the limit's warning comes before anything is saved."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from budget.models import Expense, FundingSource
from darbigas_kopienas.people.models import User
from tests.browser.hand import follow
from tests.budget.conftest import Adder

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_anna_adds_an_expense_on_a_phone(
    browser: Browser, live_server: Any, as_: Any, booked: Adder, anna: User, marta: User, council_money: FundingSource
) -> None:
    booked(total="90.00", by=anna, booked_by=marta)
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="lv")
    session = as_(anna).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    for address in ("/lv/budzets/", "/lv/budzets/izdevumi/pievienot/"):
        page.goto(live_server.url + address)
        for amount in ("114\u00a0939,00\u00a0EUR", "1\u00a0000,00\u00a0EUR"):
            box = page.locator(".figures dd", has_text=amount).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] < 844
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
    context.close()
    assert Expense.objects.get(document_number="R-7").state == "draft"
