"""Forms of the room, by subject: finding, planning, the catalogue, what belongs to a run, the same again."""

from .catalogue import NewTrainingForm, TrainingForm
from .finding import SeminarFilter
from .planning import (
    CancelForm,
    HoldForm,
    MoveOnlineForm,
    NewSeminarForm,
    PostponeForm,
    SeminarForm,
    SessionForm,
    TimeInput,
)
from .repeating import DuplicateForm, RepeatForm, SaveTemplateForm, UseTemplateForm
from .running import AnswerForm, EngageForm, EngagementForm, MaterialForm, TrainerForm

__all__ = [
    "AnswerForm",
    "CancelForm",
    "DuplicateForm",
    "EngageForm",
    "EngagementForm",
    "HoldForm",
    "MaterialForm",
    "MoveOnlineForm",
    "NewSeminarForm",
    "NewTrainingForm",
    "PostponeForm",
    "RepeatForm",
    "SaveTemplateForm",
    "SeminarFilter",
    "SeminarForm",
    "SessionForm",
    "TimeInput",
    "TrainerForm",
    "TrainingForm",
    "UseTemplateForm",
]
