"""In which browsers one is signed in: seen, and ended one by one and everywhere, also without a password."""

from collections.abc import Iterator
from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DjangoStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from darbigas_kopienas.people import sessions, signed_in_browsers, tasks
from darbigas_kopienas.people.browsers import said, words_of
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import own_tables
from darbigas_kopienas.people.session_rows import BrowserSession
from darbigas_kopienas.values import clock
from tests.people.identity import PASSWORD, confirm, give_address, give_password

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5"
    " Mobile/15E148 Safari/604.1"
)
SESSION = configured.SESSION_COOKIE_NAME


@pytest.fixture(autouse=True)
def _in_english(settings: Settings) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = False
    with translation.override("en"):
        yield


def at(name: str, *args: object) -> str:
    with translation.override("en"):  # a request leaves its own language behind
        return reverse(name, args=args)


def browser(user: User, user_agent: str = FIREFOX, **sent: str) -> Client:
    """Signed in by the page; the account's password is set by the first of them."""
    if not user.has_usable_password():
        give_address(give_password(user))
    client = Client(headers={"user-agent": user_agent})
    answer = client.post(at("account_login"), {"login": user.email, "password": PASSWORD, **sent})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    answer = client.get(at("home:my_tasks"))
    assert answer.status_code == 200 or answer["Location"].startswith(at("account_login"))
    return answer.status_code == 200


def key(client: Client) -> str:
    return client.cookies[SESSION].value


def page(client: Client) -> str:
    return client.get(at("account_signed_in")).content.decode()


def end(client: Client, other: Client) -> str:
    """The address by which this browser ends the other."""
    user = BrowserSession.objects.get(pk=key(other)).user
    assert user is not None
    found = signed_in_browsers.signed_in_browsers(user)
    (mark,) = [row.mark for row in found if signed_in_browsers.key_of(user, row.mark) == key(other)]
    return at("account_signed_in_end", mark)


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


# -- ended ------------------------------------------------------------------------------------------
def test_one_is_ended_and_no_other(janis: User) -> None:
    here, there, third = browser(janis), browser(janis, SAFARI), browser(janis)
    address = end(here, there)
    key_sent = {"submission_key": "0b6f9d3e-6d0b-4e55-9c51-3f0a7a6a1d11"}
    for _press in range(2):  # the second finds the row gone
        assert here.post(address, key_sent)["Location"] == at("account_signed_in")
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)
    answer = there.get(at("home:my_data_file"), {"format": "json"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(at("account_login"))


def test_what_an_ended_browser_is_just_sending_does_not_bring_its_session_back(janis: User) -> None:
    here, there = browser(janis), browser(janis, SAFARI)
    slow = there.session
    slow["programme"] = 1
    here.post(end(here, there))
    with pytest.raises(UpdateError):
        slow.save()
    assert not is_in(there)


def test_everywhere_else(janis: User, ilze: User) -> None:
    here, there, strangers = browser(janis), browser(janis, SAFARI), browser(ilze)
    assert here.post(at("account_signed_in_end_elsewhere"))["Location"] == at("account_signed_in")
    assert (is_in(here), is_in(there), is_in(strangers)) == (True, False, True)
    assert "Sign out everywhere else" not in page(here)


def test_everywhere(janis: User, ilze: User) -> None:
    here, there, strangers = browser(janis), browser(janis, SAFARI), browser(ilze)
    answer = here.post(at("account_signed_in_end_everywhere"))
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"storage"')
    assert (is_in(here), is_in(there), is_in(strangers)) == (False, False, True)
    assert here.post(at("account_signed_in_end_everywhere"))["Location"].startswith(at("account_login"))


def test_this_one_is_signed_out_as_everywhere(janis: User) -> None:
    here = browser(janis)
    answer = here.post(end(here, here))
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"storage"')
    assert not is_in(here)


def test_all_ways_are_open_to_whoever_has_no_password(janis: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(janis)
    assert not janis.has_usable_password()
    here.post(end(here, there))
    assert (is_in(here), is_in(there)) == (True, False)
    there.force_login(janis)
    here.post(at("account_signed_in_end_elsewhere"))
    assert (is_in(here), is_in(there)) == (True, False)


def test_anybody_else_s_is_not_found(janis: User, ilze: User) -> None:
    here, theirs = browser(janis), browser(ilze)
    answers = [here.post(address) for address in (end(here, theirs), at("account_signed_in_end", uuid4()))]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert is_in(theirs)
    signed_in_browsers.end(janis, key(theirs))
    assert is_in(theirs)


def test_nothing_ends_by_reading(janis: User) -> None:
    here, there = browser(janis), browser(janis, SAFARI)
    addresses = [
        end(here, there),
        at("account_signed_in_end_elsewhere"),
        at("account_signed_in_end_everywhere"),
    ]
    assert [here.get(address).status_code for address in addresses] == [405] * 3
    assert (is_in(here), is_in(there)) == (True, True)
    assert [Client().get(address).status_code for address in addresses] == [302] * 3


def test_each_end_is_a_line_of_the_security_log(janis: User, rf: RequestFactory) -> None:
    with mock.patch("darbigas_kopienas.web.security_log.log.log") as log:
        request = rf.get("/")
        request.user, request.session = janis, browser(janis).session
        janis.refresh_from_db()
        there = browser(janis)
        log.reset_mock()
        signed_in_browsers.end(janis, "no such key")
        signed_in_browsers.end(janis, key(there))
        signed_in_browsers.end_elsewhere(request, janis)
        signed_in_browsers.end_everywhere(User.objects.filter(pk=janis.pk))
    facts = [call.kwargs["extra"]["facts"] for call in log.call_args_list]
    assert [(fact["event"], fact["change"], fact.get("of")) for fact in facts] == [
        ("session", "ended", None),
        ("session", "ended_elsewhere", None),
        ("session", "ended_everywhere", janis.pk),
    ]


# -- by an administrator -----------------------------------------------------------------------------
def _by_admin(admin: User, *people: User) -> Client:
    client = Client()
    client.force_login(admin)
    chosen = {"action": "sign_out_everywhere", "_selected_action": [user.pk for user in people]}
    assert client.post(at("admin:people_user_changelist"), chosen).status_code == 302
    return client


def test_an_administrator_ends_all_of_a_person(janis: User, ilze: User, admin: User) -> None:
    theirs, others = [browser(janis), browser(janis, SAFARI)], browser(ilze)
    administrator = _by_admin(admin, janis)
    assert [is_in(client) for client in theirs] == [False, False]
    assert (is_in(others), is_in(administrator)) == (True, True)


def test_an_administrator_may_end_their_own(admin: User) -> None:
    assert not is_in(_by_admin(admin, admin))


@pytest.mark.parametrize("who", ["marta", "ilze"])
def test_nobody_else_does(request: pytest.FixtureRequest, who: str, janis: User) -> None:
    theirs, client = browser(janis), Client()
    client.force_login(request.getfixturevalue(who))
    chosen = {"action": "sign_out_everywhere", "_selected_action": [janis.pk]}
    assert client.post(at("admin:people_user_changelist"), chosen).status_code != 200
    assert is_in(theirs)
