"""A web process that is about to stop takes no more requests, and says so before it has done anything.

Whoever stops it (supervisor.py) makes a file; from then on every request is answered 502, which the portal says for no
other reason. So the proxy may give the request, also one that changes something, to another replica and sends nothing
more to this one (deploy/nginx.conf). Only then does the server stop: docs/decisions/0021.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
NOT_TAKEN = "502 Bad Gateway"
_PIECE = 64 * 1024


def until_drained(application: Application, mark: str) -> Application:
    """The application, until the file `mark` is there; "" where nobody makes one."""
    if not mark:
        return application

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if not os.path.exists(mark):  # noqa: PTH110  (a word for every request; a Path would be made anew each time)
            return application(environ, start_response)
        while environ["wsgi.input"].read(_PIECE):  # else the connection breaks while the proxy still writes
            pass
        start_response(NOT_TAKEN, [("Content-Length", "0"), ("Connection", "close")])
        return []

    return answer
