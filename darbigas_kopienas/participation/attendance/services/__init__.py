"""Somebody is seen at a session: ticked, checked in, let in at the door, filed from signed paper."""

from .check_in import check_in, hang_wall_code, session_on_wall, wall_code_of
from .sheet import file_sheet
from .ticks import record_attendance, record_many, settle_oddity, take_back_attendance
from .walk_in import let_in, walk_in

__all__ = [
    "check_in",
    "file_sheet",
    "hang_wall_code",
    "let_in",
    "record_attendance",
    "record_many",
    "session_on_wall",
    "settle_oddity",
    "take_back_attendance",
    "walk_in",
    "wall_code_of",
]
