"""What the seminars come to: for the report, for the teacher, for the school."""

from seminars.hours.reporting.ledger import Hours, LearningSpan, hours_of, learning_span
from seminars.hours.reporting.own_page import OwnSeminar, OwnSeminars, seminars_of
from seminars.hours.reporting.school import SchoolHours, TeacherHours, papers_of_school, school_hours
from seminars.plan.reporting import SeminarCost, cost_of
from seminars.report.chapter import SeminarFigures
from seminars.report.reporting import figures
from seminars.report.values import SeminarLine

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
