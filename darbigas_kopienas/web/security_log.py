"""What matters for security, each as one line of the logger `portal.security` (docs/logs.md lists them).

A line says what happened, to which account by its number, in which request, from which network by a keyed hash. It
never holds a name, an address or what was typed.
"""

import logging
from enum import StrEnum

from darbigas_kopienas.values import log_context

log = logging.getLogger("portal.security")


class Event(StrEnum):
    SIGN_UP = "sign_up"
    SIGN_IN = "sign_in"
    SIGN_IN_CODE = "sign_in_code"  # asked for by e-mail
    SIGN_OUT = "sign_out"
    SESSION = "session"  # ended from another browser, or by an administrator
    LOCK_OUT = "lock_out"  # not even tried: too many before
    REAUTHENTICATION = "reauthentication"
    SECOND_FACTOR = "second_factor"
    PASSWORD = "password"  # noqa: S105  (the word, not one)
    ADDRESS = "address"
    ROLE = "role"
    PERMISSION = "permission"
    OBJECT = "object"  # there is none, or it is another's: the answer does not say which
    RATE_LIMIT = "rate_limit"
    REQUEST = "request"  # of a form that no page of ours sends
    FORGED_FORM = "forged_form"  # without the token that our page gave
    UPLOAD = "upload"
    FILE = "file"  # a sensitive one
    EXPORT = "export"  # what somebody signed in took along as a file


class Outcome(StrEnum):
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"


def note(event: Event, outcome: Outcome = Outcome.DONE, *, user: int | None = None, **facts: str | int | None) -> None:
    """`user`: the account that it is about, where the request is not its own; `facts`: numbers, words of the code."""
    request = log_context.request.get()
    said = {
        "event": event.value,
        "outcome": outcome.value,
        "user": user if user is not None else request.user(),
        "view": request.view(),
        "network": request.network,
        **facts,
    }
    level = logging.INFO if outcome == Outcome.DONE else logging.WARNING
    log.log(level, "%s %s", event.value, outcome.value, extra={"facts": said})
