"""The tabs that join the pages about personal data: each only for whoever may open it, and none that leads nowhere."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from tests.builders import said

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
ALL = ("erasure_list", "retention_list", "retention_overdue", "destruction_list", "notice_list", "opening_list")
OPENED_BY = {"marta": ALL, "anna": ("destruction_list", "opening_list"), "ilze": ("opening_list",)}


def url(page: str, programme: Programme) -> str:
    return reverse(f"administration:{page}", args=[programme.pk])


@pytest.mark.parametrize("name", OPENED_BY)
def test_every_page_leads_to_the_others_that_one_may_open(
    as_: As, request: pytest.FixtureRequest, programme: Programme, name: str
) -> None:
    client, opened = as_(request.getfixturevalue(name)), OPENED_BY[name]
    assert [page for page in ALL if client.get(url(page, programme)).status_code == 200] == list(opened)
    for page in opened:
        shown = client.get(url(page, programme)).content.decode()
        main = shown[shown.index('id="main"') :]
        others = [there for there in ALL if f'href="{url(there, programme)}"' in main]
        assert others == (list(opened) if len(opened) > 1 else []), page


def test_the_open_page_is_marked(as_: As, marta: User, programme: Programme) -> None:
    page = as_(marta).get(url("notice_list", programme))
    assert 'aria-current="page"' in page.content.decode()
    assert "Notices and consents" in said(page)
