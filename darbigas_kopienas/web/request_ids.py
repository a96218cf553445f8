"""Each request has a number: it stands in the answer's header, in every line of the log and on the page of an error.

So whoever reads "error number …" to the operator names the lines that belong to it.
"""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from darbigas_kopienas.values import log_context
from darbigas_kopienas.values.log_context import RequestInHand

from .rate_limits import network_of

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[0-9A-Za-z_-]{8,64}")


class RequestIdMiddleware:
    """The outermost of all. Django writes its line of a 4xx behind it, so the number stays until the answer is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        in_hand = RequestInHand(
            _id_of(request), _hash(network_of(request)), lambda: _user(request), lambda: _view(request)
        )
        log_context.request.set(in_hand)
        response = self.get_response(request)
        response[HEADER] = in_hand.id
        return response


def error_number() -> str:
    """What a page of an error shows; never put it on a page that is kept."""
    return log_context.request.get().id


def _id_of(request: HttpRequest) -> str:
    """The proxy's, so that its lines and ours are found together; what a visitor sends is not believed."""
    given = request.headers.get(HEADER, "") if settings.PROXY_COUNT > 0 else ""
    return given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8)


def _hash(network: str) -> str:
    """Tells that two attempts came from one place, and not from which: nobody without the key can try addresses."""
    return salted_hmac("log.network", network, algorithm="sha256").hexdigest()[:16]


def _user(request: HttpRequest) -> int | None:
    """Whom the request is known to come from by now; a line of the log asks neither session nor database."""
    return getattr(getattr(request, "_cached_user", None), "pk", None)


def _view(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _forget(**_signal: object) -> None:
    log_context.request.set(log_context.NO_REQUEST)


request_finished.connect(_forget)
