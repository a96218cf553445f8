"""A stranger who knows an address guesses nothing, and keeps its owner from nothing."""

import time
from http.cookies import SimpleCookie
from typing import Any
from unittest import mock

import pytest
from django.conf import settings as configured
from django.core import signing
from django.test import Client

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.known_browsers import COOKIE, MOST_PEOPLE, SALT
from darbigas_kopienas.people.models import User
from tests.cast import make_user
from tests.people.identity import PASSWORD, give_address, give_password, mailed_code
from tests.written_log import Written

pytestmark = pytest.mark.django_db
LOGIN, ASK, RESET = "/lv/konts/login/", "/lv/konts/login/code/", "/lv/konts/password/reset/"
STRANGER, HOME = "198.51.100.7", "203.0.113.5"


@pytest.fixture
def teacher(janis: User) -> User:
    give_address(give_password(janis))
    return janis


def sign_in(user: User, client: Client | None = None, *, at: str = HOME, password: str = PASSWORD) -> Any:
    return (client or Client()).post(LOGIN, {"login": user.email, "password": password}, REMOTE_ADDR=at)


def is_in(answer: Any) -> bool:
    return bool(answer.status_code == 302)


def ask_code(user: User, client: Client | None = None, *, at: str = HOME) -> bool:
    before = OutgoingMail.objects.count()
    (client or Client()).post(ASK, {"email": user.email}, REMOTE_ADDR=at)
    return OutgoingMail.objects.count() > before


def ask_link(user: User, client: Client | None = None, *, at: str = HOME) -> bool:
    before = OutgoingMail.objects.count()
    (client or Client()).post(RESET, {"email": user.email}, REMOTE_ADDR=at)
    return OutgoingMail.objects.count() > before


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def own_browser(user: User) -> Client:
    """In which its person signed in once and out again."""
    client = Client()
    assert is_in(sign_in(user, client, at="192.0.2.1"))
    client.post("/lv/konts/logout/")
    return client


def test_a_stranger_elsewhere_locks_nobody_out(teacher: User) -> None:
    """All that was tried for each in turn: passwords, codes, links to a new password."""
    for _try in range(12):
        assert not is_in(sign_in(teacher, at=STRANGER, password="nepareiza"))
        ask_code(teacher, at=STRANGER)
        ask_link(teacher, at=STRANGER)
    assert not is_in(sign_in(teacher, at=STRANGER)), "the stranger's own network is locked, whatever it tries"
    assert is_in(sign_in(teacher))
    assert ask_code(teacher)
    assert ask_link(teacher)


def test_from_many_networks_a_known_browser_is_let_in(teacher: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {
        **settings.ACCOUNT_RATE_LIMITS,
        "login_failed_anywhere": "10/h/key",
        "request_login_code_anywhere": "10/h/key",
        "request_password_link_anywhere": "10/h/key",
    }
    client = own_browser(teacher)
    for network in range(12):
        sign_in(teacher, at=f"198.51.{network}.1", password="nepareiza")
        ask_code(teacher, at=f"198.51.{network}.1")
        ask_link(teacher, at=f"198.51.{network}.1")
    assert not is_in(sign_in(teacher)), "from anywhere: guessing by many machines ends too"
    assert not ask_code(teacher)
    assert not ask_link(teacher)
    assert ask_code(teacher, client)
    assert ask_link(teacher, client)
    assert is_in(sign_in(teacher, client))


def test_in_one_school_s_network_a_known_browser_is_let_in(teacher: User) -> None:
    client = own_browser(teacher)
    for _try in range(8):
        sign_in(teacher, password="nepareiza")
        ask_code(teacher)
    assert not is_in(sign_in(teacher))
    assert ask_code(teacher, client)
    assert is_in(sign_in(teacher, client))


def test_a_known_browser_guesses_no_more_than_others(teacher: User) -> None:
    client = own_browser(teacher)
    for number in range(6):
        assert not is_in(sign_in(teacher, client, at=f"198.51.{number}.1", password="nepareiza"))
    assert not is_in(sign_in(teacher, client))
    assert is_in(sign_in(teacher)), "its tries are its own"


def test_a_network_of_ipv6_counts_as_one(teacher: User) -> None:
    for number in range(6):
        sign_in(teacher, at=f"2001:db8:0:1::{number}", password="nepareiza")
    assert not is_in(sign_in(teacher, at="2001:db8:0:1::ffff"))


def test_a_right_password_counts_for_nothing(teacher: User) -> None:
    for _try in range(9):
        assert is_in(sign_in(teacher))


def test_one_network_never_reaches_what_holds_from_anywhere() -> None:
    """6 in 5 minutes are 72 an hour; 10 codes; so it takes several to lock even an unknown browser out."""
    limits = configured.ACCOUNT_RATE_LIMITS
    assert limits["login_failed"].endswith("6/5m/key")
    assert limits["login_failed_anywhere"] == "300/h/key"
    for action in ("request_login_code", "request_password_link"):
        assert limits[action].endswith("10/h/key")
        assert limits[f"{action}_anywhere"] == "60/h/key"


def test_the_locked_are_told_when_and_how_else(teacher: User) -> None:
    for _try in range(6):
        sign_in(teacher, password="nepareiza")
    assert "Mēģiniet vēlreiz pēc 5 minūtēm vai saņemiet kodu e-pastā." in words(sign_in(teacher))
    with mock.patch("time.time", return_value=time.time() + 290):
        assert "Mēģiniet vēlreiz pēc 1 minūtes" in words(sign_in(teacher))
    with mock.patch("time.time", return_value=time.time() + 301):
        assert is_in(sign_in(teacher))
    for _try in range(3):
        ask_code(teacher)
    for answer in (
        Client().post(ASK, {"email": teacher.email}, REMOTE_ADDR=HOME),
        Client().post(LOGIN, {"login": teacher.email, "password": ""}, REMOTE_ADDR=HOME),
    ):
        assert "Mēģiniet vēlreiz pēc 1 minūtes vai pieslēdzieties ar paroli." in words(answer)
        assert f'value="{teacher.email}"' in words(answer)
    for _try in range(3):
        ask_link(teacher)
    answer = Client().post(RESET, {"email": teacher.email}, REMOTE_ADDR=HOME)
    assert "Mēģiniet vēlreiz pēc 1 minūtes vai pieslēdzieties ar e-pastā saņemtu kodu." in words(answer)


def test_codes_of_an_hour_are_limited(teacher: User) -> None:
    now = time.time()
    for number in range(10):
        with mock.patch("time.time", return_value=now + 60 * number):
            assert ask_code(teacher), number
    with mock.patch("time.time", return_value=now + 601):
        answer = Client().post(ASK, {"email": teacher.email}, REMOTE_ADDR=HOME)
        assert "Mēģiniet vēlreiz pēc 50 minūtēm" in words(answer)


def test_unknown_addresses_are_refused_in_the_same_words(teacher: User, client: Client) -> None:
    invented = User(email="nav-tada@example.lv")
    answers = []
    for user in (teacher, invented):
        for _try in range(6):
            sign_in(user, password="nepareiza")
        answers.append(words(sign_in(user)).replace(user.email, ""))
    assert "Mēģiniet vēlreiz pēc 5 minūtēm" in answers[0]
    assert ("Mēģiniet vēlreiz pēc 5 minūtēm" in answers[1]) is True


def test_a_new_password_by_letter_ends_the_lock(teacher: User, client: Client) -> None:
    for _try in range(6):
        sign_in(teacher, password="nepareiza")
    client.post(RESET, {"email": teacher.email}, REMOTE_ADDR=HOME)
    body = OutgoingMail.objects.filter(template="message").first().text_body  # type: ignore[union-attr]  # just written
    link = body[body.index("/lv/konts/password/reset/key/") :].split()[0]
    form = client.get(link, REMOTE_ADDR=HOME)["Location"]
    client.post(form, {"password1": "cita-parole-1991", "password2": "cita-parole-1991"}, REMOTE_ADDR=HOME)
    assert is_in(sign_in(teacher, password="cita-parole-1991"))


# -- the cookie ------------------------------------------------------------------------------------
def cookie_of(client: Client) -> Any:
    return client.cookies[COOKIE]


def test_the_cookie_is_closed_to_scripts_lasts_and_names_nobody(teacher: User) -> None:
    client = own_browser(teacher)
    morsel = cookie_of(client)
    assert (morsel["httponly"], morsel["samesite"], morsel["max-age"], morsel["path"]) == (True, "Lax", 31_536_000, "/")
    held = signing.loads(morsel.value, salt=SALT)
    assert set(held) == {"id", "of"}
    assert all(len(mark) == 16 for mark in held["of"])
    assert teacher.email not in str(held)
    assert str(teacher.pk) not in held["of"]


def test_a_mailed_code_makes_a_browser_known_too(janis: User) -> None:
    give_address(janis)
    client = Client()
    client.post(ASK, {"email": janis.email})
    body = OutgoingMail.objects.get().text_body
    code = next(line.strip() for line in body.splitlines() if line.strip().replace("-", "").isupper() and "-" in line)
    assert is_in(client.post("/lv/konts/login/code/confirm/", {"code": code}))
    assert COOKIE in client.cookies


def test_wrong_tries_make_no_browser_known(teacher: User) -> None:
    client = Client()
    sign_in(teacher, client, password="nepareiza")
    ask_code(teacher, client)
    client.get(LOGIN)
    assert COOKIE not in client.cookies


@pytest.mark.parametrize("forged", ["", "x", "a:b:c", "eyJpZCI6IngifQ:1:zzz", "\x00", "\xff" * 50])
def test_a_forged_cookie_counts_as_none(teacher: User, forged: str) -> None:
    client = Client()
    client.cookies = SimpleCookie()
    client.cookies[COOKIE] = forged
    for _try in range(6):
        sign_in(teacher, password="nepareiza")
    assert not is_in(sign_in(teacher, client))
    with mock.patch("time.time", return_value=time.time() + 301):
        assert is_in(sign_in(teacher, client))


def test_a_cookie_of_somebody_else_is_none_of_mine(teacher: User, ilze: User) -> None:
    give_address(give_password(ilze))
    client = own_browser(ilze)
    for _try in range(6):
        sign_in(teacher, password="nepareiza")
    assert not is_in(sign_in(teacher, client))


def test_one_browser_knows_several_people_and_forgets_the_longest_ago(teacher: User) -> None:
    client, others = own_browser(teacher), []
    name = signing.loads(cookie_of(client).value, salt=SALT)["id"]
    for number in range(MOST_PEOPLE):
        others.append(make_user(f"skolotajs{number}@example.lv", "S"))
        give_address(give_password(others[-1]))
        sign_in(others[-1], client)
        client.post("/lv/konts/logout/")
    held = signing.loads(cookie_of(client).value, salt=SALT)
    assert (held["id"], len(held["of"])) == (name, MOST_PEOPLE)
    for _try in range(6):
        sign_in(teacher, password="nepareiza")
        sign_in(others[-1], password="nepareiza")
    assert not is_in(sign_in(teacher, client))
    assert is_in(sign_in(others[-1], client))


def test_a_stranger_does_not_keep_me_from_confirming_that_it_is_me(teacher: User) -> None:
    for _try in range(6):
        sign_in(teacher, at=STRANGER, password="nepareiza")
        ask_code(teacher, at=STRANGER)
    client = Client(REMOTE_ADDR=HOME)
    client.force_login(teacher)
    answer = client.post("/lv/konts/reauthenticate/", {"password": PASSWORD, "next": "/lv/konts/email/"})
    assert answer["Location"] == "/lv/konts/email/"
    assert mailed_code(client)


def test_the_log_says_what_happened_and_no_address(teacher: User, written: Written) -> None:
    for _try in range(7):
        sign_in(teacher, password="nepareiza")
    sign_in(teacher, at="192.0.2.9")
    assert written.events == [*["sign_in failed"] * 6, "lock_out refused", "sign_in done"]
    lines = written.of("portal.security")
    assert {said["user"] for said in lines} == {teacher.pk}
    assert len({said["network"] for said in lines}) == 2
    assert teacher.email not in written.text
