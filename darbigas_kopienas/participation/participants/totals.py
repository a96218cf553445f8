from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Count, Exists, QuerySet
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.batches import has_batches
from darbigas_kopienas.mailing.unreachable import refused_letters
from darbigas_kopienas.participation.questions.models import Question
from darbigas_kopienas.participation.questions.services import question_in
from darbigas_kopienas.participation.registration.clashes import places_elsewhere
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.seat_columns import seat_columns
from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.values.prepared_queries import Asked


@Asked
def facts_of(activity: int, today: date) -> QuerySet[Activity, tuple[int | None, bool, bool, bool]]:
    """How many seats are left (None: without limit); whether letters were written to those registered; whether any of
    them has another place in these hours; whether a letter to the address of any was ever refused.
    """
    rows = Activity.objects.filter(pk=activity).annotate(**seat_columns(on=today), has_batches=has_batches(Activity))
    has_clashes = Exists(places_elsewhere(activity))
    addresses = Registration.objects.filter(activity=activity).exclude(email="").values("email")
    has_refused = Exists(refused_letters().filter(to_email__in=addresses))
    marks = rows.annotate(has_clashes=has_clashes, has_refused=has_refused)
    return marks.values_list("seats_left", "has_batches", "has_clashes", "has_refused")


def numbers_by_state(activity: Activity) -> dict[str, int]:
    """How many registrations in each state; states without any are left out."""
    return dict(cast("list[tuple[str, int]]", _by_state.rows(activity.pk)))


@Asked
def _by_state(activity: int) -> QuerySet[Registration, tuple[str, int]]:
    rows = Registration.objects.filter(activity=activity).order_by().values("state")
    return rows.annotate(number=Count("pk")).values_list("state", "number")


def municipalities_of(activity: Activity) -> list[Municipality]:
    """Where those registered are from."""
    return _municipalities.objects(activity.pk)


@Asked
def _municipalities(activity: int) -> QuerySet[Municipality]:
    return Municipality.objects.filter(pk__in=Registration.objects.filter(activity=activity).values("municipality"))


@dataclass(frozen=True)
class Total:
    """The answers to one question: the parts always sum up to `whole`, those who hold a seat."""

    question: Question
    parts: list[tuple[str, int]]
    texts: list[tuple[str, str]]
    whole: int


def totals_of(activity: Activity) -> list[Total]:
    """For each question how many answered what, of those who hold a seat; three statements, whatever the numbers."""
    rows = Registration.objects.filter(activity=activity).with_seat().prefetch_related("answers")
    given = [(row.name, {answer.question_id: answer.value for answer in row.answers.all()}) for row in rows]
    questions = list(question_in(activity).order_by("order", "pk"))
    return [_total(question, given) for question in questions]


def _total(question: Question, given: list[tuple[str, dict[int, str]]]) -> Total:
    asked = [(name, answers) for name, answers in given if _is_asked(question, answers)]
    answered = [(name, answers[question.pk]) for name, answers in asked if question.pk in answers]
    rest = [(str(_("not answered")), len(asked) - len(answered)), (str(_("not asked")), len(given) - len(asked))]
    rest = [(word, number) for word, number in rest if number]
    if question.kind == Question.Kind.TEXT:
        parts = [(str(_("answered")), len(answered)), *rest]
        return Total(question, parts, answered, len(given))
    values = [value for _name, value in answered]
    parts = [(str(word), values.count(value)) for value, word in question.choices()]
    return Total(question, [*parts, *rest], [], len(given))


def _is_asked(question: Question, answers: dict[int, str]) -> bool:
    return question.depends_on_id is None or answers.get(question.depends_on_id) == question.depends_value
