"""What is asked of those who register, and what their answers add up to."""

from darbigas_kopienas.activities.models import Activity

from .models import Question


def questions_of(activity: Activity) -> list[Question]:
    """In the order in which they are asked."""
    return list(Question.objects.filter(enrolment__activity=activity))
