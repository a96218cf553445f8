"""What rooms may do with taking part, and what may be refused; each comes from the services of its subject."""

from darbigas_kopienas.participation.attendance.errors import NotKnownHere, TooManyHours, WrongSheet
from darbigas_kopienas.participation.attendance.services import (
    check_in,
    file_sheet,
    hang_wall_code,
    let_in,
    record_attendance,
    record_many,
    session_on_wall,
    settle_oddity,
    take_back_attendance,
    walk_in,
    wall_code_of,
)
from darbigas_kopienas.participation.calendar_feed.services import end_feed, renew_feed
from darbigas_kopienas.participation.colleagues.services import MOST_COLLEAGUES, register_colleagues, registered_by
from darbigas_kopienas.participation.enrolment.errors import (
    NoSeatLeft,
    RegistrationClosed,
    ReserveTooLarge,
    ReserveTwice,
    TooLate,
)
from darbigas_kopienas.participation.enrolment.rules import why_closed
from darbigas_kopienas.participation.head_counts.errors import NegativeCount
from darbigas_kopienas.participation.head_counts.services import count_heads
from darbigas_kopienas.participation.participants.services import Decided, correct, decide, send_link, write_to
from darbigas_kopienas.participation.questions.errors import (
    NotAnswered,
    QuestionAnswered,
    QuestionNeeded,
    QuestionUnclear,
)
from darbigas_kopienas.participation.questions.services import ask, ask_earlier, stop_asking
from darbigas_kopienas.participation.registration.errors import (
    AlreadyRegistered,
    NobodyToAsk,
    NotActive,
    ReasonMissing,
    WrongActivity,
)
from darbigas_kopienas.participation.registration.invitations.services import (
    decline,
    invite,
    known_among,
    remind_silent,
    to_remind,
)
from darbigas_kopienas.participation.registration.prepared import has_place, is_sold_out, published_enrolment
from darbigas_kopienas.participation.registration.schools import has_school, schools_of
from darbigas_kopienas.participation.registration.services import (
    Participant,
    accept_offer,
    approve,
    cancel_registration,
    change,
    open_mailed_link,
    refuse,
    register,
    register_again,
    remind,
    send_link_again,
    sweep,
    take_back_refusal,
)
from darbigas_kopienas.participation.settings.services import pattern_of, reserve_seats, set_up, set_up_like

__all__ = [
    "MOST_COLLEAGUES",
    "AlreadyRegistered",
    "Decided",
    "NegativeCount",
    "NoSeatLeft",
    "NobodyToAsk",
    "NotActive",
    "NotAnswered",
    "NotKnownHere",
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
    "WrongSheet",
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
    "reserve_seats",
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
