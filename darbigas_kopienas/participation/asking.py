"""What is asked of those who register, and what their answers add up to."""

from django.db.models import Count, QuerySet

from darbigas_kopienas.activities.models import Activity

from .models import Question


def questions_of(activity: Activity) -> list[Question]:
    """In the order in which they are asked."""
    return list(Question.objects.filter(enrolment__activity=activity))


def question_in(activity: Activity) -> QuerySet[Question]:
    """The questions among which one is looked up by its key."""
    return Question.objects.filter(enrolment__activity=activity).select_related("enrolment__activity", "depends_on")


def with_answer_counts(activity: Activity) -> list[Question]:
    """In their order, each with `answered`: how many answered it."""
    return list(question_in(activity).annotate(answered=Count("answers")).order_by("order", "pk"))
