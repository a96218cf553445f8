"""Planning a seminar, its days, what becomes of it, and the same again."""

from .days import add_day, move_day, notify_of_days, take_off_day
from .lifecycle import (
    cancel_seminar,
    mark_seminar_held,
    move_seminar_online,
    postpone_seminar,
    publish_seminars,
    set_seminar_back,
)
from .repetition import (
    drop_template,
    duplicate_seminar,
    pattern_of,
    plan_from_template,
    repeat_seminar,
    save_template,
)
from .seminar import ABOUT_ACTIVITY, ABOUT_SEMINAR, COMPONENT_LABEL, edit_seminar, plan_seminar

__all__ = [
    "ABOUT_ACTIVITY",
    "ABOUT_SEMINAR",
    "COMPONENT_LABEL",
    "add_day",
    "cancel_seminar",
    "drop_template",
    "duplicate_seminar",
    "edit_seminar",
    "mark_seminar_held",
    "move_day",
    "move_seminar_online",
    "notify_of_days",
    "pattern_of",
    "plan_from_template",
    "plan_seminar",
    "postpone_seminar",
    "publish_seminars",
    "repeat_seminar",
    "save_template",
    "set_seminar_back",
    "take_off_day",
]
