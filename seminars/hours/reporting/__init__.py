"""Hours of professional development: the ledger, a teacher's own page, a school's page."""

from .ledger import Hours, LearningSpan, approved, attended, hours_of, learning_span
from .own_page import OwnPaper, OwnSeminar, OwnSeminars, seminars_of
from .school import SchoolHours, TeacherHours, papers_of_school, school_hours

__all__ = [
    "Hours",
    "LearningSpan",
    "OwnPaper",
    "OwnSeminar",
    "OwnSeminars",
    "SchoolHours",
    "TeacherHours",
    "approved",
    "attended",
    "hours_of",
    "learning_span",
    "papers_of_school",
    "school_hours",
    "seminars_of",
]
