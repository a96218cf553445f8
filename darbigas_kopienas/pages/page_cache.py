"""Public pages say the same to every visitor, so each is drawn once after every deed and handed out from memory."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.messages import get_messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import Asked
from darbigas_kopienas.web.cookies import THEME, cookie_name

MOST = 300  # pages kept by one process, some 15 kB each
CHOSEN_PROGRAMME = "programme"  # of the session: what a visitor chose to read about
_drawn: dict[tuple[object, ...], bytes] = {}


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
    tells. A minute is the longest that a page is kept, whatever happened. Whoever has signed in, searches, or is being
    told something gets a page of their own, which nobody else is given.
    """
    if request.GET or request.user.is_authenticated or len(get_messages(request)):
        return draw()
    key = _key(request)
    if (cached := _drawn.get(key)) is not None:
        return HttpResponse(cached)
    page = draw()
    if _is_everybodys(request, page):
        if len(_drawn) >= MOST:
            _drawn.clear()
        _drawn[key] = page.content
    return page


def forget() -> None:
    """Draw anew next time; for tests, whose transactions take deeds back."""
    _drawn.clear()


def _key(request: HttpRequest) -> tuple[object, ...]:
    """What the page depends on. Which programme it speaks of follows from the wish, the deeds and the day."""
    wish = request.session.get(CHOSEN_PROGRAMME) if hasattr(request, "session") else None
    minute = clock.now().replace(second=0, microsecond=0)
    theme = {"light": "light", "dark": "dark"}.get(request.COOKIES.get(cookie_name(THEME), ""), "")
    return (request.path, get_language(), theme, wish, _last_entry.row(), minute)


@Asked
def _last_entry() -> QuerySet[Entry, tuple[int]]:
    return Entry.objects.order_by("-pk").values_list("pk")[:1]


def _is_everybodys(request: HttpRequest, page: HttpResponse) -> bool:
    """A whole page, without a cookie or a form's token of one person's own."""
    has_token = bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))  # set where the page drew a token
    return page.status_code == HTTPStatus.OK and not page.streaming and not page.cookies and not has_token
