"""What is asked of those who register: added, changed, ordered, removed, and never at the cost of answers unseen."""

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.changes import compared, put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.questions.models import Question
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import texts
from darbigas_kopienas.values.prepared_queries import Asked

from .errors import QuestionAnswered, QuestionNeeded, QuestionUnclear

FEWEST = 2  # answers to choose from
FIELDS = frozenset(
    {"kind", "purpose", "text_lv", "text_en", "options_lv", "options_en", "is_required", "depends_on", "depends_value"}
)  # fmt: skip


@transaction.atomic
def ask(*, by: Actor, activity: Activity, question: Question | None = None, **fields: object) -> Question:
    """A new question at the end, or another wording of `question`. The same wording again leaves no trace.

    Answers that were given stay: QuestionAnswered where they would no longer fit. Also PermissionDenied,
    QuestionUnclear, QuestionNeeded.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, activity.scope)
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"not a field of a question: {sorted(unknown)}")
    enrolment = locked(activity)
    if question is None:
        last = enrolment.questions.aggregate(last=Max("order"))["last"]
        asked = Question(enrolment=enrolment, order=0 if last is None else last + 1)
    else:
        asked = enrolment.questions.get(pk=question.pk)
    before = {name: getattr(asked, name) for name in fields}
    put(asked, fields)
    _require_clear(asked)
    _require_condition(asked)
    if question is not None:
        _require_fitting(asked)
    # what is stored: answers to choose from are tidied
    changed = compared(asked, before, {name: getattr(asked, name) for name in fields})
    for name in ("text", "options"):
        if f"{name}_en" in changed:
            texts.stamp_translation(asked, name)
    asked.full_clean(exclude=["enrolment"])
    if changed or question is None:
        asked.save()
        record(by=by, verb="enrolment.asked", obj=enrolment, changes={"question": asked.pk, "fields": list(changed)})
    return asked


@transaction.atomic
def stop_asking(*, by: Actor, question: Question) -> int:
    """Remove a question with its answers; returns how many answers went. Raises PermissionDenied, QuestionNeeded."""
    require(by, Permission.MANAGE_REGISTRATIONS, question.enrolment.activity.scope)
    enrolment = locked(question.enrolment.activity)
    if question.dependents.exists():
        raise QuestionNeeded(
            _("Another question is asked only after this one. Change or remove that one first."), code="needed"
        )
    gone = question.answers.count()
    record(by=by, verb="enrolment.asked", obj=enrolment, changes={"removed": question.pk, "answers": gone})
    question.delete()
    return gone


@transaction.atomic
def ask_earlier(*, by: Actor, question: Question, step: int = -1) -> None:
    """One place earlier, or with `step` 1 later. At the end of the row nothing happens.

    Raises PermissionDenied, QuestionNeeded.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, question.enrolment.activity.scope)
    enrolment = locked(question.enrolment.activity)
    row = list(enrolment.questions.all())
    here = next(at for at, other in enumerate(row) if other.pk == question.pk)
    there = here + step
    if not 0 <= there < len(row):
        return
    row[here], row[there] = row[there], row[here]
    places = {other.pk: at for at, other in enumerate(row)}
    if any(other.depends_on_id is not None and places[other.depends_on_id] > places[other.pk] for other in row):
        raise QuestionNeeded(_("A question cannot come before the one it depends on."), code="order")
    for at, other in enumerate(row):
        other.order = at
    Question.objects.bulk_update(row, ["order"])
    record(by=by, verb="enrolment.asked", obj=enrolment, changes={"moved": question.pk})


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _require_clear(question: Question) -> None:
    """A choice has at least two different answers, and as many in English where there are any."""
    if question.kind != Question.Kind.CHOICE:
        question.options_lv = question.options_en = ""
        return
    options, english = _lines(question.options_lv), _lines(question.options_en)
    if len(options) < FEWEST or len(set(options)) < len(options):
        message = _("Write at least two different answers, each on a line of its own.")
        raise QuestionUnclear({"options_lv": message}, code="options")
    if english and len(english) != len(options):
        message = _("Write as many answers in English as in Latvian, in the same order.")
        raise QuestionUnclear({"options_en": message}, code="options_en")
    question.options_lv, question.options_en = "\n".join(options), "\n".join(english)


def _require_condition(question: Question) -> None:
    """The other question stands before this one, and the named answer is one of its answers."""
    before = question.depends_on
    if before is None:
        question.depends_value = ""
        return
    is_before = before.enrolment_id == question.enrolment_id and before.order < question.order
    if not is_before or before.kind == Question.Kind.TEXT:
        message = _("Choose a question that comes earlier and is answered by choosing.")
        raise QuestionUnclear({"depends_on": message}, code="depends_on")
    if question.depends_value not in {value for value, _word in before.choices()}:
        message = _("Choose one of the answers of the question it depends on.")
        raise QuestionUnclear({"depends_value": message}, code="depends_value")


def _require_fitting(question: Question) -> None:
    """No answer that somebody gave, and no condition of another question, may lose its meaning."""
    given = question.answers.all()
    stored = {value for value, _word in question.choices()}
    if question.kind != Question.Kind.TEXT:
        given = given.exclude(value__in=stored)
    elif Question.objects.get(pk=question.pk).kind == Question.Kind.TEXT:
        given = given.none()
    if number := given.count():
        message = ngettext(
            "%(n)s person has already chosen an answer that would no longer exist. Keep it, or ask a new question.",
            "%(n)s people have already chosen an answer that would no longer exist. Keep it, or ask a new question.",
            number,
        )
        raise QuestionAnswered(message % {"n": number}, code="answered")
    if question.dependents.exclude(depends_value__in=stored).exists():
        raise QuestionNeeded(_("Another question depends on an answer that would go."), code="needed")


def questions_of(activity: Activity) -> list[Question]:
    """In the order in which they are asked."""
    return _questions.objects(activity.pk)


@Asked
def _questions(activity: int) -> QuerySet[Question]:
    return Question.objects.filter(enrolment__activity=activity)


def question_in(activity: Activity) -> QuerySet[Question]:
    """The questions among which one is looked up by its key."""
    return Question.objects.filter(enrolment__activity=activity).select_related("enrolment__activity", "depends_on")


def with_answer_counts(activity: Activity) -> list[Question]:
    """In their order, each with `answered`: how many answered it."""
    return list(question_in(activity).annotate(answered=Count("answers")).order_by("order", "pk"))
