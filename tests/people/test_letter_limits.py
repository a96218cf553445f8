"""Strangers may type addresses as they like: there is an end to the letters, and the page does not say so."""

import logging
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from pytest_django import Settings

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation.registration.views import form as registering
from darbigas_kopienas.people import letter_limits
from darbigas_kopienas.people.letter_limits import Limits
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import TODAY, open_seminar, send
from tests.people.identity import PASSWORD, give_address, give_password

pytestmark = pytest.mark.django_db
CODE, SIGN_UP, LOGIN = "/lv/konts/login/code/", "/lv/konts/signup/", "/lv/konts/login/"
ATTACKER, SCHOOL = "198.51.100.7", "203.0.113.5"
WIDE = 10_000


def few(monkeypatch: pytest.MonkeyPatch, **limits: int) -> None:
    some = Limits(**{"to_one": WIDE, "from_network": WIDE, "in_all": WIDE, **limits})
    monkeypatch.setattr(letter_limits, "TO_STRANGERS", some)
    monkeypatch.setattr(letter_limits, "TO_ACCOUNTS", some)


def ask(email: str, page: str = CODE, at: str = ATTACKER, client: Client | None = None) -> tuple[int, str, int]:
    """(status, where it leads, letters written)."""
    before = OutgoingMail.objects.count()
    answer = (client or Client()).post(page, {"email": email}, REMOTE_ADDR=at)
    return answer.status_code, answer.get("Location", ""), OutgoingMail.objects.count() - before


def limits_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the security log says was passed."""
    said = [vars(record)["facts"] for record in caplog.records if record.name == "portal.security"]
    return [facts["limit"] for facts in said if facts["event"] == "rate_limit"]


def test_a_class_of_thirty_signs_up_and_each_mistypes_once() -> None:
    for number in range(30):
        assert ask(f"skolotajs{number}@example.lv", SIGN_UP, at=SCHOOL)[2] == 1
        assert ask(f"skolotajs{number}@exmaple.lv", CODE, at=SCHOOL)[2] == 1
    assert letter_limits.TO_STRANGERS.from_network >= 2 * 60


@pytest.mark.parametrize("page", [CODE, SIGN_UP, "/lv/konts/password/reset/"])
def test_invented_addresses_get_no_letter_above_the_limit_and_the_page_says_the_same(
    monkeypatch: pytest.MonkeyPatch, page: str, caplog: pytest.LogCaptureFixture
) -> None:
    few(monkeypatch, from_network=2)
    with caplog.at_level(logging.WARNING, "portal.security"):
        answers = [ask(f"izdomats{number}@example.lv", page) for number in range(4)]
    assert [letters for _status, _to, letters in answers] == [1, 1, 0, 0]
    assert len({answer[:2] for answer in answers}) == 1
    assert limits_in(caplog) == ["letters_from_network"] * 2
    assert "@" not in caplog.text
    assert ask("cits@example.lv", page, at=SCHOOL)[2] == 1


def test_one_address_gets_few_letters_from_however_many_networks(janis: User, settings: Settings) -> None:
    """Signing up with an address that has an account already writes to its owner each time."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "confirm_email": "100/s/key"}
    give_address(janis)
    written = [ask(janis.email, SIGN_UP, at=f"198.51.100.{number}")[2] for number in range(10)]
    assert written == [1] * 6 + [0] * 4
    assert ask(janis.email, CODE, at=SCHOOL)[2] == 1, "a code for its owner is another count"


def test_the_whole_portal_has_an_end_too(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    few(monkeypatch, in_all=3)
    with caplog.at_level(logging.WARNING, "portal.security"):
        written = [ask(f"a{number}@example.lv", at=f"198.51.{number}.1")[2] for number in range(5)]
    assert written == [1, 1, 1, 0, 0]
    assert limits_in(caplog) == ["letters_in_all"] * 2


def test_in_a_known_browser_others_letters_hold_up_nobody(janis: User, monkeypatch: pytest.MonkeyPatch) -> None:
    give_address(give_password(janis))
    client = Client()
    client.post(LOGIN, {"login": janis.email, "password": PASSWORD})
    client.post("/lv/konts/logout/")
    few(monkeypatch, from_network=1, in_all=1)
    assert ask("a@example.lv", at=SCHOOL)[2] == 1
    assert ask("b@example.lv", at=SCHOOL)[2] == 0
    assert ask(janis.email, at=SCHOOL, client=client)[2] == 1


def test_codes_for_accounts_are_counted_apart(janis: User, monkeypatch: pytest.MonkeyPatch) -> None:
    give_address(janis)
    monkeypatch.setattr(letter_limits, "TO_STRANGERS", Limits(to_one=1, from_network=1, in_all=1))
    assert ask("a@example.lv", at=SCHOOL)[2] == 1
    assert ask("b@example.lv", at=SCHOOL)[2] == 0
    assert ask(janis.email, at=SCHOOL)[2] == 1


# -- registrations without an account --------------------------------------------------------------
@pytest.mark.parametrize("limit", ["MOST_FOR_ONE", "MOST_IN_ALL"])
def test_guests_registrations_have_an_end(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, limit: str, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(registering, limit, 2)
    whom = f"{limit}@example.lv".lower()

    def register(number: int) -> None:
        registering.require_unhurried(rf.post("/", REMOTE_ADDR=f"198.51.100.{number}"), whom)

    register(1)
    register(2)
    with caplog.at_level(logging.WARNING, "portal.security"), pytest.raises(ValidationError) as refused:
        register(3)
    assert refused.value.code == "too_often"
    assert limits_in(caplog) == ["register_hour"]


def test_a_refused_registration_keeps_what_was_typed(
    ilze: User,
    in_daugavpils: Scope,
    as_: Callable[[User | None], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registering, "MOST_FOR_ONE", 0)
    with clock.frozen(TODAY):
        activity = open_seminar(ilze, in_daugavpils, capacity=5)
        answer = send(as_(None), activity, name="Zane Zaļā", email="zane.z@example.lv")
    assert answer.status_code == 422
    assert "Zane Zaļā" in answer.content.decode()
    assert not OutgoingMail.objects.exists()
