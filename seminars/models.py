"""Training programmes, the seminars that run them, and what comes of those: certificates and evaluations."""

from seminars.catalogue.models import TrainingProgramme
from seminars.certificates.models import Certificate, CertificateSeries
from seminars.evaluation.models import MARKS, Evaluation, EvaluationTicket
from seminars.hours.models import HoursRule
from seminars.seminar.models import Seminar
from seminars.trainers.models import Engagement, Material, SeminarTemplate, Trainer

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
