"""What is in hand while a line of the log is written: the request, the job. Numbers and names of ours, nobody's own."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass


def _nobody() -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class RequestInHand:
    """`network` is a keyed hash; `user` and `view` are asked when a line is written, since they are known late."""

    id: str
    network: str = ""
    user: Callable[[], int | None] = _nobody
    view: Callable[[], str] = str


NO_REQUEST = RequestInHand("")
request: ContextVar[RequestInHand] = ContextVar("request", default=NO_REQUEST)
job: ContextVar[str] = ContextVar("job", default="")
