"""Sign-in by allauth: what its defaults would have got wrong."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any
from unittest import mock

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings as configured
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.test import Client

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "gara-parole-1918"


@pytest.fixture
def teacher(janis: User) -> User:
    janis.password = make_password(PASSWORD)
    janis.save()
    EmailAddress.objects.create(user=janis, email=janis.email, verified=True, primary=True)
    return janis


def _sign_in(client: Client, email: str, password: str, **headers: Any) -> Any:
    return client.post("/lv/konts/login/", {"login": email, "password": password}, **headers)


def test_password_signs_in_and_leads_to_my_tasks(teacher: User, client: Client) -> None:
    answer = _sign_in(client, teacher.email, PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/lv/mani-darbi/")
    assert client.session["_auth_user_id"] == str(teacher.pk)


def test_mailed_code_signs_in_without_a_password(teacher: User, client: Client) -> None:
    client.post("/lv/konts/login/code/", {"email": teacher.email})
    letter = OutgoingMail.objects.get()
    code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", letter.text_body, re.MULTILINE)
    assert code, letter.text_body
    answer = client.post("/lv/konts/login/code/confirm/", {"code": code.group(1)})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(teacher.pk)


def test_the_button_for_a_code_takes_the_address_that_was_typed(teacher: User, client: Client) -> None:
    page = client.get("/lv/konts/login/").content.decode()
    assert 'name="by_code"' in page
    sent = {"login": teacher.email, "password": "what the browser filled in", "by_code": "1"}
    answer = client.post("/lv/konts/login/", sent)
    assert answer["Location"].startswith("/lv/konts/login/code/confirm/")
    assert OutgoingMail.objects.get().to_email == teacher.email
    wrong = Client().post("/lv/konts/login/", {"login": "nav adrese", "by_code": "1"})
    assert 'value="nav adrese"' in wrong.content.decode()


def test_making_an_account_is_not_called_registering(client: Client) -> None:
    page = client.get("/lv/konts/signup/").content.decode()
    assert "<h1>Izveidot kontu</h1>" in page
    assert "Reģistrēties" not in page
    assert "placeholder=" not in page


@pytest.mark.parametrize("page", ["login/", "password/change/", "password/reset/", "login/code/", "email/"])
def test_account_pages_have_labels_and_no_placeholders(
    page: str, teacher: User, client: Client, as_: Callable[[Any], Client]
) -> None:
    browser = as_(teacher) if page in {"password/change/", "email/"} else client
    text = browser.get(f"/lv/konts/{page}").content.decode()
    assert "<label" in text
    assert "placeholder=" not in text


def test_the_only_address_is_not_offered_as_the_main_one(teacher: User, as_: Callable[[Any], Client]) -> None:
    browser = as_(teacher)
    alone = browser.get("/lv/konts/email/").content.decode()
    assert teacher.email in alone
    assert "Iestatīt kā galveno" not in alone
    assert "action_remove" not in alone
    assert "action_send" not in alone
    EmailAddress.objects.create(user=teacher, email="otra@example.lv")
    both = browser.get("/lv/konts/email/").content.decode()
    assert all(name in both for name in ("Iestatīt kā galveno", "action_remove", "action_send"))


def test_the_mail_s_subject_never_holds_the_request_s_host(teacher: User, client: Client) -> None:
    client.post("/lv/konts/login/code/", {"email": teacher.email}, headers={"host": "127.0.0.1"})
    letter = OutgoingMail.objects.get()
    assert "127.0.0.1" not in letter.subject + letter.text_body + letter.html_body


def test_signing_out_needs_a_post(teacher: User, client: Client) -> None:
    client.force_login(teacher)
    client.get("/lv/konts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/lv/konts/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("known", [True, False])
def test_sign_up_tells_nobody_who_has_an_account(teacher: User, client: Client, known: bool) -> None:
    """The same answer, and no password is hashed on either way, so the time tells nothing (Argon2 takes 0,3 s)."""
    with mock.patch("argon2.PasswordHasher.hash", side_effect=AssertionError("hashed")):
        answer = client.post("/lv/konts/signup/", {"email": teacher.email if known else "jauns@example.lv"})
    assert (answer.status_code, answer["Location"]) == (302, "/lv/konts/confirm-email/")


def test_a_class_of_thirty_signs_in_from_one_address(db: None, client: Client) -> None:
    statuses = set()
    for number in range(30):
        user = User.objects.create_user(f"sk{number}@example.lv", None)
        User.objects.filter(pk=user.pk).update(password="md5$a$" + "0" * 32)
        statuses.add(_sign_in(Client(), user.email, "nepareiza").status_code)
    assert statuses == {200}


def test_guessing_one_account_s_password_is_stopped(teacher: User) -> None:
    for _attempt in range(6):
        _sign_in(Client(), teacher.email, "nepareiza")
    client = Client()
    _sign_in(client, teacher.email, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_rate_limits_live_where_redis_cannot_break_them() -> None:
    assert configured.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert issubclass(import_module(configured.SESSION_ENGINE).SessionStore, DatabaseStore)
    assert configured.MFA_TOTP_TOLERANCE == 0


def test_our_people_do_not_take_allauth_s_label() -> None:
    assert apps.get_app_config("account").name == "allauth.account"
    assert apps.get_app_config("people").name == "darbigas_kopienas.people"


@pytest.mark.parametrize(
    ("who", "expected"),
    [("ilze", 302), ("anna", 302), ("marta", 302), ("emma", 302), ("olga", 302), ("admin", 302), ("janis", 200)],
)
def test_staff_without_a_second_factor_are_sent_to_enrol(
    who: str, expected: int, request: Any, as_: Callable[[Any], Client], settings: Any
) -> None:
    client = as_(request.getfixturevalue(who))
    settings.SECOND_FACTOR_REQUIRED = True
    answer = client.get("/lv/mani-darbi/")
    assert answer.status_code == expected
    if expected == 302:
        assert "/2fa/" in answer["Location"] or "totp" in answer["Location"]


def test_whoever_has_a_second_factor_passes(ilze: User, as_: Callable[[Any], Client], settings: Any) -> None:
    client = as_(ilze)
    settings.SECOND_FACTOR_REQUIRED = True
    Authenticator.objects.create(user=ilze, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/lv/mani-darbi/").status_code == 200


def test_the_admin_s_own_sign_in_is_closed(client: Client) -> None:
    answer = client.get("/lv/admin/login/")
    assert answer.status_code == 302
    assert "/konts/login/" in answer["Location"]


@pytest.mark.parametrize("who", ["janis", "ilze", "anna", "marta", "emma"])
def test_the_admin_is_for_system_administrators_only(who: str, request: Any, as_: Callable[[Any], Client]) -> None:
    assert as_(request.getfixturevalue(who)).get("/lv/admin/people/user/").status_code in {302, 403}


def test_the_admin_opens_to_the_system_administrator(admin: User, as_: Callable[[Any], Client]) -> None:
    assert as_(admin).get("/lv/admin/people/user/").status_code == 200
