"""How long somebody stays signed in: until the browser is closed, for a pause without a request, twelve hours in all.

Of whoever sees or changes other people's data the pause is short; on a device that is said to be remembered it is
longer, and closing the browser ends nothing (docs/decisions/0022). The row of a session says until when it holds, so
what has run out is not even read.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.contrib.auth import SESSION_KEY, update_session_auth_hash
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from darbigas_kopienas.values.prepared_queries import Asked

from .browsers import words_of
from .models import User
from .session_rows import BrowserSession

LONGEST = timedelta(hours=12)
# The longest pause, by whether the device is remembered.
PAUSE_OF_STAFF = {False: timedelta(hours=1), True: timedelta(hours=4)}
PAUSE_OF_OTHERS = {False: timedelta(hours=4), True: LONGEST}
# The end is moved on only when that gains this much: else each page that is read would write.
STEP = timedelta(minutes=5)
REMEMBERED, BEGAN, PAUSE = "remembered_device", "signed_in_at", "longest_pause"
BROWSER = "browser"  # (name, system), as `browsers.words_of` reads them


class SessionStore(db.SessionStore):
    """Django's, whose row ends earlier than its cookie may: after the pause, counted from the last request."""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """The row says whose it is, whatever its key has become."""
        row = cast("BrowserSession", super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row

    def load(self) -> dict[str, Any]:
        row = _running.row(self.session_key, _now())
        if row is None:
            self._session_key = None
            return {}
        session_data, expire_date = row
        data = self.decode(session_data)
        self._move_end(expire_date, data)
        return data

    def _move_end(self, expire_date: datetime, data: Mapping[str, int]) -> None:
        """The end alone: what another request is writing into the session at this moment stays."""
        end = _end_of(data)
        if end is not None and end - expire_date > STEP:
            self.model.objects.filter(pk=self.session_key, expire_date__lt=end).update(expire_date=end)

    def get_expiry_date(self, **kwargs: object) -> datetime:
        """Of the row."""
        return _end_of(dict(self.items())) or super().get_expiry_date()

    def get_expiry_age(self, **kwargs: object) -> int:
        """Of the cookie, which no request renews: the longest that it may be good for."""
        return int(LONGEST.total_seconds())

    def get_expire_at_browser_close(self) -> bool:
        return not self.get(REMEMBERED, False)


@Asked
def _running(key: str, at: datetime) -> "QuerySet[BrowserSession, tuple[str, datetime]]":
    rows = BrowserSession.objects.filter(session_key=key, expire_date__gt=at)
    return rows.values_list("session_data", "expire_date")


def wish(request: HttpRequest, *, is_remembered: bool) -> None:
    """What was ticked where somebody is about to sign in; holds also when a code or a second factor comes between."""
    if is_remembered:
        request.session[REMEMBERED] = True
    else:
        request.session.pop(REMEMBERED, None)


def begin(session: SessionBase, user: User, *, user_agent: str = "") -> None:
    """Somebody has just signed in. Who becomes staff meanwhile has the short pause from the next time on."""
    pauses = PAUSE_OF_STAFF if user.needs_second_factor else PAUSE_OF_OTHERS
    session[BEGAN] = int(_now().timestamp())
    session[PAUSE] = int(pauses[bool(session.get(REMEMBERED))].total_seconds())
    session[BROWSER] = words_of(user_agent)


def end_others(request: HttpRequest, user: User) -> None:
    """Whoever else is signed in to this account is so no longer; this browser stays."""
    _disown(User.objects.filter(pk=user.pk))
    BrowserSession.objects.filter(user=user).exclude(pk=request.session.session_key).delete()
    user.refresh_from_db(fields=["factor_changes"])
    update_session_auth_hash(request, user)


def end_all(users: QuerySet[User]) -> None:
    """Nobody is signed in to these accounts any more."""
    _disown(users)
    BrowserSession.objects.filter(user__in=users).delete()


def _disown(users: QuerySet[User]) -> None:
    """What their sessions prove is right no longer, also of one that is being written at this moment."""
    users.update(factor_changes=F("factor_changes") + 1)


def _end_of(data: Mapping[str, int]) -> datetime | None:
    """None where nobody is signed in, or was before pauses were counted."""
    if BEGAN not in data:
        return None
    longest = datetime.fromtimestamp(data[BEGAN], UTC) + LONGEST
    return min(_now() + timedelta(seconds=data[PAUSE]), longest)


def _now() -> datetime:
    # the clock by which Django reads a session's row; the portal's own may be moved
    return timezone.now()  # noqa: TID251  (as above)
