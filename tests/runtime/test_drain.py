"""A web process that is told to stop takes no more requests, and has done nothing of those that it refuses."""

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from darbigas_kopienas.runtime.drain import until_drained


class Application:
    def __init__(self) -> None:
        self.done = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.done += 1
        start_response("200 OK", [])
        return [b"done"]


def _asked(served: Callable[..., Iterable[bytes]], body: io.BytesIO) -> tuple[str, bytes]:
    statuses: list[str] = []
    text = b"".join(served({"wsgi.input": body}, lambda status, _headers: statuses.append(status)))
    return statuses[0], text


def test_request_is_refused_unread_by_the_portal_once_the_mark_is_there(tmp_path: Path) -> None:
    application, mark = Application(), tmp_path / "web.drained"
    served = until_drained(application, str(mark))
    assert _asked(served, io.BytesIO(b"a=1")) == ("200 OK", b"done")
    mark.touch()
    body = io.BytesIO(b"a" * 200_000)
    assert _asked(served, body) == ("502 Bad Gateway", b"")
    assert application.done == 1
    assert body.read() == b""  # else the proxy would still be writing when the connection is closed


def test_where_nobody_drains_nothing_stands_in_between() -> None:
    application = Application()
    assert until_drained(application, "") is application


def test_without_it_a_process_that_is_told_to_stop_takes_what_comes(tmp_path: Path) -> None:
    """The negative control: the same request after the same mark is done, by a process that is about to end."""
    application, mark = Application(), tmp_path / "web.drained"
    served = until_drained(application, "")
    mark.touch()
    body = io.BytesIO(b"a" * 200_000)
    assert _asked(served, body) == ("200 OK", b"done")
    assert application.done == 1
    assert body.read() != b""
