"""The first start: a printed link lets one in, once, and leads to a programme."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from darbigas_kopienas.administration.programme import first_start
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Membership, Programme
from darbigas_kopienas.runtime.log_masks import masked
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.signed_tokens import token
from tests.administration.programme.first_coordinator import (
    DAY,
    PASSWORD,
    TYPED,
    TYPED_NEW,
    begin,
    begun,
    confirm,
    post,
)
from tests.databases import EMPTY
from tests.together import before_commit

pytestmark = [pytest.mark.django_db, pytest.mark.database(EMPTY)]


# -- the link ----------------------------------------------------------------------------------------------
def test_the_command_prints_a_link_until_somebody_has_a_role(capsys: pytest.CaptureFixture[str]) -> None:
    User.objects.create_superuser("admin@example.lv", None)
    call_command("first_link")
    assert re.fullmatch(r"First start: open http://localhost:8000/lv/\S+/\d+\.\S+/\n", capsys.readouterr().out)
    begun()
    with pytest.raises(CommandError, match="set up already"):
        call_command("first_link")
    assert capsys.readouterr().out == ""


def test_seeding_prints_it_too_but_not_into_collected_logs(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    call_command("seed")
    assert "First start: open http" in capsys.readouterr().out
    settings.LOG_FORMAT = "json"
    call_command("seed")
    assert "manage.py first_link" in (said := capsys.readouterr().out)
    assert "://" not in said
    settings.LOG_FORMAT = "line"
    confirm(begin(programme=Programme.objects.get()).user)
    call_command("seed")
    assert capsys.readouterr().out == ""


def test_the_link_never_stands_in_a_log(link: str) -> None:
    secret = link.rstrip("/").rpartition("/")[2]
    assert secret not in masked(f'"GET {link} HTTP/1.1" 200')


def test_a_link_is_good_for_a_week_and_only_as_it_was_made(client: Client, link: str) -> None:
    assert client.get(link).status_code == 200
    with clock.frozen(clock.now() + timedelta(days=6, hours=23)):
        assert client.get(link).status_code == 200
    with clock.frozen(clock.now() + timedelta(days=7, minutes=1)):
        assert (late := client.get(link)).status_code == 404
        assert late.templates[0].name == "link_broken_first_start.html"
        assert post(client, link, **TYPED_NEW).status_code == 404
    assert client.get(link[:-3] + "/").status_code == 404
    other = token("participation.place", int(clock.now().timestamp()))
    assert client.get(link.replace(link.split("/")[-2], other)).status_code == 404
    assert not User.objects.exists()


def test_the_page_is_kept_nowhere_and_tells_no_other_site(client: Client, link: str) -> None:
    page = client.get(link)
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"


def test_a_used_link_says_that_one_signs_in(client: Client, link: str) -> None:
    begun()
    page = client.get(link)
    assert (page.status_code, page.templates[0].name) == (404, "link_used_first_start.html")
    assert "/login/" in page.content.decode()
    assert post(client, link, **TYPED_NEW).status_code == 404
    assert User.objects.count() == 1


# -- what it does ------------------------------------------------------------------------------------------
def test_one_begins_with_a_programme_that_is_loaded() -> None:
    call_command("seed")
    programme = Programme.objects.get()
    membership = begin(programme=programme)
    assert (membership.programme, membership.role, membership.municipality) == (programme, Role.PROGRAMME, None)
    assert membership.user.check_password(PASSWORD)
    entry = Entry.objects.get(verb="membership.granted")
    assert (entry.actor_id, entry.programme_id) == (None, programme.pk)


def test_one_begins_with_a_new_programme() -> None:
    programme = begin().programme
    assert (programme.code, programme.goal_lv) == (f"zalas-kopienas-{DAY.year}", "Augt.")
    assert [entry.verb for entry in Entry.objects.order_by("pk")] == ["programme.added", "membership.granted"]


def test_the_goal_has_one_kind_of_line_ends(client: Client, link: str) -> None:
    """Else the first correction of the programme would be said to change it."""
    post(client, link, **{**TYPED_NEW, "goal_lv": "Augt.\r\nZelt."})
    assert Programme.objects.get().goal_lv == "Augt.\nZelt."


def test_nobody_begins_twice() -> None:
    begun()
    with pytest.raises(first_start.AlreadySetUp):
        begin(email="other@example.org")
    yesterday = clock.today() - timedelta(days=1)
    Membership.objects.update(starts_on=yesterday, ends_on=yesterday)
    with pytest.raises(first_start.AlreadySetUp):
        begin(email="other@example.org")
    assert User.objects.count() == 1


# -- at the same moment ------------------------------------------------------------------------------------
def _both() -> Any:
    return before_commit(begin, lambda: begin(email="other@example.org"))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_one_link_one_has_the_role() -> None:
    """Neither has confirmed an address, so the second began again."""
    assert isinstance(_both(), Membership)
    assert Membership.objects.valid_on(clock.today()).get().user.email == "other@example.org"


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_there_would_be_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_start, "_hold_roles", lambda: None)
    assert isinstance(_both(), Membership)
    assert Membership.objects.valid_on(clock.today()).count() == 2


# -- the page ----------------------------------------------------------------------------------------------
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client: Client, link: str) -> None:
    wrong = {**TYPED_NEW, "ends_on": "31.08.2026", "name_en": "", "email": "nobody", "password_again": "other"}
    page = post(client, link, **wrong)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"ends_on", "name_en", "email", "password_again"}
    shown = page.content.decode()
    assert PASSWORD not in shown
    assert all(text in shown for text in ("Marta Vītola", "Zaļās kopienas", "01.09.2027", "nobody"))
    for typed, field in (
        ({"password": "kopienas2027", "password_again": "kopienas2027"}, "password"),
        ({"password": "marta@example.org", "password_again": "marta@example.org"}, "password"),
        ({"name": "\x00"}, "name"),
        ({"programme": "17"}, "programme"),
        ({"goal_lv": "x" * 5000}, "goal_lv"),
    ):
        assert list(post(client, link, **{**TYPED_NEW, **typed}).context["form"].errors) == [field], typed
    User.objects.create_user("marta@example.org", None)
    assert list(post(client, link, **TYPED_NEW).context["form"].errors) == ["email"]
    assert not Membership.objects.exists()


def test_what_a_new_programme_needs_is_not_asked_of_one_that_is_there(client: Client, link: str) -> None:
    call_command("seed")
    programme = Programme.objects.get()
    assert programme.name_lv in client.get(link).content.decode()
    answer = post(client, link, programme=programme.pk, starts_on="not a day")
    assert answer.status_code == 302
    assert Membership.objects.get().programme == programme


def test_pressed_twice_it_leads_to_the_same_page(client: Client, link: str) -> None:
    sent = {"submission_key": str(uuid4()), **TYPED, **TYPED_NEW}
    first, second = client.post(link, sent), Client().post(link, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert "sessionid" not in second.cookies  # whoever sends a form again is let in by nobody


def test_the_first_coordinator_switches_two_step_sign_in_on_and_sets_up(client: Client, link: str) -> None:
    answer = post(client, link, **TYPED_NEW)
    overview = answer["Location"]
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert client.get(overview)["Location"] == "/lv/konts/2fa/"
    assert "/lv/konts/2fa/totp/activate/" in client.get("/lv/konts/2fa/").content.decode()
    again = client.get("/lv/konts/2fa/totp/activate/")
    assert again["Location"].startswith("/lv/konts/reauthenticate/?next=")
    enrol = client.post(again["Location"], {"password": PASSWORD, "next": "/lv/konts/2fa/totp/activate/"})
    assert enrol["Location"] == "/lv/konts/2fa/totp/activate/"
    page = client.get(enrol["Location"])
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(page.context["form"].secret, counter))
    assert client.post(enrol["Location"], {"code": code})["Location"] == "/lv/konts/2fa/recovery-codes/"
    assert client.get(overview).status_code == 200
    assert client.get("/lv/mani-darbi/").status_code == 200


def _mailed_code() -> str:
    letter = OutgoingMail.objects.filter(to_email="marta@example.org").last()
    assert letter is not None
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", letter.text_body, re.MULTILINE)
    assert found, letter.text_body
    return found[1]


def test_the_address_is_confirmed_by_the_code_that_was_sent(client: Client, link: str, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    there = client.get(post(client, link, **TYPED_NEW)["Location"])
    assert there.status_code == 200
    assert "/lv/konts/confirm-email/" in there.content.decode()
    assert not EmailAddress.objects.exists()
    assert client.post("/lv/konts/confirm-email/", {"code": _mailed_code()}).status_code == 302
    address = EmailAddress.objects.get()
    assert (address.email, address.verified, address.primary) == ("marta@example.org", True, True)
    assert Client().post("/lv/konts/login/", {"login": address.email, "password": PASSWORD})["Location"] == (
        "/lv/mani-darbi/"
    )


def test_an_address_left_unconfirmed_is_asked_about_at_the_next_sign_in(link: str, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    post(Client(), link, **TYPED_NEW)
    cache.clear()  # a code is sent every three minutes at most
    answer = Client().post("/lv/konts/login/", {"login": "marta@example.org", "password": PASSWORD})
    assert answer["Location"].startswith("/lv/konts/confirm-email/")
    assert OutgoingMail.objects.filter(to_email="marta@example.org").count() == 2


# -- a portal with nobody in it ----------------------------------------------------------------------------
@pytest.mark.parametrize("is_seeded", [False, True])
def test_strangers_find_a_portal_that_works(client: Client, is_seeded: bool) -> None:
    if is_seeded:
        call_command("seed")
    for page in ("/lv/", "/en/", "/lv/konts/login/", "/lv/konts/signup/", "/readyz"):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert "First start" not in answer.content.decode()
    assert client.get("/lv/mani-darbi/")["Location"].startswith("/lv/konts/login/")
    client.force_login(User.objects.create_user("jauns@example.lv", None, name="Jauns"))
    assert client.get("/lv/mani-darbi/").status_code == 200
