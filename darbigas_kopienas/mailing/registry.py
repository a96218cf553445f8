"""Is the letter still true when its time comes? Rooms answer for their templates, in `AppConfig.ready()`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import OutgoingMail

Recheck = Callable[["OutgoingMail"], bool]
_rechecks: dict[str, Recheck] = {}


def register_recheck(template: str, recheck: Recheck) -> None:
    """False drops the letter (the seminar was cancelled, the place given back); registering again replaces."""
    _rechecks[template] = recheck


def still_true(mail: "OutgoingMail") -> bool:
    recheck = _rechecks.get(mail.template)
    return recheck is None or recheck(mail)
