"""Questions to those who register: changed, ordered and removed, never at the cost of an answer or a condition."""

from typing import Any

import pytest

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Answer, Question
from darbigas_kopienas.participation.questions.services import question_in, questions_of, with_answer_counts
from darbigas_kopienas.people.models import User
from tests.builders import come

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


@pytest.fixture
def lunch(activity: Activity, ilze: User) -> Question:
    return services.ask(by=ilze, activity=activity, kind="choice", text_lv="Pusdienas?", options_lv="Gaļa\nZivs")


@pytest.fixture
def sauce(activity: Activity, ilze: User, lunch: Question) -> Question:
    """Asked only of those who eat fish."""
    return services.ask(
        by=ilze, activity=activity, kind="text", text_lv="Mērce?", depends_on=lunch, depends_value="Zivs"
    )


def changes(activity: Activity) -> list[dict[str, Any]]:
    """What the trail says of the questions, in order."""
    entries = Entry.objects.of(activity.enrolment).filter(verb="enrolment.asked").order_by("pk")
    return list(entries.values_list("changes", flat=True))


def stored(question: Question) -> tuple[str, str]:
    return Question.objects.values_list("kind", "options_lv").get(pk=question.pk)


# -- wording -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("options", "field", "sentence"),
    [
        ({"options_lv": ""}, "options_lv", "Uzrakstiet vismaz divas dažādas atbildes, katru savā rindā."),
        ({"options_lv": "Gaļa"}, "options_lv", "Uzrakstiet vismaz divas dažādas atbildes, katru savā rindā."),
        ({"options_lv": "Gaļa\n Gaļa"}, "options_lv", "Uzrakstiet vismaz divas dažādas atbildes, katru savā rindā."),
        ({"options_en": "Meat"}, "options_en", "Rakstiet angliski tikpat atbilžu, cik latviski, tādā pašā secībā."),
    ],
)
def test_choice_with_unclear_answers_is_refused_at_its_field(
    activity: Activity, ilze: User, options: dict[str, str], field: str, sentence: str
) -> None:
    wanted: dict[str, Any] = {"kind": "choice", "text_lv": "Pusdienas?", "options_lv": "Gaļa\nZivs", **options}
    with pytest.raises(services.QuestionUnclear) as refused:
        services.ask(by=ilze, activity=activity, **wanted)
    assert refused.value.message_dict == {field: [sentence]}
    assert (Question.objects.count(), changes(activity)) == (0, [])


@pytest.mark.parametrize("fields", [{"kind": "text"}, {"kind": "yes_no"}, {"options_lv": "Zivs\nDārzeņi"}])
def test_answered_choice_does_not_lose_what_was_chosen(
    activity: Activity, ilze: User, lunch: Question, fields: dict[str, Any]
) -> None:
    come(activity, "anna", answers={lunch.pk: "Gaļa"})
    come(activity, "juris", answers={lunch.pk: "Gaļa"})
    before = changes(activity)
    with pytest.raises(services.QuestionAnswered) as refused:
        services.ask(by=ilze, activity=activity, question=lunch, **fields)
    assert (refused.value.code, refused.value.message[:3]) == ("answered", "2\u00a0c")
    assert (stored(lunch), changes(activity)) == (("choice", "Gaļa\nZivs"), before)
    assert list(Answer.objects.values_list("value", flat=True)) == ["Gaļa", "Gaļa"]


def test_choice_nobody_answered_becomes_a_text(activity: Activity, ilze: User, lunch: Question) -> None:
    services.ask(by=ilze, activity=activity, question=lunch, kind="text")
    assert stored(lunch) == ("text", "")
    assert changes(activity)[-1] == {"question": lunch.pk, "fields": ["kind"]}


# -- order and removal -------------------------------------------------------------------------------
def test_question_another_depends_on_is_not_removed(
    activity: Activity, ilze: User, lunch: Question, sauce: Question
) -> None:
    before = changes(activity)
    with pytest.raises(services.QuestionNeeded) as refused:
        services.stop_asking(by=ilze, question=lunch)
    assert refused.value.code == "needed"
    assert (list(Question.objects.all()), changes(activity)) == ([lunch, sauce], before)


def test_question_removed_takes_its_answers(activity: Activity, ilze: User, lunch: Question, sauce: Question) -> None:
    come(activity, "anna", answers={lunch.pk: "Zivs", sauce.pk: "Tomātu"})
    removed = sauce.pk
    assert services.stop_asking(by=ilze, question=sauce) == 1
    assert list(Answer.objects.values_list("question", flat=True)) == [lunch.pk]
    assert changes(activity)[-1] == {"removed": removed, "answers": 1}


@pytest.mark.parametrize("step", [-1, 1])
def test_question_does_not_come_before_the_one_it_depends_on(
    activity: Activity, ilze: User, lunch: Question, sauce: Question, step: int
) -> None:
    before = changes(activity)
    with pytest.raises(services.QuestionNeeded) as refused:
        services.ask_earlier(by=ilze, question=sauce if step < 0 else lunch, step=step)
    assert refused.value.code == "order"
    assert (list(Question.objects.all()), changes(activity)) == ([lunch, sauce], before)


def test_question_moved_changes_places_until_the_end_of_the_row(
    activity: Activity, ilze: User, lunch: Question
) -> None:
    bus = services.ask(by=ilze, activity=activity, kind="yes_no", text_lv="Autobuss?")
    for _time in range(2):  # the second has nowhere to go
        services.ask_earlier(by=ilze, question=bus)
    assert list(Question.objects.values_list("pk", "order")) == [(bus.pk, 0), (lunch.pk, 1)]
    assert [entry for entry in changes(activity) if "moved" in entry] == [{"moved": bus.pk}]


# -- reading -----------------------------------------------------------------------------------------
def test_questions_are_read_in_their_order_with_how_many_answered(
    activity: Activity, lunch: Question, sauce: Question
) -> None:
    [guest] = come(activity, "anna")
    Answer.objects.create(registration=guest, question=lunch, value="Zivs")
    assert questions_of(activity) == [lunch, sauce]
    assert question_in(activity).get(pk=sauce.pk).depends_on == lunch
    counted: list[Any] = with_answer_counts(activity)
    assert [(question, question.answered) for question in counted] == [(lunch, 1), (sauce, 0)]


def test_the_same_wording_again_leaves_no_trace_and_another_says_which_field(
    activity: Activity, ilze: User, lunch: Question
) -> None:
    same: dict[str, Any] = {"kind": "choice", "text_lv": "Pusdienas?", "options_lv": "Gaļa\r\nZivs ", "text_en": ""}
    before = changes(activity)
    services.ask(by=ilze, activity=activity, question=lunch, **same)
    assert changes(activity) == before
    services.ask(by=ilze, activity=activity, question=lunch, **{**same, "text_lv": "Ko ēdīsiet?", "text_en": "Lunch?"})
    assert changes(activity)[len(before) :] == [{"question": lunch.pk, "fields": ["text_en", "text_lv"]}]
    lunch.refresh_from_db()
    assert lunch.text_en_source != ""
