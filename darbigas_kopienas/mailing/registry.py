"""What a letter says, and whether it is still true, when its time comes. Rooms answer for their templates.

A plain re-check drops what is no longer true (`register_recheck`). A composed letter also reads its facts and makes its
attachments only when it leaves (`register_letter`), so the outbox keeps no names and nobody is told yesterday's day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import OutgoingMail

Recheck = Callable[["OutgoingMail"], bool]


@dataclass(frozen=True)
class Letter:
    """Facts for the template, beside those kept with the mail. Attachments: dicts of name, content_type and text."""

    context: Mapping[str, Any] = field(default_factory=dict)
    attachments: Sequence[Mapping[str, str]] = ()


Compose = Callable[["OutgoingMail"], "Letter | None"]
_rechecks: dict[str, Recheck] = {}
_composers: dict[str, Compose] = {}


def register_recheck(template: str, recheck: Recheck) -> None:
    """False drops the letter (the seminar was cancelled, the place given back); registering again replaces."""
    _rechecks[template] = recheck


def register_letter(template: str, compose: Compose) -> None:
    """`compose` gives what the letter says now, in its language, or None to drop it; registering again replaces."""
    _composers[template] = compose


def compose(mail: "OutgoingMail") -> "Letter | None":
    """What the letter says beside its kept context; None when it is no longer true."""
    recheck = _rechecks.get(mail.template)
    if recheck is not None and not recheck(mail):
        return None
    composer = _composers.get(mail.template)
    return composer(mail) if composer is not None else Letter()
