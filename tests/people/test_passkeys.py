"""A passkey signs its own person in, by itself, and nobody else; staff keep at least one second factor."""

import json
import threading
import time
from typing import Any
from unittest import mock

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from django.utils.translation import gettext
from pytest_django import Settings

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people import passkeys, tasks
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import own_tables
from darbigas_kopienas.people.second_factor import EncryptingAdapter, device_name
from tests.people.authenticator import Device
from tests.people.identity import (
    PASSWORD,
    changes_written,
    confirm,
    factor_code,
    give_address,
    give_factor,
    give_password,
)
from tests.written_log import Written

pytestmark = pytest.mark.django_db
FACTORS = "/en/account/2fa/"
ADD, SIGN_IN, AGAIN = f"{FACTORS}webauthn/add/", f"{FACTORS}webauthn/login/", f"{FACTORS}webauthn/reauthenticate/"
LOGIN, STEP, CODES = "/en/account/login/", f"{FACTORS}authenticate/", f"{FACTORS}recovery-codes/"
WORK = "/lv/mani-darbi/"
REFUSED, STAYS = "The passkey did not fit.", "so the last passkey or app stays"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def signed_in(user: User) -> Client:
    """Who has just said anew who they are."""
    give_address(give_password(user))
    client = Client()
    client.force_login(user)
    confirm(client, user)
    return client


def add(client: Client, device: Device, **forged: Any) -> Any:
    options = client.get(ADD).context["options"]
    return client.post(ADD, {"name": "Mans tālrunis", "credential": device.make(options, **forged)})


def give_passkey(user: User, **more: Any) -> Device:
    device = Device(**more)
    assert add(signed_in(user), device).status_code == 302
    OutgoingMail.objects.all().delete()
    return device


def question(client: Client, **more: Any) -> Any:
    return client.get(SIGN_IN, headers={"accept": "application/json"}, **more)


def sign_in(client: Client, device: Device, **forged: Any) -> Any:
    options = question(client).json()["request_options"]["publicKey"]
    return client.post(SIGN_IN, {"credential": device.use(options, **forged), "next": WORK})


def is_in(client: Client) -> bool:
    return bool(client.session.get("_auth_user_id"))


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


# -- who has to have one -----------------------------------------------------------------------------
def test_whoever_has_a_role_is_sent_to_choose_and_a_teacher_is_not(ilze: User, janis: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client, teacher = Client(), Client()
    client.force_login(ilze)
    teacher.force_login(janis)
    assert client.get("/en/my-tasks/")["Location"] == FACTORS
    page = text(client.get(FACTORS))
    assert f'href="{ADD}"' in page
    assert f'href="{FACTORS}totp/activate/"' in page
    assert "two-step sign-in is required" in page
    assert teacher.get("/en/my-tasks/").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = False
    assert client.get("/en/my-tasks/").status_code == 200
    assert "two-step sign-in is required" not in text(client.get(FACTORS))


def test_with_a_passkey_one_goes_on_and_recovery_codes_alone_are_not_enough(ilze: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = signed_in(ilze)
    add(client, Device())
    assert client.get(WORK).status_code == 200
    Authenticator.objects.filter(user=ilze, type="webauthn").delete()
    assert client.get(WORK)["Location"] == "/lv/konts/2fa/"


def test_the_last_factor_of_staff_stays(ilze: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = signed_in(ilze)
    add(client, Device())
    remove = f"{FACTORS}webauthn/keys/{Authenticator.objects.get(user=ilze, type='webauthn').pk}/remove/"
    for answer in (client.get(remove), client.post(remove)):
        assert STAYS in text(answer)
    factor = give_factor(ilze)
    assert client.post(remove).status_code == 302
    off = f"{FACTORS}totp/deactivate/"
    for answer in (client.get(off), client.post(off)):
        assert STAYS in text(answer)
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_the_rule_holds_for_every_role_but_the_teacher_s(ilze: User, janis: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    assert not EncryptingAdapter().can_delete_authenticator(give_factor(ilze))
    assert EncryptingAdapter().can_delete_authenticator(give_factor(janis))
    settings.SECOND_FACTOR_REQUIRED = False
    assert EncryptingAdapter().can_delete_authenticator(Authenticator.objects.get(user=ilze, type="totp"))


@pytest.mark.django_db(transaction=True)
def test_two_windows_do_not_take_one_factor_each(ilze: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = signed_in(ilze)
    add(client, Device())
    give_factor(ilze)
    passkey = Authenticator.objects.get(user=ilze, type="webauthn")
    pages = [f"{FACTORS}webauthn/keys/{passkey.pk}/remove/", f"{FACTORS}totp/deactivate/"]
    rule = EncryptingAdapter.can_delete_authenticator

    def asked(adapter: EncryptingAdapter, authenticator: Authenticator) -> bool:
        answer = rule(adapter, authenticator)
        time.sleep(0.3)
        return answer

    def press(page: str) -> None:
        window = Client()
        window.cookies = client.cookies
        window.post(page)
        connection.close()

    with mock.patch.object(EncryptingAdapter, "can_delete_authenticator", asked):
        threads = [threading.Thread(target=press, args=[page]) for page in pages]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert Authenticator.objects.filter(user=ilze).exclude(type="recovery_codes").count() == 1


# -- what follows a change ---------------------------------------------------------------------------
def test_a_passkey_that_comes_or_goes_is_written_of_recorded_and_ends_other_sessions(
    janis: User, written: Written
) -> None:
    here, elsewhere = signed_in(janis), Client()
    written.lines.clear()
    for change, event in (("passkey_added", "added"), ("passkey_removed", "removed")):
        elsewhere.force_login(User.objects.get(pk=janis.pk))
        assert elsewhere.get(WORK).status_code == 200
        if event == "added":
            add(here, Device())
        else:
            key = Authenticator.objects.get(user=janis, type="webauthn").pk
            assert here.post(f"{FACTORS}webauthn/keys/{key}/remove/").status_code == 302
        assert (here.get(WORK).status_code, elsewhere.get(WORK).status_code) == (200, 302)
        assert changes_written() == [(change, janis.email)]
        assert Entry.objects.get(verb=f"account.{change}").actor_id == janis.pk
        OutgoingMail.objects.all().delete()
        lines = [line for line in written.of("portal.security") if line.get("change") == event]
        assert lines[0]["kind"] == "webauthn"


def test_an_administrator_takes_the_lost_one_away_and_the_codes_with_the_last(
    ilze: User, admin: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    give_passkey(ilze)
    client = Client()
    client.force_login(admin)
    key = Authenticator.objects.get(user=ilze, type="webauthn").pk
    assert "Mans tālrunis" in client.get("/lv/admin/mfa/authenticator/").content.decode()
    client.post(f"/lv/admin/mfa/authenticator/{key}/delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(user=ilze).exists()
    assert changes_written() == [("passkey_removed", ilze.email)]
    assert Entry.objects.get(verb="account.passkey_removed").actor_id == admin.pk


def test_codes_alone_that_an_administrator_takes_are_written_of_as_codes(
    ilze: User, admin: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    give_passkey(ilze)
    client = Client()
    client.force_login(admin)
    key = Authenticator.objects.get(user=ilze, type="recovery_codes").pk
    client.post(f"/lv/admin/mfa/authenticator/{key}/delete/", {"post": "yes"})
    assert changes_written() == [("recovery_codes_removed", ilze.email)]
    assert Authenticator.objects.get(user=ilze).type == "webauthn"


def test_own_data_tell_names_and_days_and_no_secret(ilze: User) -> None:
    give_passkey(ilze)
    give_factor(ilze)
    rows = own_tables(ilze)["second_factors"].rows
    assert [row[1] for row in rows] == ["Mans tālrunis", "", ""]
    assert factor_code() not in str(rows)


def test_what_is_refused_says_so_without_a_page(ilze: User) -> None:
    with pytest.raises(passkeys.PasskeyRefused):
        passkeys.read("{")
    assert passkeys.owner_named_in({"response": {"userHandle": None}}) is None
