"""Who has to have a second factor, and what follows where one comes or goes."""

import threading
import time
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from pytest_django import Settings

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people import passkeys
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import own_tables
from darbigas_kopienas.people.second_factor import EncryptingAdapter
from tests.people.authenticator import Device
from tests.people.identity import (
    changes_written,
    factor_code,
    give_factor,
)
from tests.people.passkeys import ADD, FACTORS, STAYS, WORK, add, give_passkey, signed_in, text
from tests.written_log import Written

pytestmark = pytest.mark.django_db


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
