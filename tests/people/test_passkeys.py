"""A passkey is made, named and removed, each time by what the portal has asked."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils.translation import gettext
from pytest_django import Settings

from darbigas_kopienas.people import tasks
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.second_factor import device_name
from tests.people.authenticator import Device
from tests.people.passkeys import (
    ADD,
    CODES,
    FACTORS,
    REFUSED,
    SIGN_IN,
    WINDOWS,
    add,
    give_passkey,
    is_in,
    question,
    signed_in,
    text,
)

pytestmark = pytest.mark.django_db


# -- adding one ------------------------------------------------------------------------------------
def test_the_first_passkey_brings_recovery_codes_that_are_shown_and_can_be_taken_along(ilze: User) -> None:
    client, device = signed_in(ilze), Device()
    answer = add(client, device)
    assert answer["Location"] == CODES
    page = client.get(CODES)
    assert all(f"<code>{code}</code>" in text(page) for code in page.context["unused_codes"])
    assert len(page.context["unused_codes"]) == 10
    assert client.get(f"{CODES}download/").content.decode().split() == page.context["unused_codes"]
    assert "Mans tālrunis" in text(client.get(FACTORS))
    assert add(client, Device())["Location"] == FACTORS, "the second one brings no others"
    assert Authenticator.objects.filter(user=ilze).count() == 3


def test_what_the_device_is_asked_is_ours_whatever_host_the_request_names(ilze: User, settings: Settings) -> None:
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["*"], "https://portals.example.lv"
    options = signed_in(ilze).get(ADD, headers={"host": "evil.example"}).context["options"]
    assert options["rp"] == {"id": "portals.example.lv", "name": "Active Communities"}
    wanted = options["authenticatorSelection"]
    assert (wanted["residentKey"], wanted["userVerification"]) == ("required", "required")
    asked = question(Client(), HTTP_HOST="evil.example").json()["request_options"]["publicKey"]
    assert (asked["rpId"], asked["userVerification"]) == ("portals.example.lv", "required")


@pytest.mark.parametrize(
    "forged",
    [
        {"challenge": "AAAA"},
        {"origin": "https://evil.example"},
        {"origin": "http://sub.localhost:8000"},
        {"origin": "http://localhost:1"},
        {"crossOrigin": True},
        {"rp": "evil.example"},
        {"type": "webauthn.get"},
    ],
)
def test_a_passkey_made_for_another_question_or_place_is_not_added(ilze: User, forged: dict[str, Any]) -> None:
    client = signed_in(ilze)
    answer = add(client, Device(), **forged)
    assert (answer.status_code, REFUSED in text(answer)) == (422, True)
    assert 'value="Mans tālrunis"' in text(answer)
    assert not Authenticator.objects.exists()


def test_one_without_its_person_verified_is_not_added(ilze: User) -> None:
    assert add(signed_in(ilze), Device(is_verified=False)).status_code == 422


def test_one_answer_adds_one_passkey(ilze: User) -> None:
    client, device = signed_in(ilze), Device()
    sent = {"name": "", "credential": device.make(client.get(ADD).context["options"])}
    assert client.post(ADD, sent).status_code == 302
    assert client.post(ADD, sent).status_code == 422
    again = client.post(ADD, {"credential": device.make(client.get(ADD).context["options"])})
    assert "This passkey is in your account already." in text(again)
    assert Authenticator.objects.filter(type="webauthn").count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        "", "x", "[]", "null", '"a"', "7", "{}", "[" * 5000,
        '{"rawId": 1, "response": {}}', '{"rawId": "a", "response": []}',
        '{"rawId": "AA", "response": {"clientDataJSON": "AA", "attestationObject": "AA"}}',
        '{"rawId": "AA", "response": {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA"}}',
        '{"rawId": "AA", "response": {"clientDataJSON": "e30", "signature": "oA", "authenticatorData": "AA"}}',
        '{"rawId": "AA", "response": {"userHandle": "MTAwMDAwMDAwMDAwMDAwMDAwMDAwMDA"}}',
        '{"rawId": "\\u0000", "response": {"userHandle": "\\ud800"}}', '{"rawId": "' + "A" * 30_000 + '"}',
    ],
)  # fmt: skip
def test_whatever_is_sent_gets_a_sentence(ilze: User, sent: str) -> None:
    client = signed_in(ilze)
    client.get(ADD)
    assert client.post(ADD, {"credential": sent}).status_code == 422
    visitor = Client()
    question(visitor)
    answer = visitor.post(SIGN_IN, {"credential": sent}, follow=True)
    assert any(words in text(answer) for words in (REFUSED, "The device gave no answer."))
    assert not is_in(visitor)


def test_of_what_a_browser_sends_only_what_is_known_is_kept(ilze: User) -> None:
    client = signed_in(ilze)
    sent = json.loads(Device().make(client.get(ADD).context["options"]))
    sent |= {"more": "\x00", "clientExtensionResults": {"credProps": {"rk": "\x00"}}}
    assert client.post(ADD, {"name": "A" * 500 + "\u200b", "credential": json.dumps(sent)}).status_code == 302
    kept = Authenticator.objects.get(type="webauthn").data
    assert set(kept["credential"]) == {"id", "rawId", "type", "response", "clientExtensionResults"}
    assert set(kept["credential"]["response"]) == {"clientDataJSON", "attestationObject"}
    assert kept["name"] == "A" * 60
    tasks.tidy()  # the hourly task finds no secret in it to renew
    assert Authenticator.objects.get(type="webauthn").data == kept


def test_the_name_proposed_is_the_device_s_and_each_is_another(ilze: User) -> None:
    client = signed_in(ilze)
    for name in ("Chrome, Windows", "Chrome, Windows 2"):
        options = client.get(ADD, headers={"user-agent": WINDOWS}).context["options"]
        client.post(ADD, {"name": "\u200b", "credential": Device().make(options)}, headers={"user-agent": WINDOWS})
        assert Authenticator.objects.filter(type="webauthn").latest("pk").data["name"] == name
    assert [device_name(sent) for sent in ("<script>Firefox/1 (iPhone", "")] == ["Firefox, iPhone", gettext("Passkey")]


def test_renaming_and_removing_reach_one_s_own_alone(ilze: User, karlis: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    give_passkey(karlis)
    theirs = Authenticator.objects.get(user=karlis, type="webauthn").pk
    client = signed_in(ilze)
    add(client, Device())
    own = Authenticator.objects.get(user=ilze, type="webauthn").pk
    assert client.get(f"{FACTORS}webauthn/keys/{theirs}/edit/").status_code == 404
    assert client.post(f"{FACTORS}webauthn/keys/{theirs}/remove/")["Location"] == FACTORS
    assert Authenticator.objects.filter(pk=theirs).exists()
    assert client.post(f"{FACTORS}webauthn/keys/{own}/edit/", {"name": "…"}).status_code == 422
    assert client.post(f"{FACTORS}webauthn/keys/{own}/edit/", {"name": "Darba dators"})["Location"] == FACTORS
    assert "Darba dators" in text(client.get(f"{FACTORS}webauthn/keys/{own}/remove/"))
    assert client.post(f"{FACTORS}webauthn/keys/{own}/remove/")["Location"] == FACTORS
    assert client.post(f"{FACTORS}webauthn/keys/{own}/remove/")["Location"] == FACTORS, "pressed twice"
    assert not Authenticator.objects.filter(user=ilze).exists(), "the recovery codes go with the last factor"
    assert client.get(f"{FACTORS}webauthn/")["Location"] == FACTORS
