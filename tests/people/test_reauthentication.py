"""A session left open on a school's computer changes nothing of how its owner signs in."""

import time
from collections.abc import Callable
from datetime import timedelta
from unittest import mock

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User
from tests.people.identity import (
    BY_PASSWORD,
    CODE,
    EMAIL,
    PASSWORD,
    confirm,
    factor_code,
    give_address,
    give_factor,
    give_password,
    mailed_code,
)

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
SET, TOTP, RECOVERY = "/lv/konts/password/set/", "/lv/konts/2fa/totp/activate/", "/lv/konts/2fa/recovery-codes/"
NEW = "jauna@example.lv"


def seen_of(user: User) -> object:
    user.refresh_from_db()
    addresses = sorted(EmailAddress.objects.filter(user=user).values_list("email", "primary"))
    return user.email, user.password, addresses, sorted(Authenticator.objects.values_list("user", "type", "data"))


@pytest.mark.parametrize("has_password", [True, False])
@pytest.mark.parametrize("has_factor", [True, False])
@pytest.mark.parametrize(
    ("page", "posted"),
    [
        (EMAIL, {"action_add": "", "email": NEW}),
        (EMAIL, {"action_primary": "", "email": "otra@example.lv"}),
        (EMAIL, {"action_remove": "", "email": "otra@example.lv"}),
        (TOTP, {"code": "123456"}),
        ("/lv/konts/2fa/totp/deactivate/", {}),
        (RECOVERY, None),
        (RECOVERY + "generate/", {}),
        (SET, {"password1": "cita-parole-1991", "password2": "cita-parole-1991"}),
        (SET, None),
    ],
)
def test_each_change_is_asked_for_anew(
    janis: User, as_: SignedIn, page: str, posted: dict[str, str] | None, has_password: bool, has_factor: bool
) -> None:
    if has_password:
        give_password(janis)
    if has_factor:
        give_factor(janis)
    give_address(janis)
    give_address(janis, "otra@example.lv")
    client, before = as_(janis), seen_of(janis)
    answer = client.get(page) if posted is None else client.post(page, posted)
    assert seen_of(janis) == before
    is_of_nothing = (page == SET and has_password) or ("2fa" in page and not has_factor and page != TOTP)
    if is_of_nothing:  # there is no password to set, no factor to take away
        assert answer.status_code in {200, 302, 404}
        return
    expected = BY_PASSWORD if has_password else "/lv/konts/2fa/reauthenticate/" if has_factor else CODE
    assert answer["Location"].split("?")[0] == expected
    assert f"next={page.replace('/', '%2F')}" in answer["Location"]
    assert OutgoingMail.objects.count() == 0


def test_signing_in_just_now_is_not_enough(janis: User, client: Client) -> None:
    give_address(give_password(janis))
    client.post("/lv/konts/login/", {"login": janis.email, "password": PASSWORD})
    assert client.post(EMAIL, {"action_add": "", "email": NEW})["Location"].startswith(BY_PASSWORD)


@pytest.mark.parametrize("has_password", [True, False])
def test_what_was_typed_goes_on_after_it(janis: User, as_: SignedIn, has_password: bool) -> None:
    if has_password:
        give_password(janis)
    client = as_(janis)
    client.post(EMAIL, {"action_add": "", "email": NEW})
    assert confirm(client, janis, EMAIL)["Location"] == "/lv/konts/confirm-email/"
    assert "jauna@example.lv" in client.get("/lv/konts/confirm-email/").content.decode()


def test_a_password_never_waits_in_the_session(janis: User, as_: SignedIn) -> None:
    client = as_(janis)
    client.post(SET, {"password1": "cita-parole-1991", "password2": "cita-parole-1991"})
    assert "cita-parole" not in str(dict(client.session))
    confirm(client, janis, SET)
    assert client.get(SET).status_code == 200
    assert client.post(SET, {"password1": "cita-parole-1991", "password2": "cita-parole-1991"}).status_code == 302
    janis.refresh_from_db()
    assert janis.check_password("cita-parole-1991")


def test_a_second_factor_is_confirmed_by_itself_never_by_a_letter(janis: User, as_: SignedIn) -> None:
    give_factor(janis)
    client = as_(janis)
    assert client.get(CODE)["Location"].startswith("/lv/konts/2fa/reauthenticate/")
    assert client.post(CODE, {"action": "send"})["Location"].startswith("/lv/konts/2fa/reauthenticate/")
    assert OutgoingMail.objects.count() == 0
    page = client.get("/lv/konts/2fa/reauthenticate/", {"next": RECOVERY}).content.decode()
    assert "Apstipriniet, ka tas esat Jūs" in page
    answer = client.post("/lv/konts/2fa/reauthenticate/", {"code": factor_code(), "next": RECOVERY})
    assert answer["Location"] == RECOVERY
    assert client.get(RECOVERY).status_code == 200


def test_a_forgotten_password_gives_way_to_a_mailed_code(janis: User, as_: SignedIn) -> None:
    give_password(janis)
    client = as_(janis)
    page = client.get(BY_PASSWORD, {"next": EMAIL}).content.decode()
    assert f'href="{CODE}?next=%2Flv%2Fkonts%2Femail%2F"' in page
    answer = client.post(CODE, {"code": mailed_code(client, EMAIL), "next": EMAIL})
    assert answer["Location"] == EMAIL


def test_a_wrong_password_is_said_and_the_next_page_is_not_lost(janis: User, as_: SignedIn) -> None:
    give_password(janis)
    page = as_(janis).post(BY_PASSWORD, {"password": "nepareiza", "next": EMAIL}).content.decode()
    assert "Apstipriniet, ka tas esat Jūs" in page
    assert f'name="next" value="{EMAIL}"' in page


def test_a_wrong_code_counts_and_the_third_ends_it(janis: User, as_: SignedIn) -> None:
    client = as_(janis)
    right = mailed_code(client, EMAIL)
    first, second, third = (client.post(CODE, {"code": "AAAA-AAAA", "next": EMAIL}) for _try in range(3))
    assert (first.status_code, second.status_code, third.status_code) == (422, 422, 302)
    assert f'name="next" value="{EMAIL}"' in first.content.decode()
    assert third["Location"].startswith(CODE)
    assert client.post(CODE, {"code": right, "next": EMAIL})["Location"].startswith(CODE)
    assert client.post(EMAIL, {"action_add": "", "email": NEW})["Location"].startswith(CODE)


def test_a_code_is_of_its_time_its_session_and_its_address(janis: User, ilze: User, as_: SignedIn) -> None:
    client, at_home = as_(janis), Client()
    code = mailed_code(client)
    at_home.force_login(janis)
    assert at_home.post(CODE, {"code": code})["Location"].startswith(CODE), "of another session"
    later = time.time() + 181
    with mock.patch("time.time", return_value=later):
        assert client.post(CODE, {"code": code})["Location"].startswith(CODE), "after three minutes"
    code = mailed_code(client)
    User.objects.filter(pk=janis.pk).update(email="cita@example.lv")
    assert client.post(CODE, {"code": code})["Location"].startswith(CODE), "after the address was changed"


def test_it_holds_for_five_minutes(janis: User, as_: SignedIn) -> None:
    client = as_(janis)
    confirm(client, janis)
    assert client.get(SET).status_code == 200
    later = time.time() + timedelta(minutes=5, seconds=1).total_seconds()
    with mock.patch("time.time", return_value=later):
        assert client.get(SET)["Location"].startswith(CODE)


def test_codes_are_sent_three_times_a_minute(janis: User, as_: SignedIn) -> None:
    client = as_(janis)
    for _try in range(5):
        client.post(CODE, {"action": "send"})
    assert OutgoingMail.objects.count() == 3
    assert "Uzgaidiet minūti" in client.get(CODE).content.decode()


def test_the_page_sends_nothing_until_it_is_asked_to(janis: User, as_: SignedIn) -> None:
    client = as_(janis)
    page = client.get(CODE, {"next": EMAIL}).content.decode()
    assert "Apstipriniet, ka tas esat Jūs" in page
    assert janis.email in page
    assert OutgoingMail.objects.count() == 0
    mailed_code(client, EMAIL)
    assert 'autocomplete="one-time-code"' in client.get(CODE, {"next": EMAIL}).content.decode()


def test_a_visitor_signs_in_first(client: Client) -> None:
    for page in (CODE, SET, EMAIL):
        assert client.get(page)["Location"].startswith("/lv/konts/login/")
        assert client.post(page)["Location"].startswith("/lv/konts/login/")


def test_next_leads_nowhere_else(janis: User, as_: SignedIn) -> None:
    client = as_(janis)
    code = mailed_code(client)
    answer = client.post(CODE, {"code": code, "next": "https://evil.example/"})
    assert answer["Location"] == "/lv/mani-darbi/"


def test_an_address_known_to_the_portal_alone_becomes_the_primary(janis: User, as_: SignedIn) -> None:
    """An administrator made the account: else the next address to be added would replace it without a word."""
    client = as_(janis)
    confirm(client, janis)
    client.post(EMAIL, {"action_add": "", "email": NEW})
    assert EmailAddress.objects.get(user=janis, primary=True).email == janis.email
