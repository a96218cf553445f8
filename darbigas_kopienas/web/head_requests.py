"""HEAD, by which mail programs, calendars and checkers ask whether an address is there: as GET, without the body."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse


class HeadMiddleware:
    """No page need know of it: GET never writes, so neither does this. The headers stay, the length of the body too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()
        else:
            response.content = b""  # type: ignore[attr-defined]  # what does not stream has it
        return response
