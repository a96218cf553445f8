"""Every long form saves itself while it is being filled, or says here why it does not."""

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from tests.databases import FURNISHED
from tests.house.access_table import ROLES, TABLE
from tests.house.world import OWN, World

pytestmark = [pytest.mark.django_db, pytest.mark.database(FURNISHED)]
MOST_FIELDS = 5  # typed once more in half a minute
WITHOUT_DRAFT = {
    "administration:words_edit": "it begins with the words that are stored; a few sentences are written",
    **dict.fromkeys(
        (
            "community_events:event_cancel",
            "community_events:event_move_online",
            "community_events:event_postpone",
            "community_events:event_set_back",
        ),
        "the reason is one sentence",
    ),
    "seminars:certificate_replace": "it begins with what the certificate says; the reason is one sentence",
    "seminars:evaluation_give": "nobody may see who wrote it",
}
FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*>")
NO_FIELD = re.compile(r'type="(?:hidden|submit|checkbox|radio|file|search)"')


def _is_long(form: str) -> bool:
    fields = {re.sub(r'.*name="([^"]*)".*', r"\1", field, flags=re.DOTALL) for field in FIELD.findall(form)
              if not NO_FIELD.search(field) and 'name="' in field}  # fmt: skip
    return "<textarea" in form or len(fields) > MOST_FIELDS


@pytest.fixture(scope="module")
def clients() -> dict[str, Client]:
    sessions = World.load().sessions
    browsers = {role: Client() for role in ROLES if role in sessions}
    for role, browser in browsers.items():
        browser.cookies[django_settings.SESSION_COOKIE_NAME] = sessions[role]
    return browsers


def _page(name: str, clients: dict[str, Client]) -> str:
    """As the first person sees it who may."""
    with translation.override("lv"):
        address = reverse(name, kwargs=World.load().kwargs(TABLE[name, "GET"][0], OWN))
    for browser in clients.values():
        answer: Any = browser.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            return str(answer.content.decode())
    return ""


def test_every_long_form_keeps_a_draft(clients: dict[str, Client], settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    long, lacking = set(), set()
    for name, verb in TABLE:
        if verb != "GET" or set(TABLE[name, verb][1]) <= set("s5"):
            continue
        forms = [form for form in FORM.findall(_page(name, clients)) if _is_long(form)]
        if forms:
            long.add(name)
        if any("data-draft=" not in form for form in forms):
            lacking.add(name)
    assert len(long) >= 20
    assert lacking == set(WITHOUT_DRAFT) & long
    assert set(WITHOUT_DRAFT) <= long
