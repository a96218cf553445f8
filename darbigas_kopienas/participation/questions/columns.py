"""What an activity's own statement can bring of its questions."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from .models import Question


def question_ids() -> ArraySubquery:
    """Of each activity, the numbers of its questions."""
    return ArraySubquery(Question.objects.filter(enrolment__activity=OuterRef("pk")).values("pk"))
