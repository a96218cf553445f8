"""Deeds of taking part: counting heads, taking and giving back a place, being seen at a session."""

from .asking import ask, ask_earlier, stop_asking
from .attending import record_attendance, record_many, settle_oddity, take_back_attendance
from .checking_in import check_in, hang_wall_code, session_on_wall, wall_code_of
from .colleagues import MOST_COLLEAGUES, register_colleagues, registered_by
from .counting import count_heads
from .deciding import accept_offer, approve, cancel_registration, refuse
from .enrolling import is_sold_out, keep_seats, set_up, sweep
from .errors import (
    AlreadyRegistered,
    NegativeCount,
    NobodyToAsk,
    NoSeatLeft,
    NotAnswered,
    NotKnownHere,
    NotStanding,
    NotThisPaper,
    QuestionAnswered,
    QuestionNeeded,
    QuestionUnclear,
    ReasonMissing,
    RegistrationClosed,
    ReserveTooLarge,
    ReserveTwice,
    TooLate,
    TooManyHours,
    WrongActivity,
)
from .feeds import end_feed, renew_feed
from .filing import file_sheet
from .inviting import decline, invite, known_among, remind_silent, to_remind
from .letting_in import let_in, walk_in
from .managing import Decided, correct, decide, register_again, send_link, take_back_refusal
from .opening import why_closed
from .patterning import pattern_of, set_up_like
from .reading import has_place, published_enrolment
from .registering import Participant, change, open_mailed_link, register
from .schools import has_school, schools_of
from .telling import remind, send_link_again
from .writing import write_to

__all__ = [
    "MOST_COLLEAGUES",
    "AlreadyRegistered",
    "Decided",
    "NegativeCount",
    "NoSeatLeft",
    "NobodyToAsk",
    "NotAnswered",
    "NotKnownHere",
    "NotStanding",
    "NotThisPaper",
    "Participant",
    "QuestionAnswered",
    "QuestionNeeded",
    "QuestionUnclear",
    "ReasonMissing",
    "RegistrationClosed",
    "ReserveTooLarge",
    "ReserveTwice",
    "TooLate",
    "TooManyHours",
    "WrongActivity",
    "accept_offer",
    "approve",
    "ask",
    "ask_earlier",
    "cancel_registration",
    "change",
    "check_in",
    "correct",
    "count_heads",
    "decide",
    "decline",
    "end_feed",
    "file_sheet",
    "hang_wall_code",
    "has_place",
    "has_school",
    "invite",
    "is_sold_out",
    "keep_seats",
    "known_among",
    "let_in",
    "open_mailed_link",
    "pattern_of",
    "published_enrolment",
    "record_attendance",
    "record_many",
    "refuse",
    "register",
    "register_again",
    "register_colleagues",
    "registered_by",
    "remind",
    "remind_silent",
    "renew_feed",
    "schools_of",
    "send_link",
    "send_link_again",
    "session_on_wall",
    "set_up",
    "set_up_like",
    "settle_oddity",
    "stop_asking",
    "sweep",
    "take_back_attendance",
    "take_back_refusal",
    "to_remind",
    "walk_in",
    "wall_code_of",
    "why_closed",
    "write_to",
]
