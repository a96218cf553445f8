"""Forms of the room, by subject: finding, planning, the catalogue."""

from .catalogue import TrainingForm
from .finding import SeminarFilter
from .planning import CancelForm, HoldForm, NewSeminarForm, SeminarForm, SessionForm, TimeInput

__all__ = [
    "CancelForm",
    "HoldForm",
    "NewSeminarForm",
    "SeminarFilter",
    "SeminarForm",
    "SessionForm",
    "TimeInput",
    "TrainingForm",
]
