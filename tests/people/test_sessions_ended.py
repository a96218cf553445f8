"""One browser is signed out, all others, or all; by its owner or an administrator."""

from collections.abc import Iterator
from unittest import mock
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import Settings

from darbigas_kopienas.people import signed_in_browsers
from darbigas_kopienas.people.models import User
from tests.people.browsers import SAFARI, at, browser, end, is_in, key, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings: Settings) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = False
    with translation.override("en"):
        yield


# -- ended ------------------------------------------------------------------------------------------
def test_one_is_ended_and_no_other(janis: User) -> None:
    here, there, third = browser(janis), browser(janis, SAFARI), browser(janis)
    address = end(here, there)
    key_sent = {"submission_key": "0b6f9d3e-6d0b-4e55-9c51-3f0a7a6a1d11"}
    for _press in range(2):  # the second finds the row gone
        assert here.post(address, key_sent)["Location"] == at("account_signed_in")
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)
    answer = there.get(at("home:my_data_file"), {"format": "json"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(at("account_login"))


def test_what_an_ended_browser_is_just_sending_does_not_bring_its_session_back(janis: User) -> None:
    here, there = browser(janis), browser(janis, SAFARI)
    slow = there.session
    slow["programme"] = 1
    here.post(end(here, there))
    with pytest.raises(UpdateError):
        slow.save()
    assert not is_in(there)


def test_everywhere_else(janis: User, ilze: User) -> None:
    here, there, strangers = browser(janis), browser(janis, SAFARI), browser(ilze)
    assert here.post(at("account_signed_in_end_elsewhere"))["Location"] == at("account_signed_in")
    assert (is_in(here), is_in(there), is_in(strangers)) == (True, False, True)
    assert "Sign out everywhere else" not in page(here)


def test_everywhere(janis: User, ilze: User) -> None:
    here, there, strangers = browser(janis), browser(janis, SAFARI), browser(ilze)
    answer = here.post(at("account_signed_in_end_everywhere"))
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"storage"')
    assert (is_in(here), is_in(there), is_in(strangers)) == (False, False, True)
    assert here.post(at("account_signed_in_end_everywhere"))["Location"].startswith(at("account_login"))


def test_this_one_is_signed_out_as_everywhere(janis: User) -> None:
    here = browser(janis)
    answer = here.post(end(here, here))
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"storage"')
    assert not is_in(here)


def test_all_ways_are_open_to_whoever_has_no_password(janis: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(janis)
    assert not janis.has_usable_password()
    here.post(end(here, there))
    assert (is_in(here), is_in(there)) == (True, False)
    there.force_login(janis)
    here.post(at("account_signed_in_end_elsewhere"))
    assert (is_in(here), is_in(there)) == (True, False)


def test_anybody_else_s_is_not_found(janis: User, ilze: User) -> None:
    here, theirs = browser(janis), browser(ilze)
    answers = [here.post(address) for address in (end(here, theirs), at("account_signed_in_end", uuid4()))]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert is_in(theirs)
    signed_in_browsers.end(janis, key(theirs))
    assert is_in(theirs)


def test_nothing_ends_by_reading(janis: User) -> None:
    here, there = browser(janis), browser(janis, SAFARI)
    addresses = [
        end(here, there),
        at("account_signed_in_end_elsewhere"),
        at("account_signed_in_end_everywhere"),
    ]
    assert [here.get(address).status_code for address in addresses] == [405] * 3
    assert (is_in(here), is_in(there)) == (True, True)
    assert [Client().get(address).status_code for address in addresses] == [302] * 3


def test_each_end_is_a_line_of_the_security_log(janis: User, rf: RequestFactory) -> None:
    with mock.patch("darbigas_kopienas.web.security_log.log.log") as log:
        request = rf.get("/")
        request.user, request.session = janis, browser(janis).session
        janis.refresh_from_db()
        there = browser(janis)
        log.reset_mock()
        signed_in_browsers.end(janis, "no such key")
        signed_in_browsers.end(janis, key(there))
        signed_in_browsers.end_elsewhere(request, janis)
        signed_in_browsers.end_everywhere(User.objects.filter(pk=janis.pk))
    facts = [call.kwargs["extra"]["facts"] for call in log.call_args_list]
    assert [(fact["event"], fact["change"], fact.get("of")) for fact in facts] == [
        ("session", "ended", None),
        ("session", "ended_elsewhere", None),
        ("session", "ended_everywhere", janis.pk),
    ]


# -- by an administrator -----------------------------------------------------------------------------
def _by_admin(admin: User, *people: User) -> Client:
    client = Client()
    client.force_login(admin)
    chosen = {"action": "sign_out_everywhere", "_selected_action": [user.pk for user in people]}
    assert client.post(at("admin:people_user_changelist"), chosen).status_code == 302
    return client


def test_an_administrator_ends_all_of_a_person(janis: User, ilze: User, admin: User) -> None:
    theirs, others = [browser(janis), browser(janis, SAFARI)], browser(ilze)
    administrator = _by_admin(admin, janis)
    assert [is_in(client) for client in theirs] == [False, False]
    assert (is_in(others), is_in(administrator)) == (True, True)


def test_an_administrator_may_end_their_own(admin: User) -> None:
    assert not is_in(_by_admin(admin, admin))


@pytest.mark.parametrize("who", ["marta", "ilze"])
def test_nobody_else_does(request: pytest.FixtureRequest, who: str, janis: User) -> None:
    theirs, client = browser(janis), Client()
    client.force_login(request.getfixturevalue(who))
    chosen = {"action": "sign_out_everywhere", "_selected_action": [janis.pk]}
    assert client.post(at("admin:people_user_changelist"), chosen).status_code != 200
    assert is_in(theirs)
