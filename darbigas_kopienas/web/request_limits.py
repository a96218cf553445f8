"""What every request passes first, whoever sends it: what no text can hold, what is too much, what nobody may keep."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import translation

PRIVATE = "private, no-store"
_NUL = "\x00"  # PostgreSQL keeps it in no text, and refuses even to be asked for it


class RequestTooLarge(RequestDataTooBig):
    """The whole of it, files included; Django's own is the text of a form."""


class GuardMiddleware:
    """Stands outside the session, so it asks the database nothing. Raises Http404, BadRequest, RequestTooLarge (413).

    Django limits a form's text but not its files: without a proxy in front a visitor could fill the disk.
    A page made for a session is kept by no browser and no proxy: on a school's computer the next person
    would get it back with one press of a button.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (refusal := _refusal(request)) is not None:
            # said in the address's language: nothing has chosen one yet, so it would be the last request's
            translation.activate(translation.get_language_from_request(request, check_path=True))
            raise refusal
        if _NUL in request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            response["Cache-Control"] = PRIVATE
        return response


def _refusal(request: HttpRequest) -> Exception | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length[:20]) > settings.REQUEST_MAX_BYTES:
        return RequestTooLarge("the request is larger than REQUEST_MAX_BYTES")
    if getattr(request, "claims_other_letters", False):
        return BadRequest("the request is not in UTF-8")
    return Http404() if _NUL in request.path_info else None
