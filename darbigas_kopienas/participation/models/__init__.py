"""Who takes part: counted without names, or registered and seen at sessions. The two never count the same people.

The rule, in one sentence: a head count holds the people whose names were not taken; whoever is registered
and seen at a session is counted from the attendance list. So attendances are the sum of both.
"""

from darbigas_kopienas.participation.calendar_feed.models import CalendarFeed

from .attendance import Attendance, SignedSheet, WallCode
from .counting import Group, HeadCount
from .enrolment import Enrolment, Question, SeatReserve
from .registration import HOLDING_SEAT, Answer, Invitation, Registration

__all__ = [
    "HOLDING_SEAT",
    "Answer",
    "Attendance",
    "CalendarFeed",
    "Enrolment",
    "Group",
    "HeadCount",
    "Invitation",
    "Question",
    "Registration",
    "SeatReserve",
    "SignedSheet",
    "WallCode",
]
