"""In which browsers somebody is signed in, and how one of them is ended from another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from darbigas_kopienas.web.security_log import Event, note

from . import browsers, sessions
from .models import User
from .session_rows import BrowserSession
from .sessions import BEGAN, BROWSER, LONGEST, PAUSE, SessionStore

SALT = "people.signed_in_browsers"


@dataclass(frozen=True)
class SignedInBrowser:
    """`mark` stands for the session's key, which no page may show. `seen_at` is right to five minutes; with
    `is_seen_later` the browser was used then or any time since: its end is fixed, so nothing more is written."""

    mark: UUID
    browser: str
    since: datetime | None
    seen_at: datetime | None
    is_seen_later: bool
    is_this: bool


def signed_in_browsers(user: User, *, this: str | None = None) -> list[SignedInBrowser]:
    """Those that would be let in now; `this`, the key of the one that asks, first, then the latest."""
    if not user.is_active:
        return []
    proofs = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    rows = BrowserSession.objects.filter(user=user, expire_date__gt=_now())
    listed = [_listed(row, data, this) for row, data in _decoded(rows) if data.get(HASH_SESSION_KEY) in proofs]
    return sorted(listed, key=lambda row: (row.is_this, row.since or datetime.min.replace(tzinfo=UTC)), reverse=True)


def _decoded(rows: QuerySet[BrowserSession]) -> Iterator[tuple[BrowserSession, Mapping[str, Any]]]:
    store = SessionStore()
    return ((row, store.decode(row.session_data)) for row in rows)


def _listed(row: BrowserSession, data: Mapping[str, Any], this: str | None) -> SignedInBrowser:
    since = datetime.fromtimestamp(data[BEGAN], UTC) if BEGAN in data else None
    name, system = data.get(BROWSER, ("", ""))
    return SignedInBrowser(
        mark=_mark(row.session_key),
        browser=browsers.said((name, system)),
        since=since,
        seen_at=row.expire_date - timedelta(seconds=data[PAUSE]) if since else None,
        is_seen_later=since is not None and row.expire_date >= since + LONGEST,
        is_this=row.session_key == this,
    )


def key_of(user: User, mark: UUID) -> str | None:
    """The session of this account that a page called so; None where there is none."""
    keys = BrowserSession.objects.filter(user=user).values_list("session_key", flat=True)
    return next((key for key in keys if _mark(key) == mark), None)


def end(user: User, key: str) -> None:
    """That browser is asked to sign in at its next request; what it is sending at this moment writes nothing back."""
    ended, _rows = BrowserSession.objects.filter(user=user, session_key=key).delete()
    if ended:
        note(Event.SESSION, change="ended")


def end_elsewhere(request: HttpRequest, user: User) -> None:
    """Only this browser stays signed in."""
    sessions.end_others(request, user)
    note(Event.SESSION, change="ended_elsewhere")


def end_everywhere(users: QuerySet[User]) -> None:
    """Nobody is signed in to these accounts, whoever ends it."""
    sessions.end_all(users)
    for number in users.values_list("pk", flat=True):
        note(Event.SESSION, change="ended_everywhere", of=number)


def _mark(key: str) -> UUID:
    return UUID(bytes=salted_hmac(SALT, key, algorithm="sha256").digest()[:16])


def _now() -> datetime:
    # the clock by which sessions end (sessions.py)
    return timezone.now()  # noqa: TID251  (as above)
