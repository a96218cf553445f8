"""Deeds on activities and their costs."""

from .costs import CostGoesBack, state_cost
from .sittings import IN_CALENDARS, LastDay, add_session, edit_session, take_off_session
from .turning import (
    DayInFuture,
    ReasonMissing,
    WrongComponent,
    WrongTurn,
    cancel,
    edit,
    hold,
    move_online,
    plan,
    postpone,
    publish,
)

__all__ = [
    "IN_CALENDARS",
    "CostGoesBack",
    "DayInFuture",
    "LastDay",
    "ReasonMissing",
    "WrongComponent",
    "WrongTurn",
    "add_session",
    "cancel",
    "edit",
    "edit_session",
    "hold",
    "move_online",
    "plan",
    "postpone",
    "publish",
    "state_cost",
    "take_off_session",
]
