"""Forms of the room, by subject: finding, planning, the catalogue, what belongs to a run, the same again."""

from seminars.catalogue.forms import NewTrainingForm, TrainingForm
from seminars.plan.forms.filter import SeminarFilter
from seminars.plan.forms.repetition import DuplicateForm, RepeatForm, SaveTemplateForm, UseTemplateForm
from seminars.plan.forms.seminar import (
    CancelForm,
    HoldForm,
    MoveOnlineForm,
    NewSeminarForm,
    PostponeForm,
    SeminarForm,
    SessionForm,
    TimeInput,
)
from seminars.trainers.forms import AnswerForm, EngageForm, EngagementForm, MaterialForm, TrainerForm

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
