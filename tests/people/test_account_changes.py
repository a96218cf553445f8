"""Whoever owns an account hears of every change in how one signs in to it, at the address from before too."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User
from tests.people.identity import (
    EMAIL,
    PASSWORD,
    changes_written,
    confirm,
    give_address,
    give_factor,
    give_password,
    text_of,
)

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
OLD, NEW = "janis@example.lv", "jauna@example.com"


@pytest.fixture(autouse=True)
def _no_wait_between_letters(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}


def add(client: Client, email: str = NEW) -> None:
    client.post(EMAIL, {"action_add": "", "email": email})
    letter = OutgoingMail.objects.filter(to_email=email, template="message").first()
    assert letter is not None
    code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", letter.text_body, re.MULTILINE)
    assert code
    client.post("/lv/konts/confirm-email/", {"code": code.group(1)})


@pytest.mark.parametrize("has_password", [True, False])
@pytest.mark.parametrize("knows_allauth", [True, False])
def test_an_address_is_added_made_primary_and_the_old_removed(
    janis: User, as_: SignedIn, has_password: bool, knows_allauth: bool
) -> None:
    if has_password:
        give_password(janis)
    if knows_allauth:
        give_address(janis)
    client = as_(janis)
    confirm(client, janis)
    add(client)
    janis.refresh_from_db()
    assert (changes_written(), janis.email) == ([("email_added", OLD), ("email_added", NEW)], OLD)
    OutgoingMail.objects.all().delete()
    client.post(EMAIL, {"action_primary": "", "email": NEW})
    janis.refresh_from_db()
    assert (changes_written(), janis.email) == ([("email_changed", OLD), ("email_changed", NEW)], NEW)
    OutgoingMail.objects.all().delete()
    client.post(EMAIL, {"action_remove": "", "email": OLD})
    assert changes_written() == [("email_removed", OLD), ("email_removed", NEW)]
    assert EmailAddress.objects.filter(user=janis).count() == 1
    verbs = Entry.objects.filter(verb__startswith="account.", object_id=str(janis.pk)).order_by("pk")
    assert [entry.verb for entry in verbs] == ["account.email_added", "account.email_changed", "account.email_removed"]
    assert all(entry.actor_id == janis.pk and entry.changes == {} for entry in verbs)


def test_the_first_address_of_a_new_account_is_told_nothing(client: Client) -> None:
    client.post("/lv/konts/signup/", {"email": NEW})
    letter = OutgoingMail.objects.get(to_email=NEW)
    code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", letter.text_body, re.MULTILINE)
    assert code
    client.post("/lv/konts/confirm-email/", {"code": code.group(1)})
    assert User.objects.filter(email=NEW).exists()
    assert changes_written() == []


def test_what_was_never_proven_gets_no_letter(janis: User, as_: SignedIn) -> None:
    """It may be a stranger's."""
    give_address(give_password(janis))
    give_address(janis, "svesa@example.lv", verified=False)
    client = as_(janis)
    confirm(client, janis)
    client.post(
        "/lv/konts/password/change/", {"oldpassword": PASSWORD, "password1": "cita-1991x", "password2": "cita-1991x"}
    )
    assert changes_written() == [("password_changed", OLD)]


def test_a_password_is_set_changed_and_replaced(janis: User, as_: SignedIn, client: Client) -> None:
    give_address(janis)
    signed_in = as_(janis)
    confirm(signed_in, janis)
    signed_in.post("/lv/konts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert changes_written() == [("password_set", OLD)]
    signed_in.post(
        "/lv/konts/password/change/", {"oldpassword": PASSWORD, "password1": "cita-1991x", "password2": "cita-1991x"}
    )
    assert changes_written() == [("password_changed", OLD), ("password_set", OLD)]
    client.post("/lv/konts/password/reset/", {"email": OLD})
    link = re.search(r"/lv/konts/password/reset/key/\S+", OutgoingMail.objects.exclude(text_body="").first().text_body)  # type: ignore[union-attr]
    assert link
    form = client.get(link.group())["Location"]
    client.post(form, {"password1": "tresa-1991x", "password2": "tresa-1991x"})
    assert ("password_reset", OLD) in changes_written()
    assert Entry.objects.get(verb="account.password_reset").actor_id is None


def test_a_second_factor_comes_and_goes_and_codes_are_made(janis: User, as_: SignedIn, monkeypatch: Any) -> None:
    give_address(give_password(janis))
    client = as_(janis)
    confirm(client, janis)
    monkeypatch.setattr(totp, "validate_totp_code", lambda _secret, _code: True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda action, **_more: action())
        client.get("/lv/konts/2fa/totp/activate/")
        client.post("/lv/konts/2fa/totp/activate/", {"code": "123456"})
        client.post("/lv/konts/2fa/recovery-codes/generate/", {})
        client.post("/lv/konts/2fa/totp/deactivate/", {})
    assert changes_written() == [("factor_added", OLD), ("factor_removed", OLD), ("recovery_codes_made", OLD)]


@pytest.mark.parametrize("by_action", [True, False])
def test_an_administrator_takes_a_factor_away(janis: User, admin: User, as_: SignedIn, by_action: bool) -> None:
    give_address(janis)
    factor = give_factor(janis)
    client = as_(admin)
    if by_action:
        posted = {"action": "delete_selected", "_selected_action": [factor.pk], "post": "yes"}
        client.post("/lv/admin/mfa/authenticator/", posted)
    else:
        client.post(f"/lv/admin/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})
    letter = OutgoingMail.objects.get(template="account_changed")
    assert (letter.to_email, letter.context["change"]) == (OLD, "factor_removed")
    assert "Kas: portāla administrācija" in text_of(letter)[1]
    assert Entry.objects.get(verb="account.factor_removed").actor_id == admin.pk


def test_the_admin_has_no_door_of_its_own_to_a_password(admin: User, as_: SignedIn) -> None:
    give_password(admin)
    answer = as_(admin).get("/lv/admin/password_change/")
    assert answer["Location"] == "/lv/konts/password/change/"


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("lv", "Mainīta Jūsu konta e-pasta adrese", ["Jaunā adrese: j•••@example.com", "Rakstiet nekavējoties"]),
        ("en", "The e-mail address of your account was changed", ["New address: j•••@example.com", "Write at once"]),
    ],
)
def test_the_letter_says_what_when_and_whom_to_reach(
    janis: User, as_: SignedIn, settings: Any, language: str, subject: str, words: list[str]
) -> None:
    """Not from where: the portal stores no IP address. The new mailbox is not named whole in the old one."""
    settings.DEFAULT_FROM_EMAIL = "Portāls <palidziba@example.lv>"
    User.objects.filter(pk=janis.pk).update(language=language)
    janis.refresh_from_db()
    give_address(give_password(janis))
    give_address(janis, NEW)
    client = as_(janis)
    confirm(client, janis)
    client.post(EMAIL, {"action_primary": "", "email": NEW}, headers={"user-agent": "Firefox 1918"})
    letter = OutgoingMail.objects.get(template="account_changed", to_email=OLD)
    written_subject, text = text_of(letter)
    assert written_subject == subject
    assert all(word in text for word in [*words, "palidziba@example.lv", "/password/reset/"])
    mark = r"\." if language == "lv" else ":"
    assert re.search(rf"\d\d\.\d\d\.\d{{4}}\s\d\d{mark}\d\d", text)
    assert not any(secret in text for secret in ["127.0.0.1", "Firefox", NEW])
