"""Tables of seminars and of one seminar's attendance, to take along and to send in."""

from .attendance import ATTENDANCE_HEADINGS, AttendanceResource, attendance_table
from .seminars import SEMINAR_HEADINGS, SeminarResource, seminar_table

__all__ = [
    "ATTENDANCE_HEADINGS",
    "SEMINAR_HEADINGS",
    "AttendanceResource",
    "SeminarResource",
    "attendance_table",
    "seminar_table",
]
