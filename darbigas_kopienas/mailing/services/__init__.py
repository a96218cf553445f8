"""Letters: written into the outbox with the deed, sent later, forgotten at last."""

from darbigas_kopienas.mailing.letters import READY_MADE

from .bounce_mailbox import read_mailbox
from .bounced import note_bounce
from .delivery import rendered, send_due
from .forgotten import ADDRESSES, tidy
from .outbox import BadAddress, about_key, queue, queue_many, queue_message, queue_to, single_address, used_keys

__all__ = [
    "ADDRESSES",
    "READY_MADE",
    "BadAddress",
    "about_key",
    "note_bounce",
    "queue",
    "queue_many",
    "queue_message",
    "queue_to",
    "read_mailbox",
    "rendered",
    "send_due",
    "single_address",
    "tidy",
    "used_keys",
]
