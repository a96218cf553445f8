"""The link of an invitation, before and after signing in, and the way through to the first task."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from darbigas_kopienas.administration.roles import invitations
from darbigas_kopienas.administration.roles.models import RoleInvitation
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people import invited_sign_in
from darbigas_kopienas.people.addresses import shortened
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.people.unused_accounts import forget_unused
from darbigas_kopienas.programme.models import Membership, Programme
from darbigas_kopienas.values import clock
from tests.administration.roles.invited import (
    ADDRESS,
    answer,
    code_sent_to,
    invite,
    link,
    reader,
    signed_in_by_code,
    text,
)
from tests.cast import make_user
from tests.people.identity import CODE, PASSWORD, factor_code, give_address, give_factor, give_password, mailed_code
from tests.together import together_times

pytestmark = pytest.mark.django_db
SHORT = "l…a@example.org"


# -- the link, before signing in -----------------------------------------------------------------------------
def test_a_broken_link_says_what_to_do(client: Client, marta: User) -> None:
    address = link(invite(marta))
    page = client.get(address[:-4] + "/")
    assert (page.status_code, page.templates[0].name) == (404, "link_broken_role_invitation.html")
    assert client.post(address[:-4] + "/", {"step": "code"}).status_code == 404


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_link_shows_what_is_offered_and_no_address(client: Client, marta: User, language: str) -> None:
    page = client.get(link(invite(marta, ends_on=clock.today() + timedelta(days=60)), language))
    assert page.status_code == 200
    assert page["Content-Language"] == language
    with translation.override(language):
        where = str(Municipality.objects.get(code="daugavpils"))
    said = text(page)
    assert all(
        word in said for word in ("Marta Vītola", where, SHORT, f"{clock.today() + timedelta(days=60):%d.%m.%Y}")
    )
    assert ADDRESS not in said
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"


def test_a_short_address_says_less() -> None:
    assert [shortened(address) for address in ("anna.kalna@daugavpils.lv", "abc@d.lv", "a@d.lv")] == [
        "a…a@daugavpils.lv",
        "a…@d.lv",
        "a…@d.lv",
    ]


def test_what_is_over_says_which_and_what_to_do(client: Client, as_: Any, marta: User, ilze: User) -> None:
    liga = reader()
    made = {role: invite(marta, role=role) for role in ("check_in", "funder", "municipal_staff")}
    past = invite(marta, role="auditor", ends_on=clock.today())
    by_ilze = invite(ilze, role="teacher", municipality=made["check_in"].municipality)
    invitations.withdraw(by=marta, invitation=made["check_in"])
    invitations.decline(by=liga, invitation=made["funder"])
    invitations.accept(by=liga, invitation=made["municipal_staff"])
    ilze.memberships.update(ended_at=clock.now())

    def page(invitation: RoleInvitation, browser: Client = client) -> str:
        answered = browser.get(link(invitation, "en"))
        assert answered.status_code == 404
        assert client.post(link(invitation, "en"), {"step": "code"}).status_code == 404
        return text(answered)

    assert "It was withdrawn" in page(made["check_in"])
    assert "It was declined" in page(made["funder"])
    assert "/login/" in page(made["municipal_staff"])
    assert reverse("home:my_tasks") in page(made["municipal_staff"], as_(liga))
    assert "ask the programme coordinator" in page(by_ilze)
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert "has ended" in page(past)
    late = invite(marta, role="accountant", municipality=made["check_in"].municipality)
    with clock.frozen(clock.now() + timedelta(days=7)):
        assert "ask Marta Vītola for a new invitation" in page(late)
    assert not OutgoingMail.objects.filter(template="message").exists()


# -- signing in ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["lv", "en"])
def test_whoever_has_no_account_gets_one_with_the_code(client: Client, marta: User, language: str) -> None:
    address = link(invite(marta, language="en"), language)
    client.get(address)
    assert not User.objects.filter(email=ADDRESS).exists()
    asked = client.post(address, {"step": "code"})
    assert ADDRESS not in asked["Location"]
    typing = text(client.get(asked["Location"]))
    assert SHORT in typing
    assert ADDRESS not in typing
    user = User.objects.get(email=ADDRESS)
    assert (user.language, user.has_usable_password(), user.name) == ("en", False, "")
    wrong = client.post(asked["Location"], {"code": "AAAAAA", "next": address})
    assert wrong.status_code == 200
    assert ADDRESS not in text(wrong)
    answered = client.post(asked["Location"], {"code": code_sent_to(), "next": address})
    assert answered["Location"] == address
    assert EmailAddress.objects.get(user=user).verified
    assert client.get(address).status_code == 200


def test_an_account_that_is_there_is_signed_in(client: Client, marta: User) -> None:
    liga = reader("sveta@example.org")
    give_address(liga, ADDRESS)
    address = link(invite(marta, email="LIGA@Example.org"))
    assert signed_in_by_code(client, address)["Location"] == address
    assert client.session["_auth_user_id"] == str(liga.pk)
    assert not User.objects.filter(email=ADDRESS).exists()


def test_an_address_that_was_never_confirmed_is_by_the_code(client: Client, marta: User) -> None:
    liga = make_user(ADDRESS, "Līga")
    give_address(liga, verified=False)
    stranger = make_user("svess@example.org", "Svešs")
    give_address(stranger)
    give_address(stranger, ADDRESS, verified=False)
    address = link(invite(marta))
    assert signed_in_by_code(client, address)["Location"] == address
    assert client.session["_auth_user_id"] == str(liga.pk)
    assert client.get(address).status_code == 200


def test_a_second_factor_is_asked_as_ever(client: Client, marta: User) -> None:
    give_factor(reader())
    address = link(invite(marta))
    between = signed_in_by_code(client, address)
    assert "/2fa/" in between["Location"]
    assert "_auth_user_id" not in client.session
    assert client.post(between["Location"], {"code": factor_code()})["Location"] == address
    assert client.get(address).status_code == 200


def test_by_a_password_one_comes_back_too(client: Client, marta: User) -> None:
    give_password(reader())
    address = link(invite(marta))
    login = f"{reverse('account_login')}?next={address}"
    assert f"?next={address}" in text(client.get(address))
    assert client.post(login, {"login": ADDRESS, "password": PASSWORD, "next": address})["Location"] == address


def test_codes_are_counted_as_on_the_page_of_signing_in(client: Client, marta: User) -> None:
    address = link(invite(marta))
    assert [client.post(address, {"step": "code"}).status_code for _time in range(4)] == [302, 302, 302, 429]
    by_page = Client().post(reverse("account_request_login_code"), {"email": ADDRESS})
    assert by_page.status_code == 200
    assert OutgoingMail.objects.filter(template="message").count() == 3
    assert User.objects.filter(email=ADDRESS).count() == 1


def test_a_closed_account_is_refused_in_words(client: Client, marta: User) -> None:
    User.objects.filter(pk=reader().pk).update(is_active=False)
    page = client.post(link(invite(marta)), {"step": "code"})
    assert (page.status_code, page.templates[0].name) == (403, "administration/roles/invitation_closed_account.html")
    assert not OutgoingMail.objects.filter(template="message").exists()


def test_an_account_that_nobody_confirmed_is_forgotten(client: Client, marta: User) -> None:
    address = link(invite(marta))
    client.post(address, {"step": "code"})
    made = User.objects.get(email=ADDRESS)
    with clock.frozen(made.joined_at + timedelta(days=6, hours=23)):
        assert forget_unused() == 0
    with clock.frozen(made.joined_at + timedelta(days=7, minutes=1)):
        assert forget_unused() == 1
    assert signed_in_by_code(client, address)["Location"] == address


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_one_moment_make_one_account() -> None:
    first, second = together_times(2, lambda: invited_sign_in._account(ADDRESS, "lv"))
    assert first == second == User.objects.get(email=ADDRESS)


def test_whoever_comes_second_has_the_first_one_s(monkeypatch: pytest.MonkeyPatch) -> None:
    there = make_user(ADDRESS, "Līga")
    monkeypatch.setattr(invited_sign_in, "account_at", lambda _address: None)  # not seen yet
    assert invited_sign_in._account(ADDRESS, "lv") == there


# -- signed in -----------------------------------------------------------------------------------------------
def test_a_forwarded_invitation_is_refused_to_whoever_else_is_signed_in(as_: Any, marta: User, janis: User) -> None:
    address, browser = link(invite(marta), "en"), as_(janis)
    for page in (browser.get(address), answer(browser, address, "accept"), answer(browser, address, "decline")):
        assert page.status_code == 403
        said = text(page)
        assert "janis@example.lv" in said
        assert SHORT in said
        assert ADDRESS not in said
    assert RoleInvitation.objects.get().is_unanswered
    out = browser.post(reverse("account_logout"), {"next": address})
    assert out["Location"] == address
    assert browser.get(address).status_code == 200


def test_an_unconfirmed_address_says_how_to_confirm_it(as_: Any, marta: User) -> None:
    liga = make_user(ADDRESS, "Līga")
    address, browser = link(invite(marta), "en"), as_(liga)
    page = browser.get(address)
    assert page.status_code == 403
    assert "nobody has confirmed this address" in text(page)
    assert answer(browser, address, "accept").status_code == 403


def test_taken_up_it_leads_to_the_tasks(as_: Any, marta: User, programme: Programme) -> None:
    liga = reader()
    address, browser = link(invite(marta)), as_(liga)
    assert 'name="name"' not in text(browser.get(address))
    key = {"submission_key": str(uuid4()), "step": "accept"}
    first, second = browser.post(address, key), browser.post(address, key)
    assert first["Location"] == second["Location"] == reverse("home:my_tasks")
    assert Membership.objects.get(user=liga).programme == programme
    page = browser.get(reverse("home:my_tasks"))
    assert page.status_code == 200
    assert answer(browser, address, "accept").status_code == browser.get(address).status_code == 404


def test_declined_it_is_over(as_: Any, marta: User) -> None:
    liga = reader(name="")
    address, browser = link(invite(marta)), as_(liga)
    assert answer(browser, address, "decline")["Location"] == reverse("home:my_tasks")
    assert RoleInvitation.objects.get().declined_at is not None
    assert browser.get(address).status_code == 404


def test_the_name_is_asked_once(as_: Any, marta: User) -> None:
    liga = reader(name="")
    address, browser = link(invite(marta)), as_(liga)
    for name in ("", "123", "\x00", "x" * 500):
        page = answer(browser, address, "accept", name=name)
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["name"]), name
    assert answer(browser, address, "other").status_code == browser.post(address).status_code == 404
    assert answer(browser, address, "accept", name=" Līga  Lapa ").status_code == 302
    liga.refresh_from_db()
    assert liga.name == "Līga Lapa"


def test_a_role_that_begins_later_says_so(as_: Any, marta: User) -> None:
    reads, day = reader(), clock.today() + timedelta(days=20)
    taken = answer(as_(reads), link(invite(marta, starts_on=day), "en"), "accept")
    assert [f"{day:%d.%m.%Y}" in str(message) for message in get_messages(taken.wsgi_request)] == [True]


def test_whoever_got_the_role_meanwhile_reads_why(as_: Any, marta: User, daugavpils: Municipality) -> None:
    liga, invitation = reader(), invite(marta)
    Membership.objects.create(
        user=liga, programme=invitation.programme, municipality=daugavpils, role="check_in", starts_on=clock.today()
    )
    page = answer(as_(liga), link(invitation, "en"), "accept")
    assert (page.status_code, page.context["form"].errors["__all__"]) == (
        422,
        ["This person has this role there already."],
    )


def test_somebody_new_comes_through_to_the_first_task(client: Client, marta: User, settings: Settings) -> None:
    """A letter, a code, a name, two-step sign-in, which asks once more who it is; one is signed in all along."""
    settings.SECOND_FACTOR_REQUIRED = True
    address = link(invite(marta, role="municipal_staff"))
    signed_in_by_code(client, address)
    user = User.objects.get(email=ADDRESS)
    taken = answer(client, address, "accept", name="Līga Lapa")
    assert taken["Location"] == reverse("home:my_tasks")
    assert client.get(taken["Location"])["Location"] == reverse("mfa_index")
    enrol = reverse("mfa_activate_totp")
    assert "/reauthenticate/code/" in client.get(enrol)["Location"]
    assert client.post(CODE, {"code": mailed_code(client, enrol), "next": enrol})["Location"] == enrol
    secret = client.get(enrol).context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    assert client.post(enrol, {"code": code}).status_code == 302
    assert client.get(reverse("home:my_tasks")).status_code == 200
    assert client.session["_auth_user_id"] == str(user.pk)
