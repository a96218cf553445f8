"""What every page's frame asks and puts together: what it depends on once, what never changes from memory."""

from collections.abc import Callable
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve, reverse
from django.utils.translation import override
from pytest_django import Settings

from darbigas_kopienas.home import context
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Programme
from tests.cast import join

As = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db
PAGE = "/lv/pieklustamiba/"  # asks the database for nothing of its own


def statements_of(client: Client) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(PAGE).status_code == 200
    return [row["sql"] for row in captured]


@pytest.mark.parametrize("name", ["janis", "ilze", "marta", "emma"])
def test_whoever_has_signed_in_is_known_by_three_prepared_statements(
    name: str, request: pytest.FixtureRequest, as_: As, settings: Settings
) -> None:
    """The session, the person with their second factor, their roles."""
    user = request.getfixturevalue(name)
    client = as_(user)
    settings.SECOND_FACTOR_REQUIRED = True
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    statements_of(client)
    asked = statements_of(client)
    assert [sql.split()[0] for sql in asked] == ["EXECUTE"] * 3


def test_a_teacher_without_a_second_factor_is_known_by_as_many(janis: User, as_: As, settings: Settings) -> None:
    client = as_(janis)
    settings.SECOND_FACTOR_REQUIRED = True
    assert len(statements_of(client)) == len(statements_of(client)) == 3


def test_an_address_is_resolved_once_though_the_page_names_it_in_both_languages(client: Client) -> None:
    resolver = get_resolver()
    with mock.patch.object(resolver, "resolve", wraps=resolver.resolve) as resolved:
        page = client.get("/en/seminars/?place=daugavpils&page=1").content.decode()
    assert resolved.call_count == 1
    assert 'href="/lv/seminari/?place=daugavpils&amp;page=1" lang="lv"' in page
    assert 'hreflang="lv" href="http://localhost:8000/lv/seminari/"' in page


@pytest.mark.parametrize("language", ["lv", "en"])
def test_menus_are_put_together_once_for_whoever_holds_the_same_permissions(
    language: str, as_: As, ilze: User, karlis: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = {"lv": PAGE, "en": "/en/accessibility/"}[language]
    first = as_(ilze).get(address).content.decode()
    monkeypatch.setattr(context, "Item", lambda *_line, **_here: pytest.fail("put together anew"))
    assert as_(karlis).get(address).content.decode().count("<li>") == first.count("<li>")


def test_another_role_has_other_menus_at_once(as_: As, ilze: User) -> None:
    """Lines are kept by permissions, never by person: what somebody lost is gone from the next page on."""
    client = as_(ilze)
    budget = f'href="{reverse("budget:overview")}"'
    assert budget in client.get(PAGE).content.decode()
    ilze.memberships.update(role=Role.TEACHER)
    assert budget not in client.get(PAGE).content.decode()
    join(ilze, Programme.objects.get(), Role.FUNDER)
    assert budget in client.get(PAGE).content.decode()


def test_menus_speak_the_language_of_the_page(as_: As, ilze: User) -> None:
    client = as_(ilze)
    for address, word in [(PAGE, "Budžets"), ("/en/accessibility/", "Budget"), (PAGE, "Budžets")]:
        assert f">{word}</a>" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "page", ["seminars:seminar_list", "resource_centre:centre_list", "guidelines:guideline_list", "reports:report_list"]
)
def test_a_rooms_address_is_found_before_the_many_without_a_word_of_their_own(page: str) -> None:
    with override("lv"):
        tried = resolve(reverse(page)).tried or []
        found_at = reverse("participation:register", args=[1]).split("/")[2]
    assert tried
    assert not any(str(patterns[-1].pattern).startswith(found_at) for patterns in tried)
