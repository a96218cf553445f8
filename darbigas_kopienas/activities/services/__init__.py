"""Deeds on activities and their costs."""

from .costs import CostGoesBack, state_cost
from .turning import (
    DayInFuture,
    ReasonMissing,
    WrongComponent,
    WrongTurn,
    add_session,
    cancel,
    edit,
    hold,
    move_online,
    plan,
    postpone,
    publish,
)

__all__ = [
    "CostGoesBack",
    "DayInFuture",
    "ReasonMissing",
    "WrongComponent",
    "WrongTurn",
    "add_session",
    "cancel",
    "edit",
    "hold",
    "move_online",
    "plan",
    "postpone",
    "publish",
    "state_cost",
]
