"""Deeds on activities and their costs."""

from .costs import CostGoesBack, state_cost
from .lifecycle import (
    DayInFuture,
    ReasonMissing,
    WrongComponent,
    WrongTransition,
    cancel,
    edit,
    mark_held,
    move_online,
    plan,
    postpone,
    publish,
    set_back,
)
from .reliance import StillReliedOn
from .sessions import IN_CALENDARS, LastDay, add_session, edit_session, take_off_session

__all__ = [
    "IN_CALENDARS",
    "CostGoesBack",
    "DayInFuture",
    "LastDay",
    "ReasonMissing",
    "StillReliedOn",
    "WrongComponent",
    "WrongTransition",
    "add_session",
    "cancel",
    "edit",
    "edit_session",
    "mark_held",
    "move_online",
    "plan",
    "postpone",
    "publish",
    "set_back",
    "state_cost",
    "take_off_session",
]
