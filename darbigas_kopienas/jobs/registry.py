"""Who does which kind of work, and who wants to know of its end: filled in `AppConfig.ready()` of higher floors."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from darbigas_kopienas.evidence.models import Document

    from .models import Job

Progress = Callable[[int, str], None]
"""percent 0-100 and the stage as an English text that has a translation; raises LeaseLost."""

Outcome = "Document | Callable[[], Document | None] | None"
"""A document, nothing, or the last deed: run inside the transaction that finishes the job, with the lease checked and
held, so its writing happens exactly once however many workers tried."""

Handler = Callable[["Job", Progress], "Document | Callable[[], Document | None] | None"]
Listener = Callable[["Job"], None]
_handlers: dict[str, Handler] = {}
_titles: dict[str, Any] = {}
_listeners: dict[str, Listener] = {}


def register(kind: str, handler: Handler, title: Any = "") -> None:
    """`kind` is "<app>.<deed>", `title` a lazy text for the job's page; registering again replaces (tests do)."""
    _handlers[kind] = handler
    _titles[kind] = title


def title_of(kind: str) -> Any:
    return _titles.get(kind, "")


def handler_of(kind: str) -> Handler | None:
    return _handlers.get(kind)


def when_ended(name: str, listener: Listener) -> None:
    """Called inside the transaction in which a job becomes done or failed; registering the name again replaces."""
    _listeners[name] = listener


def tell_of_end(job: "Job") -> None:
    for name in sorted(_listeners):
        _listeners[name](job)
