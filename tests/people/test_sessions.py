"""How long somebody stays signed in, on a school's computer and on one's own; what ends it; what goes with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from unittest import mock

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.session_rows import BrowserSession
from darbigas_kopienas.people.sessions import BEGAN, wish
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.submissions.sign_in import owner_token
from tests.people.identity import PASSWORD, confirm, factor_code, give_address, give_factor, give_password

pytestmark = pytest.mark.django_db
LOGIN, PAGE = "/lv/konts/login/", "/lv/mani-darbi/"
SESSION = configured.SESSION_COOKIE_NAME
STARTED = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _no_factor_is_asked_for(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def at_once() -> Iterator[None]:
    """What follows a commit comes within the request, as it does where no test holds a transaction around it."""
    with mock.patch("django.db.transaction.on_commit", side_effect=lambda action, **_how: action()):
        yield


@contextmanager
def after(**time: float) -> Iterator[None]:
    """Since the sign-in, by the clock that Django's sessions go by."""
    with mock.patch.object(timezone, "now", return_value=STARTED + timedelta(**time)):
        yield


def sign_in(user: User, **sent: str) -> Client:
    client = Client()
    give_address(give_password(user))
    with after(minutes=0):
        answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD, **sent})
        assert answer.status_code == 302
        assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


# -- the cookie ------------------------------------------------------------------------------------
def test_box_is_offered_and_empty(client: Client) -> None:
    for page in (LOGIN, "/lv/konts/login/code/"):
        html = client.get(page).content.decode()
        assert html.count('name="remember"') == 1
        assert "checked" not in html.split('name="remember"')[1].split(">")[0]
        assert "Atcerēties šo ierīci" in html


def test_session_ends_with_the_browser_unless_the_device_is_to_be_remembered(janis: User) -> None:
    assert sign_in(janis).cookies[SESSION]["max-age"] == ""


def test_remembered_device_stays_signed_in_for_twelve_hours(janis: User) -> None:
    assert sign_in(janis, remember="on").cookies[SESSION]["max-age"] == 12 * 60 * 60


@pytest.mark.parametrize("page", [LOGIN, "/lv/konts/login/code/"])
@pytest.mark.parametrize("is_remembered", [True, False])
def test_wish_goes_through_a_mailed_code(janis: User, page: str, is_remembered: bool) -> None:
    give_address(janis)
    client, box = Client(), {"remember": "on"} if is_remembered else {}
    address = {"login": janis.email, "by_code": "1"} if page == LOGIN else {"email": janis.email}
    client.post(page, {**address, **box})
    code = next(line.strip() for line in OutgoingMail.objects.get().text_body.splitlines() if line.strip().isupper())
    assert client.post("/lv/konts/login/code/confirm/", {"code": code}).status_code == 302
    assert is_in(client)
    assert bool(client.cookies[SESSION]["max-age"]) == is_remembered


def test_wish_taken_back_holds_no_longer(client: Client, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = client.session
    wish(request, is_remembered=True)
    assert not request.session.get_expire_at_browser_close()
    wish(request, is_remembered=False)
    assert request.session.get_expire_at_browser_close()


# -- the pause, and the end ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "sent", "minutes"),
    [("ilze", {}, 60), ("ilze", {"remember": "on"}, 240), ("janis", {}, 240), ("janis", {"remember": "on"}, 720)],
)
def test_a_pause_ends_the_session(request: pytest.FixtureRequest, who: str, sent: dict[str, str], minutes: int) -> None:
    client = sign_in(request.getfixturevalue(who), **sent)
    with after(minutes=minutes - 1):
        assert is_in(client)
    with after(minutes=minutes - 1 + (minutes if minutes < 720 else 2)):
        answer = client.get(PAGE)
        assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}?next={PAGE}")


def test_who_goes_on_working_stays_for_twelve_hours(ilze: User) -> None:
    client = sign_in(ilze)
    for minutes in range(50, 12 * 60, 50):
        with after(minutes=minutes):
            assert is_in(client), minutes
    with after(hours=12, minutes=1):
        assert not is_in(client)


def test_reading_moves_the_end_at_most_every_five_minutes(ilze: User) -> None:
    client = sign_in(ilze)

    def written(minutes: float) -> int:
        with after(minutes=minutes), CaptureQueriesContext(connection) as statements:
            assert is_in(client)
        return sum('UPDATE "people_browsersession"' in row["sql"] for row in statements.captured_queries)

    assert [written(minutes) for minutes in (1, 4, 6, 7, 10, 12)] == [0, 0, 1, 0, 0, 1]


def test_moving_the_end_keeps_what_another_request_writes(ilze: User) -> None:
    client = sign_in(ilze)
    store = import_module(configured.SESSION_ENGINE).SessionStore
    with after(minutes=10):
        slow = store(client.session.session_key)
        other = store(client.session.session_key)
        other["programme"] = 7
        other.save()
    with after(minutes=20):
        assert slow.get("programme") == 7
    assert store(client.session.session_key)["programme"] == 7


def test_after_the_pause_one_lands_where_one_was_with_what_was_typed(ilze: User) -> None:
    client, page = sign_in(ilze), "/lv/pasakumi/pievienot/"
    with after(hours=2):
        typed = {"title": "Puķu stādīšana", "form_key": "event", "form_owner": owner_token(ilze)}
        to_sign_in = client.post(page, typed)["Location"]
        answer = client.post(to_sign_in, {"login": ilze.email, "password": PASSWORD})
    assert answer["Location"] == page
    assert Draft.objects.get(user=ilze).data["title"] == ["Puķu stādīšana"]


def test_session_of_the_portal_before_goes_on_until_its_own_end(ilze: User) -> None:
    client = sign_in(ilze)
    session = client.session
    del session[BEGAN]
    session.save()
    ends = BrowserSession.objects.get().expire_date
    with after(hours=2):
        assert is_in(client)
    assert BrowserSession.objects.get().expire_date == ends


# -- a change of how one signs in ------------------------------------------------------------------
def second_browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    assert is_in(client)
    return client


def activate(client: Client) -> Any:
    page = "/lv/konts/2fa/totp/activate/"
    client.get(page)
    secret = client.session["mfa.totp.secret"]
    with mock.patch("tests.people.identity.SECRET", secret):
        return client.post(page, {"code": factor_code()})


def set_password(client: Client) -> Any:
    changed = {"oldpassword": PASSWORD, "password1": "pavisam-cita-1991", "password2": "pavisam-cita-1991"}
    return client.post("/lv/konts/password/change/", changed)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("change", [activate, set_password])
def test_a_change_ends_all_other_sessions(janis: User, change: Callable[[Client], Any]) -> None:
    give_address(give_password(janis))
    here, elsewhere = second_browser(janis), second_browser(janis)
    confirm(here, janis)
    assert change(here).status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, False)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("page", ["/lv/konts/2fa/totp/deactivate/", "/lv/konts/2fa/recovery-codes/generate/"])
def test_so_does_a_factor_taken_away_or_made_anew(janis: User, page: str) -> None:
    give_address(janis)
    give_factor(janis)
    here, elsewhere = second_browser(janis), second_browser(janis)
    here.post("/lv/konts/2fa/reauthenticate/", {"code": factor_code()})
    assert here.post(page).status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_factor_that_an_administrator_takes_away_ends_all_sessions(janis: User, admin: User) -> None:
    give_address(janis)
    factor = give_factor(janis)
    theirs, administrator = second_browser(janis), Client()
    administrator.force_login(admin)
    answer = administrator.post(f"/lv/admin/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 302
    assert (is_in(theirs), is_in(administrator)) == (False, True)


def test_with_a_new_key_of_the_portal_sessions_go_on(janis: User, settings: Settings) -> None:
    User.objects.filter(pk=janis.pk).update(factor_changes=2)
    janis.refresh_from_db()
    client = second_browser(janis)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, as long as it has to be"
    assert is_in(client)


@pytest.mark.usefixtures("at_once")
def test_code_that_switches_two_step_sign_in_on_signs_nobody_in(janis: User) -> None:
    give_address(give_password(janis))
    here = second_browser(janis)
    confirm(here, janis)
    page = "/lv/konts/2fa/totp/activate/"
    here.get(page)
    with mock.patch("tests.people.identity.SECRET", here.session["mfa.totp.secret"]):
        code = factor_code()
    assert here.post(page, {"code": code}).status_code == 302
    other = Client()
    other.post(LOGIN, {"login": janis.email, "password": PASSWORD})
    assert other.post("/lv/konts/2fa/authenticate/", {"code": code}).status_code == 200
    assert not is_in(other)


# -- signing out -----------------------------------------------------------------------------------
def test_signing_out_clears_what_the_browser_kept_and_leaves_language_and_colours(ilze: User) -> None:
    client = sign_in(ilze)
    client.cookies["theme"], client.cookies["django_language"] = "dark", "lv"
    with after(minutes=1):
        asked, answer = client.get("/lv/konts/logout/"), client.post("/lv/konts/logout/")
    assert asked.get("Clear-Site-Data") is None
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"storage"')
    assert set(answer.cookies) >= {SESSION}
    assert not {"theme", "django_language"} & set(answer.cookies)
    assert BrowserSession.objects.count() <= 1
    assert not is_in(client)


# -- how long letters are good for -----------------------------------------------------------------
def test_code_and_link_are_good_for_ten_minutes_at_most(janis: User) -> None:
    from allauth.account import app_settings

    lifetimes = (
        configured.PASSWORD_RESET_TIMEOUT,
        app_settings.LOGIN_BY_CODE_TIMEOUT,
        app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
    )
    assert max(lifetimes) == 600


def test_link_to_a_new_password_is_not_taken_after_ten_minutes(janis: User) -> None:
    give_address(give_password(janis))
    client = Client()
    client.post("/lv/konts/password/reset/", {"email": janis.email})
    body = OutgoingMail.objects.get().text_body
    path = next(line for line in body.splitlines() if "/password/reset/key/" in line).strip()
    path = path.removeprefix(configured.PUBLIC_URL)
    assert client.get(path).status_code == 302
    late = datetime.now() + timedelta(minutes=11)  # noqa: DTZ005  (so Django counts the age of a token)
    with mock.patch("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", return_value=late):
        assert Client().get(path).status_code == 200
    assert "10 minūtes" in body.replace("\xa0", " ")
