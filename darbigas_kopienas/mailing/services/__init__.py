"""Letters: written into the outbox with the deed, sent later, forgotten at last."""

from darbigas_kopienas.mailing.letters import READY_MADE

from .bounce_mailbox import read_mailbox
from .bounced import note_bounce
from .choices import choose
from .delivery import drawn, portal_opening, rendered, send_due
from .forgotten import ADDRESSES, tidy
from .outbox import (
    BadAddress,
    about_key,
    can_be_written_to,
    queue,
    queue_many,
    queue_message,
    queue_to,
    queue_to_each,
    single_address,
    used_keys,
)
from .own_words import Filled, checked_words, filled, forget_words, set_words
from .settled import settle

__all__ = [
    "ADDRESSES",
    "READY_MADE",
    "BadAddress",
    "Filled",
    "about_key",
    "can_be_written_to",
    "checked_words",
    "choose",
    "drawn",
    "filled",
    "forget_words",
    "note_bounce",
    "portal_opening",
    "queue",
    "queue_many",
    "queue_message",
    "queue_to",
    "queue_to_each",
    "read_mailbox",
    "rendered",
    "send_due",
    "set_words",
    "settle",
    "single_address",
    "tidy",
    "used_keys",
]
