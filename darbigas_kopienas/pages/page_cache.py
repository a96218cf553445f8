"""Public pages say the same to every visitor, so each is drawn once after every deed and handed out from memory."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus

from django.contrib.messages import get_messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.submissions.services.submissions import new_key
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import Asked
from darbigas_kopienas.web.cookies import THEME, cookie_name

MOST = 300  # pages kept by one process, some 15 kB each
CHOSEN_PROGRAMME = "programme"  # of the session: what a visitor chose to read about
# What each visitor's form has of its own, and what looks like a token anywhere else.
_OWN_VALUE = re.compile(rb'(?<=name=")(csrfmiddlewaretoken|submission_key)" value="[^"]*"')
_TOKEN = re.compile(rb"\b[A-Za-z0-9]{64}\b")


@dataclass(frozen=True)
class Drawn:
    """A page without what is one visitor's own: pieces, and between two of them the name of an input."""

    pieces: tuple[bytes, ...]

    @classmethod
    def of(cls, content: bytes) -> "Drawn":
        return cls(tuple(_OWN_VALUE.split(content)))

    @property
    def has_form(self) -> bool:
        return len(self.pieces) > 1

    @property
    def may_hold_a_token(self) -> bool:
        """Somewhere else than in a form's input, where it would be handed to the next visitor."""
        return any(_TOKEN.search(piece) for piece in self.pieces)

    def for_visitor(self, request: HttpRequest) -> bytes:
        """With a token and a key of this visitor's own in each form; the answer then brings the token's cookie."""
        if not self.has_form:
            return self.pieces[0]
        own = {b"csrfmiddlewaretoken": lambda: get_token(request), b"submission_key": new_key}
        return b"".join(
            b'%s" value="%s"' % (piece, own[piece]().encode()) if number % 2 else piece
            for number, piece in enumerate(self.pieces)
        )


_drawn: dict[tuple[object, ...], Drawn] = {}


def drawn_once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that shows a visitor only what is public; asked by GET, its page is shared (`from_memory`)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "GET":
            return view(request, *args, **kwargs)
        return from_memory(request, lambda: view(request, *args, **kwargs))

    return answer


def from_memory(request: HttpRequest, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The visitors' page of this address, drawn where it is not in memory: the only way to a page that is shared.

    Every deed leaves an entry in the audit trail, so a page drawn after the last one still holds: one small statement
    tells. A minute is the longest that a page is kept, whatever happened. A form is handed out with a token and a key
    made for this visitor. Whoever has signed in, searches, or is being told something gets a page of their own, which
    nobody else is given.
    """
    if request.GET or request.user.is_authenticated or len(get_messages(request)):
        return draw()
    key = _key(request)
    if (cached := _drawn.get(key)) is not None:
        return HttpResponse(cached.for_visitor(request))
    page = draw()
    if _is_whole(page) and _is_everybodys(request, drawn := Drawn.of(page.content)):
        if len(_drawn) >= MOST:
            _drawn.clear()
        _drawn[key] = drawn
    return page


def forget() -> None:
    """Draw anew next time; for tests, whose transactions take deeds back."""
    _drawn.clear()


def _key(request: HttpRequest) -> tuple[object, ...]:
    """What the page depends on. Which programme it speaks of follows from the wish, the deeds and the day."""
    wish = request.session.get(CHOSEN_PROGRAMME) if hasattr(request, "session") else None
    minute = clock.now().replace(second=0, microsecond=0)
    theme = {"light": "light", "dark": "dark"}.get(request.COOKIES.get(cookie_name(THEME), ""), "")
    return (request.method, request.path, get_language(), theme, wish, _last_entry.row(), minute)


@Asked
def _last_entry() -> QuerySet[Entry, tuple[int]]:
    return Entry.objects.order_by("-pk").values_list("pk")[:1]


def _is_whole(page: HttpResponse) -> bool:
    """And without a cookie of one visitor's own."""
    return page.status_code == HTTPStatus.OK and not page.streaming and not page.cookies


def _is_everybodys(request: HttpRequest, drawn: Drawn) -> bool:
    """Whether what a form's token stood in has been taken out: it is one visitor's own."""
    has_token = bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))  # set where the page drew a token
    return not has_token or (drawn.has_form and not drawn.may_hold_a_token)
