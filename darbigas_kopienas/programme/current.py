"""Which programme a screen speaks of: the remembered one, else the one that runs today, else the newest."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from darbigas_kopienas.pages.page_cache import CHOSEN_PROGRAMME
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import Asked

from .access import Permission, may_anywhere, memberships_of, require_anywhere
from .models import Programme

WRITTEN_IN = "form_programme"  # the input of a form that says it


def programmes_of(request: HttpRequest) -> list[Programme]:
    """Programmes to choose among: one's own where one belongs to any, else all. Read once per request."""
    read: list[Programme] | None = getattr(request, "_programmes", None)
    if read is None:
        own = {
            membership.programme_id: membership.programme
            for membership in memberships_of(getattr(request, "user", None))
        }
        newest_first = sorted(own.values(), key=lambda programme: programme.starts_on, reverse=True)
        read = newest_first or _all.objects()
        request._programmes = read  # type: ignore[attr-defined]  # read once per request
    return read


@Asked
def _all() -> "QuerySet[Programme]":
    return Programme.objects.all()


def current_programme(request: HttpRequest) -> Programme | None:
    """None only in a portal that has no programme yet."""
    programmes = programmes_of(request)
    chosen = request.session.get(CHOSEN_PROGRAMME) if hasattr(request, "session") else None
    wished = getattr(request, "_written_in", str(chosen))
    today = clock.today()
    by_wish = [programme for programme in programmes if str(programme.pk) == wished]
    running = [programme for programme in programmes if programme.is_running_on(today)]
    return next(iter([*by_wish, *running, *programmes]), None)


def programme_of_form(request: HttpRequest) -> Programme | None:
    """The programme in which what is sent was written, else the current one.

    Meanwhile another may have been chosen in another window, or the role may have ended: a form never moves along.
    Raises Http404 where the person belongs to other programmes by now.
    """
    written_in = request.POST.get(WRITTEN_IN, "") if request.method == "POST" else ""
    if written_in:
        request._written_in = written_in  # type: ignore[attr-defined]  # its page, shown again, speaks of the same
        if written_in not in {str(programme.pk) for programme in programmes_of(request)}:
            raise Http404
    return current_programme(request)


def programme_where(request: HttpRequest, permission: Permission, refused: str = "") -> Programme:
    """The programme of a screen that asks for a right somewhere in it.

    Raises Http404 where there is no programme; PermissionDenied, saying `refused`, where the person lacks the right.
    """
    programme = programme_of_form(request)
    if programme is None:
        raise Http404
    if refused and not may_anywhere(request.user, permission, programme.pk):
        raise PermissionDenied(refused)
    require_anywhere(request.user, permission, programme.pk)
    return programme


def choose_programme(request: HttpRequest, programme: Programme) -> None:
    request.session[CHOSEN_PROGRAMME] = programme.pk
