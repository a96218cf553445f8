"""A public page is drawn once after each deed: never an old one, never another person's."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.pages import page_cache
from darbigas_kopienas.pages.page_cache import drawn_once
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock

pytestmark = pytest.mark.usefixtures("programme")


class Page:
    """A view that counts how often it is drawn."""

    def __init__(self, **answer: Any) -> None:
        self.drawn, self.answer = 0, answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.drawn += 1
        return HttpResponse(f"page {self.drawn}", **self.answer)


@pytest.fixture
def asked(rf: RequestFactory) -> Callable[..., HttpRequest]:
    def asked(path: str = "/lv/", *, user: Any = None, method: str = "GET", **cookies: str) -> Any:
        request: Any = rf.generic(method, path)
        request.COOKIES.update(cookies)
        request.user, request.session = user or AnonymousUser(), {}
        request._messages = FallbackStorage(request)
        return request

    return asked


def _twice(page: Page, first: HttpRequest, second: HttpRequest) -> int:
    for request in (first, second):
        drawn_once(page)(request)
    return page.drawn


def test_two_visitors_see_one_drawing(asked: Callable[..., HttpRequest]) -> None:
    page = Page()
    assert [drawn_once(page)(asked()).content for _visit in range(2)] == [b"page 1", b"page 1"]


def test_after_a_deed_the_page_is_drawn_anew(asked: Callable[..., HttpRequest], programme: Programme) -> None:
    page = Page()
    drawn_once(page)(asked())
    record(by=SYSTEM, verb="programme.changed", obj=programme)
    assert drawn_once(page)(asked()).content == b"page 2"


def test_after_a_minute_the_page_is_drawn_anew(asked: Callable[..., HttpRequest]) -> None:
    page = Page()
    for later in (0, 59, 60):
        with clock.frozen(
            clock.now().replace(year=2026, month=3, day=2, hour=9, minute=0, second=0) + timedelta(seconds=later)
        ):
            drawn_once(page)(asked())
    assert page.drawn == 2


@pytest.mark.parametrize(
    "other", [{"path": "/en/"}, {"path": "/lv/?q=a"}, {"theme": "dark"}, {"method": "HEAD"}], ids=str
)
def test_another_address_search_look_or_verb_is_another_page(
    asked: Callable[..., HttpRequest], other: dict[str, str]
) -> None:
    assert _twice(Page(), asked(), asked(**other)) == 2


def test_a_made_up_look_is_no_page_of_its_own(asked: Callable[..., HttpRequest]) -> None:
    assert _twice(Page(), asked(theme="x1"), asked(theme="x2")) == 1


def test_whoever_signed_in_gets_a_page_of_their_own(asked: Callable[..., HttpRequest], ilze: User) -> None:
    page = Page()
    assert _twice(page, asked(user=ilze), asked(user=ilze)) == 2
    assert drawn_once(page)(asked()).content == b"page 3"


def test_whoever_is_told_something_gets_a_page_of_their_own(asked: Callable[..., HttpRequest]) -> None:
    page: Any = asked()
    page._messages.add(20, "You have signed out.")
    assert _twice(Page(), page, asked()) == 2


def test_every_shared_page_goes_through_the_same_door(asked: Callable[..., HttpRequest], ilze: User) -> None:
    """A view that shares its page itself, after a POST for instance, cannot forget what `drawn_once` looks at."""
    told: Any = asked()
    told._messages.add(20, "Jānis, your code is on its way.")
    for own in (told, asked("/lv/?campaign=evil"), asked(user=ilze)):
        page_cache.from_memory(own, lambda: HttpResponse(b"somebody's own"))
    assert page_cache.from_memory(asked(), lambda: HttpResponse(b"everybody's")).content == b"everybody's"
    assert page_cache.from_memory(told, lambda: HttpResponse(b"their own")).content == b"their own"


def test_a_page_with_a_forms_token_is_not_kept(asked: Callable[..., HttpRequest]) -> None:
    with_form, page = asked(), Page()
    get_token(with_form)
    assert _twice(page, with_form, asked()) == 2


def test_a_form_is_handed_out_with_a_token_and_a_key_of_the_visitors_own(asked: Callable[..., HttpRequest]) -> None:
    drawn = []

    def form(request: HttpRequest) -> HttpResponse:
        drawn.append(get_token(request))
        inputs = f'<input name="csrfmiddlewaretoken" value="{drawn[-1]}"><input name="submission_key" value="first">'
        return HttpResponse(f"<form>{inputs}</form>")

    first, second = (drawn_once(form)(asked()).content.decode() for _visit in range(2))
    assert len(drawn) == 1
    assert drawn[0] in first
    assert drawn[0] not in second
    token, key = (
        r'<input name="csrfmiddlewaretoken" value="\w{64}">',
        r'<input name="submission_key" value="[\w-]{36}">',
    )
    assert re.fullmatch(f"<form>{token}{key}</form>", second)


def test_a_token_beside_the_form_is_not_handed_out(asked: Callable[..., HttpRequest]) -> None:
    drawn = []

    def form(request: HttpRequest) -> HttpResponse:
        drawn.append(get_token(request))
        return HttpResponse(f'<input name="csrfmiddlewaretoken" value="{drawn[-1]}"><i data-token="{drawn[-1]}"></i>')

    for _visit in range(2):
        drawn_once(form)(asked())
    assert len(drawn) == 2


def test_a_page_that_sets_a_cookie_is_not_kept(asked: Callable[..., HttpRequest]) -> None:
    page = Page(headers={})

    def setting(request: HttpRequest) -> HttpResponse:
        answer = page(request)
        answer.set_cookie("theme", "dark")
        return answer

    for _visit in range(2):
        drawn_once(setting)(asked())
    assert page.drawn == 2


def test_an_error_is_not_kept(asked: Callable[..., HttpRequest]) -> None:
    assert _twice(Page(status=503), asked(), asked()) == 2


def test_memory_is_bounded(asked: Callable[..., HttpRequest], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "MOST", 3)
    for number in range(7):
        drawn_once(Page())(asked(f"/lv/{number}/"))
    assert len(page_cache._drawn) <= 3
