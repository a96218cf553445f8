"""Browsers in which somebody has signed in."""

from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.people import signed_in_browsers
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.session_rows import BrowserSession
from tests.people.identity import PASSWORD, give_address, give_password

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5"
    " Mobile/15E148 Safari/604.1"
)
SESSION = configured.SESSION_COOKIE_NAME


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
