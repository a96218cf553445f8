"""Pages for what went wrong. Each says what happened and what to do; the last two need no database.

None of the others reads what was sent, since it may be what could not be read: a second try would make a 500 of a 400.
A page that was refused or not found has read it.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from darbigas_kopienas.pages.broken_links import BrokenLink
from darbigas_kopienas.web.request_ids import error_number
from darbigas_kopienas.web.request_limits import RequestTooLarge

from .role_ended import refused_form


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is too much is not unreadable: it says which limit was passed."""
    if isinstance(exception, RequestTooLarge):
        return render(request, "413.html", {"limit": settings.REQUEST_MAX_MB}, status=413)
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", {"text_limit": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20}, status=413)
    most_files = settings.DATA_UPLOAD_MAX_NUMBER_FILES if isinstance(exception, TooManyFilesSent) else 0
    most_fields = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS if isinstance(exception, TooManyFieldsSent) else 0
    return render(request, "400.html", {"most_files": most_files, "most_fields": most_fields}, status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A colleague without the right reads why; the reason is the exception's own, already translated."""
    if (ended := refused_form(request, status=403)) is not None:
        return ended
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A personal link that opens nothing says how to get another."""
    if not isinstance(exception, BrokenLink) and (ended := refused_form(request, status=404)) is not None:
        return ended
    template = exception.template if isinstance(exception, BrokenLink) else "404.html"
    return render(request, template, status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django calls it so)
    """Without the request's context: what broke may be what the frame needs."""
    return HttpResponse(render_to_string("500.html", {"error_number": error_number()}), status=500)


def csrf_failure(request: HttpRequest, **_words: object) -> HttpResponse:
    """The session ended while a form was open; what was typed can be had back."""
    request.is_forged = True  # type: ignore[attr-defined]  # may be: so the log calls it (web/noted_answers.py)
    return render(request, "403_csrf.html", status=403)
