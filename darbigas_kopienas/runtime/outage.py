"""A lost or busy database, a lost broker or store of files: said plainly, 503 and never a 500; what was typed stays.

The page needs nothing that may be lost: no database, no session, no context processor.
"""

import logging
import sys
from collections.abc import Callable
from http import HTTPStatus

import kombu.exceptions
import redis.exceptions
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from darbigas_kopienas.evidence.storage import StoreLost
from darbigas_kopienas.web.request_ids import error_number

LOST = (
    OperationalError,
    InterfaceError,
    kombu.exceptions.OperationalError,
    redis.exceptions.ConnectionError,
    redis.exceptions.TimeoutError,
    ConnectionRefusedError,
    StoreLost,
)
BUSY = {"55P03", "57014", "40P01"}  # PostgreSQL's codes: waited for a lock, took too long, locks in a ring
RETRY_AFTER_SECONDS, RETRY_BUSY_SECONDS = 30, 5
_NEVER_SENT_BACK = ("password", "csrf", "token", "secret", "code")  # parts of field names
_logger = logging.getLogger("portal.outage")


class OutageMiddleware:
    """Stands outside of all that needs the database itself, the page of a refusal among it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
        except LOST as error:  # even the page for errors could not be made
            return _page(request, error)
        lost_to = getattr(request, "lost_to", None)
        if lost_to is None or response.status_code != HTTPStatus.INTERNAL_SERVER_ERROR:
            return response
        return _page(request, lost_to)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _page(request, exception) if isinstance(exception, LOST) else None


def _remember(request: HttpRequest | None = None, **_signal: object) -> None:
    """An exception in another middleware reaches us only as a 500; its kind is noted here before that."""
    error = sys.exc_info()[1]
    if request is not None and isinstance(error, LOST):
        request.lost_to = error  # type: ignore[attr-defined]  # ours alone


got_request_exception.connect(_remember)


def _page(request: HttpRequest, error: BaseException) -> HttpResponse:
    _logger.warning("503 at %s: %s", request.resolver_match and request.resolver_match.view_name, type(error).__name__)
    language = translation.get_language_from_request(request, check_path=True)
    is_busy = getattr(error.__cause__, "pgcode", None) in BUSY
    with translation.override(language):
        context = {
            "is_busy": is_busy,
            "is_post": request.method == "POST",
            "address": request.get_full_path(),
            "typed": _typed(request),
            "has_files": bool(request.method == "POST" and request.FILES),
            "csrf_token": get_token(request) if request.method == "POST" else "",
            "error_number": error_number(),
        }
        response = HttpResponse(render_to_string("503.html", context), status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_BUSY_SECONDS if is_busy else RETRY_AFTER_SECONDS)
    add_never_cache_headers(response)
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST":
        return []
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if not any(part in name.lower() for part in _NEVER_SENT_BACK)
    ]
