"""What every request passes first, whoever sends it: what no text can hold, what is too much, what nobody may keep."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.http import parse_header_parameters

PRIVATE = "private, no-store"
OTHER_LETTERS = "portal.other_letters"  # in META
_NUL = "\x00"  # PostgreSQL keeps it in no text, and refuses even to be asked for it


class GuardMiddleware:
    """Stands outside the session, so it asks the database nothing. Raises Http404, BadRequest, RequestDataTooBig (400).

    Django limits a form's text but not its files: without a proxy in front a visitor could fill the disk.
    A page made for a session is kept by no browser and no proxy: on a school's computer the next person
    would get it back with one press of a button.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _refuse_too_much(request)
        _refuse_other_letters(request)
        if _NUL in request.path_info:
            raise Http404
        if _NUL in request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            response["Cache-Control"] = PRIVATE
        return response


def _refuse_too_much(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length[:20]) > settings.REQUEST_MAX_BYTES:
        raise RequestDataTooBig("the request is larger than REQUEST_MAX_BYTES")


def note_other_letters(environ: dict[str, Any]) -> None:
    """For the server's door, before Django makes a request: a claim of letters other than UTF-8 is noted and dropped.

    Our pages send UTF-8. Python knows a hundred codings more, some of them none of text, and Django tries whichever is
    named while it makes the request, where no error page can be drawn yet.
    """
    content_type, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    charset = parameters.pop("charset", "utf-8")
    if charset.lower().replace("_", "-") not in {"utf-8", "utf8"}:
        environ[OTHER_LETTERS] = charset
        environ["CONTENT_TYPE"] = "; ".join(
            [content_type, *(f'{name}="{value}"' for name, value in parameters.items())]
        )


def _refuse_other_letters(request: HttpRequest) -> None:
    if OTHER_LETTERS in request.META:
        raise BadRequest("the request is not in UTF-8")
    request.encoding = "utf-8"  # Django refuses the spelling "utf8"
