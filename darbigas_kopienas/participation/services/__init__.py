"""Deeds of taking part: counting heads, taking and giving back a place, being seen at a session."""

from .asking import ask, ask_earlier, stop_asking
from .attending import record_attendance, settle_oddity, take_back_attendance
from .counting import count_heads
from .deciding import accept_offer, approve, cancel_registration, refuse
from .enrolling import keep_seats, set_up, sweep
from .errors import (
    AlreadyRegistered,
    NegativeCount,
    NobodyToAsk,
    NoSeatLeft,
    NotAnswered,
    NotStanding,
    QuestionAnswered,
    QuestionNeeded,
    QuestionUnclear,
    ReasonMissing,
    RegistrationClosed,
    ReserveTooLarge,
    ReserveTwice,
    TooLate,
    WrongActivity,
)
from .feeds import end_feed, renew_feed
from .managing import Decided, correct, decide, register_again, send_link, take_back_refusal
from .opening import why_closed
from .patterning import pattern_of, set_up_like
from .registering import Participant, change, open_mailed_link, register
from .telling import remind, send_link_again

__all__ = [
    "AlreadyRegistered",
    "Decided",
    "NegativeCount",
    "NoSeatLeft",
    "NobodyToAsk",
    "NotAnswered",
    "NotStanding",
    "Participant",
    "QuestionAnswered",
    "QuestionNeeded",
    "QuestionUnclear",
    "ReasonMissing",
    "RegistrationClosed",
    "ReserveTooLarge",
    "ReserveTwice",
    "TooLate",
    "WrongActivity",
    "accept_offer",
    "approve",
    "ask",
    "ask_earlier",
    "cancel_registration",
    "change",
    "correct",
    "count_heads",
    "decide",
    "end_feed",
    "keep_seats",
    "open_mailed_link",
    "pattern_of",
    "record_attendance",
    "refuse",
    "register",
    "register_again",
    "remind",
    "renew_feed",
    "send_link",
    "send_link_again",
    "set_up",
    "set_up_like",
    "settle_oddity",
    "stop_asking",
    "sweep",
    "take_back_attendance",
    "take_back_refusal",
    "why_closed",
]
