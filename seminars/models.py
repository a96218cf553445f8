"""The models of every subject in one place, where Django and other apps look for them."""

from .catalogue.models import TrainingProgramme
from .certificates.models import Certificate, CertificateSeries
from .evaluation.models import MARKS, Evaluation, EvaluationTicket
from .hours.models import HoursRule
from .materials.models import Material
from .plan.models import SeminarTemplate
from .seminar.models import Seminar
from .trainers.models import Engagement, Trainer

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
