"""How somebody signs in and changes how they do, in the security log; and nowhere in any log who they are."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User
from tests.people.identity import (
    BY_PASSWORD,
    CODE,
    EMAIL,
    PASSWORD,
    SECRET,
    confirm,
    factor_code,
    give_address,
    give_factor,
    give_password,
    mailed_code,
)
from tests.written_log import Written

pytestmark = pytest.mark.django_db
LOGIN, LOGOUT, ASK = "/lv/konts/login/", "/lv/konts/logout/", "/lv/konts/login/code/"
RESET, FACTOR = "/lv/konts/password/reset/", "/lv/konts/2fa/authenticate/"
NEW, NEW_PASSWORD = "pavisam.jauna@example.lv", "cita-parole-1991"


def code_in_letter() -> str:
    match = re.search(
        r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", OutgoingMail.objects.latest("pk").text_body, re.MULTILINE
    )
    assert match
    return match.group(1)


@pytest.fixture
def teacher(janis: User) -> User:
    give_address(give_password(janis))
    return janis


def test_password_signs_in_and_out(teacher: User, client: Client, written: Written) -> None:
    client.post(LOGIN, {"login": teacher.email, "password": "nepareiza"})
    client.post(LOGIN, {"login": "nav.tada@example.lv", "password": "nepareiza"})
    client.post(LOGIN, {"login": teacher.email, "password": PASSWORD})
    client.post(LOGOUT)
    assert written.events == ["sign_in failed", "sign_in failed", "sign_in done", "sign_out done"]
    lines = written.of("portal.security")
    assert [said.get("user") for said in lines] == [teacher.pk, None, teacher.pk, teacher.pk]
    assert [said.get("method") for said in lines] == ["password", "password", "password", None]
    assert len({said["network"] for said in lines}) == 1
    assert "@" not in written.text


def test_mailed_code_signs_in(teacher: User, client: Client, written: Written) -> None:
    client.post(ASK, {"email": teacher.email})
    code = code_in_letter()
    client.post(ASK + "confirm/", {"code": "AAAA-AAAA"})
    client.post(ASK + "confirm/", {"code": code})
    assert written.events == ["sign_in_code done", "sign_in failed", "sign_in done"]
    assert [said.get("method") for said in written.of("portal.security")] == [None, "code", "code"]
    assert code not in written.text


def test_second_factor_is_noted_when_it_is_wrong_and_when_used(teacher: User, client: Client, written: Written) -> None:
    give_factor(teacher)
    client.post(LOGIN, {"login": teacher.email, "password": PASSWORD})
    client.post(FACTOR, {"code": "000000"})
    client.post(FACTOR, {"code": factor_code()})
    assert written.events == ["second_factor failed", "second_factor done", "sign_in done"]
    assert [said.get("kind") for said in written.of("portal.security")] == ["totp", "totp", None]
    assert written.of("portal.security")[-1]["method"] == "password mfa"


def test_second_factor_that_is_guessed_is_locked(teacher: User, client: Client, written: Written) -> None:
    give_factor(teacher)
    client.post(LOGIN, {"login": teacher.email, "password": PASSWORD})
    for _try in range(7):
        client.post(FACTOR, {"code": "000000"})
    assert written.events == [*["second_factor failed"] * 6, "lock_out refused"]


def test_codes_that_are_asked_for_too_often_are_refused(teacher: User, client: Client, written: Written) -> None:
    client.force_login(teacher)
    written.lines.clear()
    for _try in range(4):
        client.post(CODE, {"action": "send"})
    assert written.events == ["lock_out refused"]


def test_confirming_who_one_is_is_noted(teacher: User, client: Client, written: Written) -> None:
    client.force_login(teacher)
    written.lines.clear()
    client.post(BY_PASSWORD, {"password": "nepareiza"})
    client.post(BY_PASSWORD, {"password": PASSWORD})
    code = mailed_code(client)
    client.post(CODE, {"code": "AAAA-AAAA"})
    client.post(CODE, {"code": code})
    assert written.events == [f"reauthentication {how}" for how in ("failed", "done", "failed", "done")]
    assert {said["user"] for said in written.of("portal.security")} == {teacher.pk}


def test_changes_of_how_one_signs_in_are_noted(teacher: User, client: Client, written: Written) -> None:
    client.force_login(teacher)
    confirm(client, teacher)
    written.lines.clear()
    client.post(EMAIL, {"action_add": "", "email": NEW})
    client.post("/lv/konts/confirm-email/", {"code": code_in_letter()})
    client.post(EMAIL, {"action_primary": "", "email": NEW})
    client.post(EMAIL, {"action_remove": "", "email": "janis@example.lv"})
    client.post(
        "/lv/konts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )
    said = [(line["event"], line["change"]) for line in written.of("portal.security") if line["outcome"] == "done"]
    assert said == [
        *[("address", change) for change in ("added", "confirmed", "changed", "removed")],
        ("password", "changed"),
    ]
    assert re.search("@|pavisam|parole", written.text) is None


@pytest.mark.django_db(transaction=True)
def test_second_factor_is_noted_when_it_comes_and_goes(teacher: User, client: Client, written: Written) -> None:
    client.force_login(teacher)
    confirm(client, teacher)
    written.lines.clear()
    client.get("/lv/konts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.people.identity.SECRET", secret)
        client.post("/lv/konts/2fa/totp/activate/", {"code": factor_code()})
    client.post("/lv/konts/2fa/totp/deactivate/")
    changes = [(said["change"], said["kind"]) for said in written.of("portal.security")]
    assert changes == [(change, kind) for change in ("added", "removed") for kind in ("totp", "recovery_codes")]
    assert secret not in written.text


def test_new_password_by_a_letter_is_noted(teacher: User, client: Client, written: Written) -> None:
    client.post(RESET, {"email": teacher.email})
    link = re.search(r"/lv/konts/password/reset/key/\S+", OutgoingMail.objects.latest("pk").text_body)
    assert link
    client.get(link.group(0))
    form = re.sub(r"(key/\w+)-.*", r"\1-set-password/", link.group(0))
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    client.get(link.group(0) + "x")
    changes = [said.get("change") for said in written.of("portal.security") if said["event"] == "password"]
    assert changes == ["asked", "reset"]
    assert link.group(0).rstrip("/").rpartition("-")[2] not in written.text
    assert "@" not in written.text


def test_account_that_is_made_is_noted(client: Client, written: Written) -> None:
    client.post("/lv/konts/signup/", {"email": NEW})
    assert "sign_up done" in written.events
    assert "@" not in written.text


def test_power_over_the_machine_is_noted_when_it_is_given(
    admin: User, teacher: User, client: Client, written: Written, settings: Settings
) -> None:
    client.force_login(admin)
    written.lines.clear()
    settings.SECOND_FACTOR_REQUIRED = False
    form = {"name": teacher.name, "language": "lv", "is_active": "on", "is_staff": "on"}
    assert client.post(f"/lv/admin/people/user/{teacher.pk}/change/", form).status_code == 302
    (said,) = written.of("portal.security")
    assert (said["event"], said["change"], said["role"]) == ("role", "given", "is_staff")
    assert (said["of"], said["user"]) == (teacher.pk, admin.pk)


def test_factor_that_an_administrator_takes_away_is_noted(
    admin: User, teacher: User, client: Client, written: Written, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    factor = give_factor(teacher)
    client.force_login(admin)
    written.lines.clear()
    client.post(f"/lv/admin/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})
    assert [(said["change"], said["of"]) for said in written.of("portal.security")] == [("taken", teacher.pk)]


def test_secret_of_a_factor_is_never_written(teacher: User, client: Client, written: Written) -> None:
    give_factor(teacher)
    client.post(LOGIN, {"login": teacher.email, "password": PASSWORD})
    client.post(FACTOR, {"code": factor_code()})
    assert re.search(f"{SECRET}|Kalniņš|{PASSWORD}", written.text) is None
