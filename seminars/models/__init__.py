"""Training programmes, the seminars that run them, and what comes of those: certificates and evaluations."""

from .catalogue import TrainingProgramme
from .certificate import Certificate, CertificateSeries
from .evaluation import MARKS, Evaluation, EvaluationTicket
from .rule import HoursRule
from .running import Engagement, Material, SeminarTemplate, Trainer
from .seminar import Seminar

__all__ = [
    "MARKS",
    "Certificate",
    "CertificateSeries",
    "Engagement",
    "Evaluation",
    "EvaluationTicket",
    "HoursRule",
    "Material",
    "Seminar",
    "SeminarTemplate",
    "Trainer",
    "TrainingProgramme",
]
