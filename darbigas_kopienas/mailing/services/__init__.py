"""Letters: written into the outbox with the deed, sent later, forgotten at last."""

from darbigas_kopienas.mailing.letters import READY_MADE

from .delivery import rendered, send_due
from .forgotten import ADDRESSES, tidy
from .outbox import BadAddress, about_key, queue, queue_many, queue_message, queue_to, single_address, used_keys
from .settled import settle

__all__ = [
    "ADDRESSES",
    "READY_MADE",
    "BadAddress",
    "about_key",
    "queue",
    "queue_many",
    "queue_message",
    "queue_to",
    "rendered",
    "send_due",
    "settle",
    "single_address",
    "tidy",
    "used_keys",
]
