"""What the seminars come to: for the report, for the teacher, for the school."""

from .chapter import SeminarFigures
from .cost import SeminarCost, cost_of
from .gathering import figures
from .hours import Hours, LearningSpan, hours_of, learning_span
from .own import OwnSeminar, OwnSeminars, seminars_of
from .school import SchoolHours, TeacherHours, papers_of_school, school_hours
from .values import SeminarLine

__all__ = [
    "Hours",
    "LearningSpan",
    "OwnSeminar",
    "OwnSeminars",
    "SchoolHours",
    "SeminarCost",
    "SeminarFigures",
    "SeminarLine",
    "TeacherHours",
    "cost_of",
    "figures",
    "hours_of",
    "learning_span",
    "papers_of_school",
    "school_hours",
    "seminars_of",
]
