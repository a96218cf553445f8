"""A programme in which nothing has happened yet: each list says what comes next, and is as accessible as a full one."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Route

from darbigas_kopienas.people.models import User
from tests.browser.conftest import OpenPage
from tests.browser.page_checks import wrongs

pytestmark = [pytest.mark.browser]
LISTS = [
    "", "mani-darbi/", "pasakumi/", "seminari/", "resursu-centrs/", "vadlinijas/", "budzets/", "budzets/izdevumi/",
    "parskati/",
]  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_empty_page(address: str, open_as: OpenPage, portal: str, as_: Callable[..., Client], marta: User) -> None:
    """HalfYear by the tests' own database, dressed by the running portal: its style, fonts and scripts."""
    answer = as_(marta).get(f"/lv/{address}")
    assert answer.status_code == 200
    page = open_as(None)

    def serve(route: Route) -> None:
        route.fulfill(body=answer.content, content_type="text/html; charset=utf-8")

    page.route(f"{portal}/lv/{address}", serve)
    page.goto(f"/lv/{address}")
    assert wrongs(page) == []
