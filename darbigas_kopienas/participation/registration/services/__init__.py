"""A place is taken, changed, offered, given back; each file by its subject."""

from .addresses import ask_new_address, confirm_new_address, correct_address, send_links
from .changes import change, open_mailed_link, show_name
from .forgotten import INVITATIONS, NAMES, forget_invitations, forget_names
from .lifecycle import (
    accept_offer,
    approve,
    cancel_registration,
    locked_registration,
    refuse,
    register_again,
    take_back_refusal,
)
from .mail import remind, send_link_again
from .seats import Participant, register, take_place
from .unconfirmed import UNCONFIRMED, forget_unconfirmed
from .waiting_list import settle, sweep

__all__ = [
    "INVITATIONS",
    "NAMES",
    "UNCONFIRMED",
    "Participant",
    "accept_offer",
    "approve",
    "ask_new_address",
    "cancel_registration",
    "change",
    "confirm_new_address",
    "correct_address",
    "forget_invitations",
    "forget_names",
    "forget_unconfirmed",
    "locked_registration",
    "open_mailed_link",
    "refuse",
    "register",
    "register_again",
    "remind",
    "send_link_again",
    "send_links",
    "settle",
    "show_name",
    "sweep",
    "take_back_refusal",
    "take_place",
]
