"""A browser in which somebody has signed in before: what strangers try elsewhere does not lock it out.

The cookie opens nothing. It names nobody: whose browser it is can be asked only by whoever knows the account.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import TypedDict

from allauth.account.internal.userkit import filter_users_by_email
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from darbigas_kopienas.web.cookies import cookie_name

from .models import User

COOKIE = "known_browser"
SALT = "people.known_browsers"
VALID_FOR = timedelta(days=365)
MOST_PEOPLE = 8  # in the browser of a school's computer; then the longest ago is forgotten


class Marks(TypedDict):
    """`id`: the browser's own; `of`: one mark for each account, the latest last."""

    id: str
    of: list[str]


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Whoever has just signed in: from now on this browser is known to be theirs too."""
    marks = _read(request) or Marks(id=secrets.token_urlsafe(16), of=[])
    mark = _mark(marks["id"], user.pk)
    others = [other for other in marks["of"] if other != mark]
    response.set_cookie(
        cookie_name(COOKIE),
        signing.dumps(Marks(id=marks["id"], of=[*others, mark][-MOST_PEOPLE:]), salt=SALT),
        max_age=VALID_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def browser_of(request: HttpRequest, email: str) -> str:
    """The browser's own name where the owner of this address has signed in before; else empty."""
    marks = _read(request)
    if marks is None:
        return ""
    owners = filter_users_by_email(email) if email else []
    return marks["id"] if any(_mark(marks["id"], owner.pk) in marks["of"] for owner in owners) else ""


def _read(request: HttpRequest) -> Marks | None:
    try:
        marks: Marks = signing.loads(request.COOKIES.get(cookie_name(COOKIE), ""), salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    return marks


def _mark(browser: str, account: int) -> str:
    return hashlib.sha256(f"{browser}:{account}".encode()).hexdigest()[:16]
