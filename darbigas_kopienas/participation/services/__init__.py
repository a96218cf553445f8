"""Deeds of taking part: counting heads, taking and giving back a place, being seen at a session."""

from darbigas_kopienas.participation.attendance.services.check_in import (
    check_in,
    hang_wall_code,
    session_on_wall,
    wall_code_of,
)
from darbigas_kopienas.participation.attendance.services.sheet import file_sheet
from darbigas_kopienas.participation.attendance.services.ticks import (
    record_attendance,
    record_many,
    settle_oddity,
    take_back_attendance,
)
from darbigas_kopienas.participation.attendance.services.walk_in import let_in, walk_in
from darbigas_kopienas.participation.calendar_feed.services import end_feed, renew_feed
from darbigas_kopienas.participation.colleagues.services import MOST_COLLEAGUES, register_colleagues, registered_by
from darbigas_kopienas.participation.enrolment.rules import why_closed
from darbigas_kopienas.participation.head_counts.services import count_heads
from darbigas_kopienas.participation.participants.services import (
    Decided,
    correct,
    decide,
    register_again,
    send_link,
    take_back_refusal,
)
from darbigas_kopienas.participation.questions.services import ask, ask_earlier, stop_asking
from darbigas_kopienas.participation.registration.errors import (
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
from darbigas_kopienas.participation.registration.invitations.services import (
    decline,
    invite,
    known_among,
    remind_silent,
    to_remind,
)
from darbigas_kopienas.participation.registration.prepared import has_place, published_enrolment
from darbigas_kopienas.participation.registration.schools import has_school, schools_of
from darbigas_kopienas.participation.registration.services.lifecycle import (
    accept_offer,
    approve,
    cancel_registration,
    refuse,
)
from darbigas_kopienas.participation.registration.services.mail import remind, send_link_again
from darbigas_kopienas.participation.registration.services.place import (
    Participant,
    change,
    open_mailed_link,
    register,
)
from darbigas_kopienas.participation.registration.services.waiting_list import is_sold_out, keep_seats, set_up, sweep
from darbigas_kopienas.participation.settings.services import pattern_of, set_up_like

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
