"""A passkey signs in alone, is the second step, and says anew who one is."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.test import Client
from pytest_django import Settings

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User
from tests.people.authenticator import Device
from tests.people.identity import (
    PASSWORD,
)
from tests.people.passkeys import (
    AGAIN,
    CODES,
    LOGIN,
    REFUSED,
    SIGN_IN,
    STEP,
    WORK,
    give_passkey,
    is_in,
    question,
    sign_in,
    text,
)
from tests.written_log import Written

pytestmark = pytest.mark.django_db


# -- signing in ------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["ilze", "janis"])
def test_a_passkey_alone_signs_in(request: pytest.FixtureRequest, who: str, written: Written) -> None:
    """A role holder and a teacher; no second step follows, and the mailbox is asked for nothing."""
    user = request.getfixturevalue(who)
    device, client = give_passkey(user), Client()
    written.lines.clear()
    answer = sign_in(client, device)
    assert answer["Location"] == WORK
    assert client.get(WORK).status_code == 200
    assert client.session["_auth_user_id"] == str(user.pk)
    assert OutgoingMail.objects.count() == 0
    assert [(said["event"], said.get("kind"), said.get("method")) for said in written.of("portal.security")] == [
        ("second_factor", "webauthn", None),
        ("sign_in", None, "passkey"),
    ]
    assert Authenticator.objects.get(user=user, type="webauthn").last_used_at


def test_the_device_is_remembered_only_where_that_was_ticked(janis: User) -> None:
    device = give_passkey(janis)
    for sent, age in (({}, ""), ({"remember": "on"}, 12 * 60 * 60)):
        client = Client()
        options = question(client).json()["request_options"]["publicKey"]
        client.post(SIGN_IN, {"credential": device.use(options), **sent})
        assert client.cookies[configured.SESSION_COOKIE_NAME]["max-age"] == age


@pytest.mark.parametrize(
    "forged",
    [
        {"challenge": "AAAA"},
        {"origin": "https://evil.example"},
        {"origin": "http://sub.localhost:8000"},
        {"crossOrigin": True},
        {"rp": "evil.example"},
        {"type": "webauthn.create"},
        {"user": ""},
        {"user": "MTIzNDU2Nzg5"},
    ],
)
def test_an_answer_to_another_question_or_place_lets_nobody_in(
    ilze: User, forged: dict[str, Any], written: Written
) -> None:
    device, client = give_passkey(ilze), Client()
    written.lines.clear()
    answer = sign_in(client, device, **forged)
    assert answer["Location"] == f"{LOGIN}?next=%2Flv%2Fmani-darbi%2F"
    assert REFUSED in text(client.get(answer["Location"]))
    assert not is_in(client)
    assert written.events == ["sign_in failed"]
    assert written.of("portal.security")[0]["method"] == "passkey"


def test_somebody_else_s_passkey_does_not_open_an_account(ilze: User, karlis: User) -> None:
    mine, theirs = give_passkey(ilze), give_passkey(karlis)
    client = Client()
    sign_in(client, theirs, user=mine.user)
    assert not is_in(client)
    twin = Device(user=mine.user, key_id=mine.key_id)  # the same number, another key
    sign_in(client, twin)
    assert not is_in(client)


def test_an_answer_counts_once(ilze: User) -> None:
    device, client = give_passkey(ilze), Client()
    options = question(client).json()["request_options"]["publicKey"]
    sent = {"credential": device.use(options)}
    assert client.post(SIGN_IN, sent)["Location"] != LOGIN
    client.post("/en/account/logout/")
    question(client)
    client.post(SIGN_IN, sent)
    assert not is_in(client)
    other = Client()
    question(other)
    other.post(SIGN_IN, sent)
    assert not is_in(other)


def test_a_wrong_answer_uses_the_question_up(ilze: User) -> None:
    device, client = give_passkey(ilze), Client()
    options = question(client).json()["request_options"]["publicKey"]
    client.post(SIGN_IN, {"credential": device.use(options, challenge="AAAA")})
    client.post(SIGN_IN, {"credential": device.use(options)})
    assert not is_in(client)


def test_one_that_does_not_verify_its_person_signs_nobody_in(ilze: User) -> None:
    device, client = give_passkey(ilze), Client()
    device.is_verified = False
    sign_in(client, device)
    assert not is_in(client)


def test_a_closed_account_is_refused_like_an_unknown_one(ilze: User) -> None:
    device, client = give_passkey(ilze), Client()
    User.objects.filter(pk=ilze.pk).update(is_active=False)
    answer = sign_in(client, device)
    assert REFUSED in text(client.get(answer["Location"]))
    assert not is_in(client)


def test_a_stranger_s_tries_lock_nobody_out_of_signing_in_by_passkey(ilze: User, settings: Settings) -> None:
    """Whatever was tried with the address, and with the account's number in forged answers."""
    device, stranger = give_passkey(ilze), Client(REMOTE_ADDR="198.51.100.7")
    for _try in range(12):
        stranger.post(LOGIN, {"login": ilze.email, "password": "nepareiza"})
        stranger.post(f"{LOGIN}code/", {"email": ilze.email})
        sign_in(stranger, Device(user=device.user))
    client = Client()
    assert sign_in(client, device)["Location"] == WORK
    settings.MFA_RATE_LIMITS = {"webauthn_login": "2/m/ip"}
    assert [question(Client(REMOTE_ADDR="198.51.100.8")).status_code for _try in range(3)] == [200, 200, 429]
    other = Client(REMOTE_ADDR="203.0.113.5")
    assert sign_in(other, device)["Location"] == WORK, "a network that asks too often holds up itself alone"


def test_an_address_that_was_never_proven_is_asked_about_also_here(ilze: User) -> None:
    device = give_passkey(ilze)
    EmailAddress.objects.all().delete()
    client = Client()
    assert sign_in(client, device)["Location"] == "/en/account/confirm-email/"
    assert not is_in(client)


def test_who_waits_for_a_mailed_code_may_take_the_passkey_instead(ilze: User) -> None:
    device, client = give_passkey(ilze), Client()
    client.post(f"{LOGIN}code/", {"email": ilze.email})
    assert sign_in(client, device)["Location"] == WORK
    assert client.get(WORK).status_code == 200


def test_who_stands_before_the_second_step_may_start_anew_with_the_passkey_of_another(ilze: User, karlis: User) -> None:
    give_passkey(ilze)
    device, client = give_passkey(karlis), Client()
    client.post(LOGIN, {"login": ilze.email, "password": PASSWORD})
    assert sign_in(client, device)["Location"] == WORK
    assert client.session["_auth_user_id"] == str(karlis.pk)


def test_the_page_promises_nothing_to_a_browser_without_scripts(client: Client) -> None:
    page = text(client.get(LOGIN))
    form = page[page.index('data-passkey="use"') :].split(">")[0]
    assert " hidden" in form


# -- as the second step, and to say anew who one is ---------------------------------------------------
def test_after_a_password_a_passkey_is_the_second_step(ilze: User, written: Written) -> None:
    device, client = give_passkey(ilze), Client()
    client.post(LOGIN, {"login": ilze.email, "password": PASSWORD})
    assert not is_in(client)
    page = client.get(STEP)
    assert "Enter one of your recovery codes." in text(page)
    written.lines.clear()
    wrong = client.post(STEP, {"credential": device.use(page.context["options"], origin="https://evil.example")})
    assert REFUSED in text(wrong)
    answer = client.post(STEP, {"credential": device.use(wrong.context["options"])})
    assert answer.status_code == 302
    assert is_in(client)
    said = [(line["event"], line["outcome"], line.get("kind")) for line in written.of("portal.security")]
    assert said[:2] == [("second_factor", "failed", "webauthn"), ("second_factor", "done", "webauthn")]


def test_of_a_lost_passkey_a_recovery_code_is_the_second_step(ilze: User) -> None:
    give_passkey(ilze)
    code = Authenticator.objects.get(user=ilze, type="recovery_codes").wrap().get_unused_codes()[0]
    client = Client()
    client.post(LOGIN, {"login": ilze.email, "password": PASSWORD})
    assert client.post(STEP, {"code": code}).status_code == 302
    assert is_in(client)


def test_the_passkey_says_anew_who_one_is_and_what_waited_goes_on(ilze: User) -> None:
    device, client = give_passkey(ilze), Client()
    User.objects.filter(pk=ilze.pk).update(password="!")
    sign_in(client, device)
    asked = client.get(CODES)
    assert asked["Location"].startswith(AGAIN), "before the codes, of which there are few"
    page = client.get(asked["Location"])
    wrong = client.post(AGAIN, {"credential": device.use(page.context["options"], challenge="AA"), "next": CODES})
    assert (wrong.status_code, REFUSED in text(wrong)) == (422, True)
    answer = client.post(AGAIN, {"credential": device.use(wrong.context["options"]), "next": CODES})
    assert answer["Location"] == CODES
    assert client.get(CODES).status_code == 200
