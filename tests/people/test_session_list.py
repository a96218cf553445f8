"""Where an account is open, in plain words, without what nobody needs to keep."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore as DjangoStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django import Settings

from darbigas_kopienas.people import sessions, signed_in_browsers, tasks
from darbigas_kopienas.people.browsers import said, words_of
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import own_tables
from darbigas_kopienas.people.session_rows import BrowserSession
from darbigas_kopienas.values import clock
from tests.people.browsers import FIREFOX, SAFARI, SESSION, at, browser, is_in, key, page
from tests.people.identity import PASSWORD, confirm, give_address, give_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings: Settings) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = False
    with translation.override("en"):
        yield


# -- what is listed --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (SAFARI, "Safari, iPhone"),
        (SAFARI.replace("Version/17.5", "CriOS/126.0"), "Chrome, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1 Version/17.5 Safari/605.1", "Safari, Mac"),
        ("Lynx (Linux)", "unknown browser, Linux"),
        ("curl/8.7.1 <script>", "unknown browser"),
        ("", "unknown browser"),
    ],
)
def test_browser_is_told_in_plain_words(user_agent: str, words: str) -> None:
    assert said(words_of(user_agent)) == words


def test_own_browsers_are_listed_this_one_first(janis: User, ilze: User) -> None:
    here, there, _strangers = browser(janis), browser(janis, SAFARI), browser(ilze, "Opera OPR/1 Linux")
    html = page(here)
    assert html.index("Firefox, Windows") < html.index("this browser") < html.index("Safari, iPhone")
    assert "Opera" not in html
    assert html.count("last used:") == 1
    assert key(here) not in html
    assert key(there) not in html
    tabs = here.get(at("account_email")).content.decode()
    assert f'href="{at("account_signed_in")}"' in tabs


def test_neither_network_nor_the_whole_name_of_the_browser_is_kept(janis: User) -> None:
    row = BrowserSession.objects.get(pk=key(browser(janis)))
    kept = str(DjangoStore().decode(row.session_data))
    assert ("128.0" in kept, "127.0.0.1" in kept) == (False, False)
    assert {field.name for field in BrowserSession._meta.fields} == {
        "session_key", "session_data", "expire_date", "user",
    }  # fmt: skip


def test_what_is_over_is_not_listed_and_is_tidied(janis: User) -> None:
    browser(janis)
    assert len(signed_in_browsers.signed_in_browsers(janis)) == 1
    BrowserSession.objects.update(expire_date=clock.now() - timedelta(minutes=1))
    assert signed_in_browsers.signed_in_browsers(janis) == []
    tasks.tidy()
    assert not BrowserSession.objects.exists()


def test_what_a_changed_password_or_factor_ended_is_not_listed(janis: User) -> None:
    client = browser(janis)
    janis.refresh_from_db()
    User.objects.filter(pk=janis.pk).update(factor_changes=1)
    assert signed_in_browsers.signed_in_browsers(User.objects.get(pk=janis.pk)) == []
    User.objects.filter(pk=janis.pk).update(factor_changes=0, is_active=False)
    assert signed_in_browsers.signed_in_browsers(User.objects.get(pk=janis.pk)) == []
    assert not is_in(client)


def test_a_changed_factor_leaves_no_other_session(janis: User, ilze: User, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user, request.session = janis, browser(janis).session
    browser(janis)
    browser(ilze)
    janis.refresh_from_db()
    sessions.end_others(request, janis)
    (left,) = BrowserSession.objects.filter(user=janis)
    assert left.session_key == request.session.session_key
    sessions.end_all(User.objects.filter(pk=janis.pk))
    assert [row.user for row in BrowserSession.objects.exclude(user=None)] == [ilze]


def test_last_use_is_told_as_exactly_as_it_is_kept(janis: User) -> None:
    browser(janis)
    (used,) = signed_in_browsers.signed_in_browsers(janis)
    assert used.since is not None
    assert used.seen_at is not None
    assert (abs(used.seen_at - used.since) < timedelta(minutes=1), used.is_seen_later) == (True, False)
    BrowserSession.objects.all().delete()
    remembered = browser(janis, remember="on")
    (used,) = signed_in_browsers.signed_in_browsers(janis)
    assert used.is_seen_later
    assert "or later" in page(browser(janis))
    assert is_in(remembered)


def test_a_session_of_the_portal_before_is_listed_without_what_it_does_not_know(janis: User) -> None:
    client = browser(janis)
    session = client.session
    for name in (sessions.BEGAN, sessions.PAUSE, sessions.BROWSER):
        del session[name]
    session.save()
    (listed,) = signed_in_browsers.signed_in_browsers(janis)
    assert (listed.browser, listed.since, listed.seen_at) == ("unknown browser", None, None)
    assert "unknown browser" in page(client)


def test_as_many_statements_for_three_as_for_one(janis: User) -> None:
    here = browser(janis)
    page(here)
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as statements:
            page(here)
        counts.append(len(statements))
        browser(janis, SAFARI)
        browser(janis)
    assert counts[0] == counts[1] <= 10


def test_reading_the_page_writes_nothing(janis: User) -> None:
    here = browser(janis)
    with CaptureQueriesContext(connection) as statements:
        page(here)
    assert [row["sql"] for row in statements if not row["sql"].startswith(("SELECT", "EXECUTE", "PREPARE"))] == []


def test_own_data_list_them(janis: User, ilze: User) -> None:
    browser(janis)
    browser(ilze, SAFARI)
    ((words, since, used),) = own_tables(janis)["signed_in"].rows
    assert words == "Firefox, Windows"
    assert since is not None
    assert used is not None


# -- the row follows its session -------------------------------------------------------------------
def test_signing_in_writes_one_row_of_the_account(janis: User) -> None:
    client = browser(janis)
    (row,) = BrowserSession.objects.all()
    assert (row.pk, row.user) == (key(client), janis)


def test_a_visitor_s_session_is_nobody_s_and_its_key_changes_at_signing_in(janis: User) -> None:
    give_address(give_password(janis))
    client = Client()
    session = client.session
    session["programme"] = 1
    session.save()
    assert BrowserSession.objects.get().user is None
    client.cookies[SESSION] = before = str(session.session_key)
    client.post(at("account_login"), {"login": janis.email, "password": PASSWORD})
    (row,) = BrowserSession.objects.all()
    assert row.user == janis
    assert row.pk == key(client) != before


def test_a_new_password_changes_the_key_and_the_row_follows(janis: User) -> None:
    here, there = browser(janis), browser(janis, SAFARI)
    before = key(here)
    confirm(here, janis)
    changed = {"oldpassword": PASSWORD, "password1": "pavisam-cita-1991", "password2": "pavisam-cita-1991"}
    assert here.post(at("account_change_password"), changed).status_code == 302
    janis.refresh_from_db()
    (row,) = signed_in_browsers.signed_in_browsers(janis)
    assert (row.browser, key(here) != before) == ("Firefox, Windows", True)
    assert (is_in(here), is_in(there)) == (True, False)


def test_signing_out_leaves_no_row(janis: User) -> None:
    browser(janis).post(at("account_logout"))
    assert not BrowserSession.objects.filter(user=janis).exists()


def test_sessions_of_the_portal_before_are_taken_over(janis: User) -> None:
    from importlib import import_module

    from django.apps import apps

    data = DjangoStore().encode({"_auth_user_id": str(janis.pk)})
    for name, kept in (("signed-in", data), ("visitor", DjangoStore().encode({}))):
        Session.objects.create(session_key=name, session_data=kept, expire_date=clock.now())
    import_module("darbigas_kopienas.people.migrations.0011_sessions_of_accounts").move(apps, None)
    assert dict(BrowserSession.objects.values_list("pk", "user")) == {"signed-in": janis.pk, "visitor": None}
    assert not Session.objects.exists()
