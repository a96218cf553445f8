"""The long number beside a file is copied by one script, and the button says so."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Route, expect

from darbigas_kopienas.people.models import User
from darbigas_kopienas.reports.models import Report
from tests.browser.page_checks import Overheard
from tests.databases import HALF_YEAR

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]
HOST = "http://localhost:1"


def test_long_number_is_copied(report: Report, as_: Callable[[User | None], Client], browser: Browser) -> None:
    address = reverse("reports:report_check", args=[report.code])
    answer = as_(None).get(address)  # whoever serves it to the browser has another connection

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith(settings.STATIC_URL):
            route.fulfill(path=Path(settings.BASE_DIR) / "static" / path.removeprefix(settings.STATIC_URL))
        else:
            route.fulfill(body=answer.content, headers=dict(answer.headers))

    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    overheard = Overheard(page, HOST)
    page.route(f"{HOST}/**", serve)
    page.goto(HOST + address)
    button = page.locator("[data-copy]")
    expect(button).to_have_text("Kopēt SHA-256, PDF, latviešu valodā")
    button.click()
    expect(button).to_have_text("Nokopēts SHA-256, PDF, latviešu valodā")
    assert page.evaluate("navigator.clipboard.readText()") == report.renderings.get().sha256
    assert overheard.heard == []
    context.close()
