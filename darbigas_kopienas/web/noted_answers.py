"""What was refused, and what was taken along: seen by the answer, so no page and no later room need think of it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase

from darbigas_kopienas.values import log_context

from .security_log import Event, Outcome, note

EVENTS: dict[int, Event] = {
    HTTPStatus.BAD_REQUEST: Event.REQUEST,
    HTTPStatus.FORBIDDEN: Event.PERMISSION,
    HTTPStatus.NOT_FOUND: Event.OBJECT,
    HTTPStatus.METHOD_NOT_ALLOWED: Event.REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Event.REQUEST,
    HTTPStatus.TOO_MANY_REQUESTS: Event.RATE_LIMIT,
}


class NotedAnswerMiddleware:
    """Stands just inside of the request's number, so it sees what all others answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        event = EVENTS.get(response.status_code)
        if _is_said_already(request, event) or (event == Event.OBJECT and not _asks_for_a_row(request)):
            event = None
        if event is not None:
            event = Event.FORGED_FORM if getattr(request, "is_forged", False) else event
            note(event, Outcome.REFUSED, status=response.status_code, method=str(request.method), row=_row(request))
        elif response.get("Content-Disposition", "").startswith("attachment") and log_context.request.get().user():
            note(Event.EXPORT, row=_row(request))
        return response


def _is_said_already(request: HttpRequest, event: Event | None) -> bool:
    """By the limit itself, with its name; allauth's own are seen here alone."""
    return event == Event.RATE_LIMIT and getattr(request, "is_limit_noted", False)


def _asks_for_a_row(request: HttpRequest) -> bool:
    """An address that leads nowhere is no attempt; one of ours whose number or link opens nothing may be."""
    match = request.resolver_match
    return match is not None and match.url_name is not None and bool(match.kwargs)


def _row(request: HttpRequest) -> str:
    """Which one was asked for, by its numbers: never by a link's secret."""
    kwargs = request.resolver_match.kwargs if request.resolver_match else {}
    return " ".join(f"{name}={value}" for name, value in kwargs.items() if isinstance(value, int))
