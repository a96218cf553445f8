"""Who takes part: counted without names, or registered and seen at sessions. The two never count the same people.

The rule, in one sentence: a head count holds the people whose names were not taken; whoever is registered
and seen at a session is counted from the attendance list. So attendances are the sum of both.
"""

from darbigas_kopienas.participation.attendance.models import Attendance, SignedSheet, WallCode
from darbigas_kopienas.participation.calendar_feed.models import CalendarFeed
from darbigas_kopienas.participation.enrolment.models import Enrolment, SeatReserve
from darbigas_kopienas.participation.head_counts.models import Group, HeadCount
from darbigas_kopienas.participation.questions.models import Question
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.participation.registration.models import WITH_SEAT, Answer, Registration
from darbigas_kopienas.participation.registration.spellings import SchoolSpelling

__all__ = [
    "WITH_SEAT",
    "Answer",
    "Attendance",
    "CalendarFeed",
    "Enrolment",
    "Group",
    "HeadCount",
    "Invitation",
    "Question",
    "Registration",
    "SchoolSpelling",
    "SeatReserve",
    "SignedSheet",
    "WallCode",
]
