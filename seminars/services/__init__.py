"""Deeds on seminars: planning, what is handed out, certificates, evaluations."""

from .errors import NoSuchComponent, RegistrationAfterStart, WrongProgramme
from .planning import (
    ABOUT_ACTIVITY,
    ABOUT_SEMINAR,
    COMPONENT_LABEL,
    add_day,
    add_training_programme,
    cancel_seminar,
    edit_seminar,
    hold_seminar,
    move_day,
    plan_seminar,
)

__all__ = [
    "ABOUT_ACTIVITY",
    "ABOUT_SEMINAR",
    "COMPONENT_LABEL",
    "NoSuchComponent",
    "RegistrationAfterStart",
    "WrongProgramme",
    "add_day",
    "add_training_programme",
    "cancel_seminar",
    "edit_seminar",
    "hold_seminar",
    "move_day",
    "plan_seminar",
]
