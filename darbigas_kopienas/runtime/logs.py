"""How a line of the log is written: what happened, when, where and in which request; never who it was.

An error is written by its kind and the way to it. Its words stay out, for they may name people: PostgreSQL's quote the
row ("Key (email)=(anna@…) already exists").
"""

import json
import logging
import logging.config
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from celery import current_task, signals
from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest

from darbigas_kopienas.values import log_context

from .log_masks import HIDDEN, masked, masked_path

ROOT = f"{Path(__file__).resolve().parents[2]}/"
MOST_LETTERS, MOST_STEPS = 2000, 30
NEVER_REPEATED = {"args", "kwargs", "traceback", "return_value", "body"}  # of a task, by Celery's names
ERROR_WORDS = 4  # letters; what is shorter ("0") says nothing, and would be looked for in vain


class JsonLines(logging.Formatter):
    """One JSON object a line; nothing that is put in can end the line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps({**_head(record), **_error(record)}, ensure_ascii=False, default=str)


class ReadableLines(logging.Formatter):
    """For a console: the same, and the way to an error on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        head, error = _head(record), _error(record)
        start = " ".join(str(head.pop(name)) for name in ("at", "level", "logger"))
        message, rest = head.pop("message"), {**head, **error}
        way = rest.pop("way", [])
        facts = " ".join(f"{name}={value}" for name, value in rest.items() if name != "process")
        steps = "".join(f"\n  {step}" for step in way) if isinstance(way, list) else ""
        return f"{start}: {message}{f' [{facts}]' if facts else ''}{steps}"


def _head(record: logging.LogRecord) -> dict[str, object]:
    request = log_context.request.get()
    facts: dict[str, object] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": masked(_message(record)[: 4 * MOST_LETTERS]),
        "process": record.process,
        "request": request.id,
        "user": request.user(),
        "job": log_context.job.get(),
        "task": _task(),
        **getattr(record, "facts", {}),
    }
    return {name: _one_line(fact) if isinstance(fact, str) else fact for name, fact in facts.items() if _is_said(fact)}


def _is_said(fact: object) -> bool:
    return fact is not None and fact != ""


def _one_line(text: str) -> str:
    """Line ends and letters that cannot be seen are written out."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text[:MOST_LETTERS]
    )


def _task() -> str:
    task = current_task
    return f"{task.name} {task.request.id}" if task and task.request.id else ""


# -- the message -----------------------------------------------------------------------------------
def _message(record: logging.LogRecord) -> str:
    """Filled in, without the words of errors and without secrets of the request's own address."""
    text = _filled_in(record)
    for error in _errors(record):
        words = str(error)
        if len(words) >= ERROR_WORDS:
            text = text.replace(words, type(error).__name__)
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        escaped = request.path.encode("unicode_escape").decode()  # as Django puts it in
        text = text.replace(escaped, masked_path(request.path)).replace(request.path, masked_path(request.path))
    return text


def _filled_in(record: logging.LogRecord) -> str:
    text, args = str(record.msg), record.args
    if isinstance(record.msg, BaseException):
        return type(record.msg).__name__
    try:
        if isinstance(args, Mapping):
            return text % {name: _sayable(value, name) for name, value in args.items()}
        return text % tuple(_sayable(value) for value in args) if args else text
    except (TypeError, ValueError, KeyError):  # a mistake in a package: its line is written all the same
        return text


def _sayable(value: object, name: str = "") -> object:
    """An error by its kind, a row by its number, a task's arguments not at all."""
    if name in NEVER_REPEATED:
        return HIDDEN
    if name == "exc":  # Celery's, as text that begins with the kind: IntegrityError('Key (email)=…')
        return str(value).partition("(")[0]
    if isinstance(value, BaseException):
        return type(value).__name__
    return f"{value._meta.label} {value.pk}" if isinstance(value, Model) else value


# -- the error -------------------------------------------------------------------------------------
def _error(record: logging.LogRecord) -> dict[str, object]:
    """What was refused (4xx) is no fault of ours: its kind is enough."""
    errors = list(_errors(record))
    if not errors:
        return {}
    kind, *causes = dict.fromkeys(type(error).__name__ for error in errors)
    said: dict[str, object] = {"error": kind}
    if getattr(record, "status_code", 500) >= 500:  # noqa: PLR2004  (HTTP's border)
        said |= {"caused_by": " ".join(causes)} if causes else {}
        said["way"] = way_to(errors[0].__traceback__)
    return said


def _errors(record: logging.LogRecord) -> Iterator[BaseException]:
    """The error and what it came from, each once."""
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def way_to(trace: TracebackType | None) -> list[str]:
    """Where it came by, the last step last; of a way that is too long its end."""
    steps = [(frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in traceback.walk_tb(trace)]
    return [f"{_place(file)}:{line} {name}" for file, line, name in steps[-MOST_STEPS:]]


def _place(file: str) -> str:
    return file.rpartition("site-packages/")[2].removeprefix(ROOT)


# -- who writes so ---------------------------------------------------------------------------------
@signals.setup_logging.connect
def configure(**_signal: object) -> None:
    """Celery's worker and clock would set up handlers of their own, unless somebody listens."""
    logging.config.dictConfig(settings.LOGGING)


def log_what_nobody_caught() -> None:
    """Python itself would print an error's words when a process or a thread ends by it, and warnings as they come."""
    log = logging.getLogger("portal.process")

    def of_process(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("ended by an error", exc_info=(kind, error, trace))

    def of_thread(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value is not None:
            log.critical("a thread ended by an error", exc_info=ended.exc_value)

    sys.excepthook, threading.excepthook = of_process, of_thread
    logging.captureWarnings(True)


def line_of(name: str, text: str) -> str:
    """As JSON, for a process that has no settings: the supervisor."""
    return JsonLines().format(logging.LogRecord(name, logging.INFO, "", 0, text, None, None))
