"""Hours of professional development: the ledger, a teacher's own page, a school's page."""

from .glance import Glance, glance_of
from .ledger import Hours, LearningSpan, approved, attended, hours_of, learning_span
from .own_page import OwnCertificate, OwnSeminar, OwnSeminars, seminars_of
from .school import SchoolHours, TeacherHours, certificates_of_school, school_hours

__all__ = [
    "Glance",
    "Hours",
    "LearningSpan",
    "OwnCertificate",
    "OwnSeminar",
    "OwnSeminars",
    "SchoolHours",
    "TeacherHours",
    "approved",
    "attended",
    "certificates_of_school",
    "glance_of",
    "hours_of",
    "learning_span",
    "school_hours",
    "seminars_of",
]
