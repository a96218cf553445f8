"""A mistyped address, a lost session, a programme without coordinators: nobody stays locked out."""

import threading
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from darbigas_kopienas.administration.programme import first_start
from darbigas_kopienas.administration.roles.services import hold_roles
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Role, memberships_of
from darbigas_kopienas.programme.actors import FIRST_LINK
from darbigas_kopienas.programme.models import Membership, Programme
from darbigas_kopienas.values import clock
from tests.administration.programme.first_coordinator import DAY, PASSWORD, TYPED_NEW, begin, begun, confirm, post
from tests.databases import EMPTY
from tests.machine import PATIENCE
from tests.together import together, wait_for_somebody

pytestmark = [pytest.mark.django_db, pytest.mark.database(EMPTY)]


# -- a mistyped address, a lost session --------------------------------------------------------------------
def test_until_the_address_is_confirmed_one_can_begin_again(client: Client, link: str) -> None:
    mistyped = begin(email="matra@example.org")
    page = client.get(link)
    assert page.status_code == 200
    assert "matra@example.org" in page.content.decode()
    assert first_start.first_link() is not None
    role = begin(programme=mistyped.programme)
    mistyped.refresh_from_db()
    assert mistyped.ended_at is not None
    assert [membership.pk for membership in Membership.objects.valid_on(clock.today())] == [role.pk]
    assert Entry.objects.filter(verb="membership.ended", object_id=mistyped.pk).exists()
    confirm(mistyped.user)  # whoever reads that mailbox gets nothing by it, and keeps nobody else out
    confirm(role.user)
    assert memberships_of(User.objects.get(pk=mistyped.user_id)) == []
    with pytest.raises(first_start.AlreadySetUp):
        begin(email="third@example.org")


def test_the_same_address_stays_the_same_account(client: Client, link: str) -> None:
    """Whoever lost the session, and the password with it, types them again."""
    post(client, link, **TYPED_NEW)
    lost = Client()
    lost.cookies = client.cookies
    programme, other = Programme.objects.get(), "četri zaļi ezeri 48"
    Authenticator.objects.create(user=User.objects.get(), type="totp", data={"secret": "x"})
    again = post(Client(), link, programme=programme.pk, password=other, password_again=other)
    assert again.status_code == 302
    user = User.objects.get()
    assert user.check_password(other)
    assert Membership.objects.valid_on(clock.today()).get().user == user
    assert not Authenticator.objects.exists()
    assert "/login/" in lost.get("/lv/mani-darbi/")["Location"]


def test_no_account_that_the_link_did_not_make_is_taken_over() -> None:
    programme = begin(email="mistyped@example.org").programme
    confirmed = User.objects.create_user("confirmed@example.org", None)
    confirm(confirmed)
    teacher = User.objects.create_user("teacher@example.org", None)
    Membership.objects.create(user=teacher, programme=programme, role=Role.TEACHER)
    User.objects.create_superuser("admin@example.org", None)
    for email in ("confirmed@example.org", "teacher@example.org", "admin@example.org"):
        with pytest.raises(first_start.AddressTaken):
            begin(email=email)
    assert not User.objects.exclude(email="mistyped@example.org").exclude(password__startswith="!").exists()


@pytest.mark.parametrize("confirmed", ["Marta@Example.org", "right@example.org"])
def test_whichever_address_is_confirmed_and_however_it_is_spelled_nobody_begins_anew(confirmed: str) -> None:
    """Whoever mistyped the first may add the right one: a code there signs them in."""
    user = begin().user
    assert not first_start.may_take_over(user)
    EmailAddress.objects.create(user=user, email=confirmed, verified=True)
    assert first_start.is_set_up()
    assert first_start.may_take_over(user)
    assert not first_start.may_take_over(AnonymousUser())
    with pytest.raises(first_start.AlreadySetUp):
        begin(email="other@example.org")


# -- a programme that has lost its coordinators ------------------------------------------------------------
def lose_all() -> Programme:
    membership = begun()
    User.objects.update(is_active=False)
    return membership.programme


def begin_anew(programme: Programme, email: str = "next@example.org") -> Membership:
    return first_start.begin_anew(
        by=FIRST_LINK, name="Rita Egle", email=email, password=PASSWORD, language="lv", programme=programme
    )


def test_a_programme_that_nobody_coordinates_lets_one_in(capsys: pytest.CaptureFixture[str]) -> None:
    programme = lose_all()
    with pytest.raises(CommandError, match="There is no programme 'x'"):
        call_command("first_link", programme="x")
    call_command("first_link", programme=programme.code)
    link = urlsplit(capsys.readouterr().out.split(" open ")[1].strip()).path
    page = Client().get(link)
    assert programme.name in page.content.decode()
    assert set(page.context["form"].fields) == {"name", "email", "password", "password_again"}
    answer = post(Client(), link, email="next@example.org")
    assert answer["Location"] == f"/lv/parvaldiba/programmas/{programme.pk}/"
    role = Membership.objects.get(user__email="next@example.org")
    assert (role.programme, role.role) == (programme, Role.PROGRAMME)
    assert Client().get(link).status_code == 200  # until the address is confirmed
    confirm(role.user)
    assert Client().get(link).status_code == 404
    with pytest.raises(CommandError, match="Somebody coordinates"):
        call_command("first_link", programme=programme.code)
    with pytest.raises(first_start.AlreadySetUp):
        begin_anew(programme, "third@example.org")


def test_it_takes_nobody_over_and_reaches_no_other_programme() -> None:
    programme = lose_all()
    other = Programme.objects.create(
        code="other", name_lv="Cita", name_en="Other", goal_lv="Cits.", starts_on=DAY, ends_on=DAY
    )
    with pytest.raises(first_start.AddressTaken):
        begin_anew(programme, "marta@example.org")
    role = begin_anew(programme)
    assert [membership.programme for membership in memberships_of(role.user)] == [programme]
    again = begin_anew(programme)
    assert (again.user, memberships_of(again.user)) == (role.user, [again])
    with pytest.raises(first_start.AddressTaken):
        begin_anew(other)
    token_of_none = first_start.first_token(Programme(pk=4711))
    assert Client().get(f"/lv/sakums/{token_of_none}/").status_code == 404


def test_whoever_has_an_account_takes_it_over_by_one_button(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # after the first tap they would be sent to choose one
    programme = lose_all()
    anna, browser = User.objects.create_user("anna@example.org", None, name="Anna"), Client()
    link = f"/lv/parvaldiba/sakums/{first_start.first_token(programme)}/"
    browser.force_login(anna)
    assert b"take_over" not in browser.get(link).content  # nobody has shown to read the address
    pressed = {"submission_key": str(uuid4()), "take_over": "1"}
    assert browser.post(link, pressed).status_code == 422
    with pytest.raises(first_start.Unconfirmed):
        first_start.take_over(by=FIRST_LINK, user=anna, programme=programme)
    assert not anna.memberships.exists()
    confirm(anna)
    mistyped = begin_anew(programme, "mistyped@example.org")
    assert b"take_over" in browser.get(link).content
    assert b"take_over" not in Client().get(link).content
    for _tap in range(2):
        assert browser.post(link, pressed)["Location"] == f"/lv/parvaldiba/programmas/{programme.pk}/"
    assert [(role.programme, role.role) for role in anna.memberships.all()] == [(programme, Role.PROGRAMME)]
    assert memberships_of(User.objects.get(pk=mistyped.user_id)) == []
    with pytest.raises(first_start.AlreadySetUp):
        first_start.take_over(by=FIRST_LINK, user=anna, programme=programme)
    assert browser.post(link, {**pressed, "submission_key": str(uuid4())}).status_code == 404


def test_a_link_to_a_new_portal_has_no_such_button(link: str) -> None:
    anna, browser = User.objects.create_user("anna@example.org", None), Client()
    confirm(anna)
    browser.force_login(anna)
    assert b"take_over" not in browser.get(link).content
    assert post(browser, link, take_over="1", name="").status_code == 422
    assert not Membership.objects.exists()


def test_a_system_administrator_s_account_is_not_taken_over() -> None:
    begin()
    User.objects.update(is_superuser=True)
    with pytest.raises(first_start.AddressTaken):
        begin()


def test_an_address_that_has_an_account_is_not_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    there = User.objects.create_user("marta@example.org", None)
    with pytest.raises(first_start.AddressTaken):
        begin()
    monkeypatch.setattr(first_start, "filter_users_by_email", lambda _email: [])  # who signs up at this moment
    with pytest.raises(first_start.AddressTaken):
        begin()
    assert list(User.objects.all()) == [there]


def test_a_programme_that_is_gone_lets_nobody_in() -> None:
    gone = Programme(pk=4711)
    with pytest.raises(first_start.ProgrammeGone):
        begin(programme=gone)
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_takes_a_role_up_meanwhile_is_waited_for() -> None:
    """They hold the programme and then write the role; the other way about neither would come through."""
    programme = lose_all()
    anna, holds = User.objects.create_user("anna@example.org", None), threading.Event()

    def take_up() -> None:
        with transaction.atomic():
            hold_roles(programme.pk)
            holds.set()
            wait_for_somebody()
            Membership.objects.create(user=anna, programme=programme, role=Role.TEACHER)

    def anew() -> Membership:
        holds.wait(timeout=PATIENCE)
        return begin_anew(programme)

    assert [slip for slip in together(take_up, anew) if isinstance(slip, Exception)] == []
