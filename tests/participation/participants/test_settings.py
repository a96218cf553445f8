"""Limits, days, kept seats and questions, as the organiser sets them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Answer, Enrolment, Question, Registration, SeatReserve
from darbigas_kopienas.people.models import Municipality, Organisation, User
from tests.builders import register
from tests.cast import WHO
from tests.participation.participants.conftest import MANAGE

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


def settings(rows: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    rows = rows or []
    typed: dict[str, Any] = {"capacity": "10", "offer_hours": "24", "has_waiting_list": "on"}
    typed |= {"reserves-TOTAL_FORMS": len(rows), "reserves-INITIAL_FORMS": 0}
    for at, row in enumerate(rows):
        typed |= {f"reserves-{at}-{name}": value for name, value in row.items()}
    return {**typed, **changes}


def question(**changes: Any) -> dict[str, Any]:
    return {"text_lv": "Ko ēdīsiet?", "kind": "text", "purpose": "catering", **changes}


@pytest.fixture
def school(daugavpils: Municipality) -> Organisation:
    return Organisation.objects.create(kind="school", name_lv="3. vidusskola", municipality=daugavpils)


@pytest.fixture
def lunch(activity: Activity, ilze: User) -> Question:
    """Answered once: with meat."""
    made = services.ask(by=ilze, activity=activity, kind="choice", text_lv="Pusdienas?", options_lv="Gaļa\nZivs")
    register(by=ilze, activity=activity, name="A", answers={made.pk: "Gaļa"})
    return made


# -- who ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", WHO)
def test_each_role_and_page(as_: As, who: Any, at: Any, lunch: Question, name: str) -> None:
    browser = as_(who(name))
    for address in (
        at("enrolment_edit"),
        at("question_list"),
        at("question_add"),
        at("question_edit", lunch.pk),
        at("question_remove", lunch.pk),
    ):
        assert (address, browser.get(address).status_code) == (address, MANAGE[name])
    if MANAGE[name] != 200:
        for address in (at("enrolment_edit"), at("question_edit", lunch.pk), at("question_remove", lunch.pk),
                        at("question_move", lunch.pk)):  # fmt: skip
            assert browser.post(address, settings(capacity="3")).status_code == MANAGE[name]
        assert Question.objects.count() == 1
        assert Enrolment.objects.get().capacity is None


# -- limits and kept seats ---------------------------------------------------------------------------
def test_settings_and_kept_seats_are_saved_together(
    as_: As, at: Any, activity: Activity, ilze: User, rezekne: Municipality, school: Organisation
) -> None:
    rows = [
        {"municipality": rezekne.pk, "seats": "4", "released_on": "15.06.2020"},
        {"organisation": school.pk, "seats": "2"},
        {},
    ]
    browser = as_(ilze)
    typed = settings(rows, opens_on="01.06.2020", closes_on="17.06.2020", confirm_hours="24", needs_approval="on")
    assert browser.post(at("enrolment_edit"), typed).status_code == 302
    saved = Enrolment.objects.get()
    assert (saved.capacity, saved.opens_on, saved.confirm_hours, saved.needs_approval) == (
        10,
        date(2020, 6, 1),
        24,
        True,
    )
    assert [(str(seat_reserve), seat_reserve.released_on) for seat_reserve in SeatReserve.objects.all()] == [
        ("Rēzeknes novads: 4", date(2020, 6, 15)), ("3. vidusskola: 2", None)]  # fmt: skip
    page = browser.get(at("enrolment_edit"))
    assert [form.initial.get("seats") for form in page.context["form"].reserves] == [4, 2, None, None]
    browser.post(at("enrolment_edit"), settings([]))
    assert SeatReserve.objects.count() == 2  # rows that were not shown are not taken away
    browser.post(at("enrolment_edit"), settings([{}, {}], **{"reserves-INITIAL_FORMS": 2}))
    assert SeatReserve.objects.count() == 0


def test_a_raised_limit_is_kept_for_some_before_it_is_offered(
    activity: Activity, ilze: User, school: Organisation
) -> None:
    services.set_up(by=ilze, activity=activity, capacity=1)
    register(by=ilze, activity=activity, name="A")
    waits = register(by=ilze, activity=activity, name="B", email="b@example.lv")
    reserves = [SeatReserve(organisation=school, seats=2)]
    services.set_up(by=ilze, activity=activity, capacity=3, reserves=reserves)
    assert Registration.objects.get(pk=waits.pk).state == "waiting"
    services.set_up(by=ilze, activity=activity, capacity=4)
    assert Registration.objects.get(pk=waits.pk).state == "offered"


@pytest.mark.parametrize(
    ("rows", "changes", "said"),
    [
        ([{"seats": "11", "municipality": "here"}], {}, "Rezervēto vietu skaits ir 11, bet pavisam vietu ir tikai 10."),
        ([{"seats": "2"}], {}, "Izvēlieties vai nu pašvaldību, vai izglītības iestādi."),
        ([{"municipality": "here"}], {}, "Cik vietu rezervēt?"),
        ([{"municipality": "here", "seats": "1"}] * 2, {}, "Viena un tā pati"),
        ([{"seats": "x", "municipality": "here"}], {}, "Rakstiet tikai vesela skaitļa ciparus"),
        ([], {"capacity": "0"}, "1"),
        ([], {"offer_hours": ""}, "Cik stundu laikā jāpieņem piedāvātā vieta"),
        ([], {"opens_on": "17.06.2020", "closes_on": "16.06.2020"}, "Pēdējā diena nevar būt pirms pirmās."),
        ([], {"closes_on": "32.13.2020"}, "32.13.2020"),
        ([], {"reserves-TOTAL_FORMS": "x"}, ""),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_kept(
    as_: As, at: Any, ilze: User, daugavpils: Municipality, rows: Any, changes: Any, said: str
) -> None:
    rows = [{name: daugavpils.pk if value == "here" else value for name, value in row.items()} for row in rows]
    answer = as_(ilze).post(at("enrolment_edit"), settings(rows, changes_until="14.06.2020", **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "14.06.2020" in page
    assert said in page or said.startswith("Viena")
    assert SeatReserve.objects.count() == 0


# -- questions ---------------------------------------------------------------------------------------
def test_questions_are_added_changed_ordered_and_removed(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    browser = as_(ilze)
    assert browser.post(at("question_add"), question(text_en="What will you eat?")).status_code == 302
    choice = {"kind": "choice", "options_lv": " Auto \nAutobuss\n", "options_en": "Car\nBus", "text_lv": "Kā?"}
    browser.post(at("question_add"), question(**choice))
    first, second = Question.objects.all()
    assert (first.text_en, second.options_lv, [value for value, _word in second.choices()]) == (
        "What will you eat?", "Auto\nAutobuss", ["Auto", "Autobuss"])  # fmt: skip
    browser.post(at("question_move", second.pk), {"step": "earlier"})
    assert list(Question.objects.all()) == [second, first]
    browser.post(at("question_move", second.pk), {"step": "earlier"})
    browser.post(at("question_move", second.pk), {"step": "later"})
    assert list(Question.objects.all()) == [first, second]
    assert browser.post(at("question_edit", first.pk), question(text_lv="Ēdiens?")).status_code == 302
    browser.post(at("question_remove", second.pk))
    assert [question.text_lv for question in Question.objects.all()] == ["Ēdiens?"]


def test_a_question_asked_only_after_another(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    browser = as_(ilze)
    browser.post(at("question_add"), question(kind="yes_no", text_lv="Vai brauksiet?"))
    first = Question.objects.get()
    browser.post(at("question_add"), question(text_lv="No kurienes?", condition=f"{first.pk}:0"))
    second = Question.objects.get(text_lv="No kurienes?")
    assert (second.depends_on, second.depends_value, second.condition_shown) == (first, "yes", "Jā")
    assert browser.get(at("question_edit", second.pk)).context["form"].initial["condition"] == f"{first.pk}:0"
    assert "Jā" in browser.get(at("question_list")).content.decode()
    for address in (at("question_move", second.pk), at("question_remove", first.pk)):
        assert browser.post(address).status_code == 422
    assert browser.post(at("question_edit", first.pk), question(kind="text")).status_code == 422
    assert browser.post(at("question_add"), question(condition="99:0")).status_code == 422
    assert Question.objects.count() == 2


@pytest.mark.parametrize("changes", [{"options_lv": "Gaļa"}, {"options_lv": "Gaļa\nGaļa"}, {"options_lv": ""},
                                     {"options_en": "Meat"}])  # fmt: skip
def test_answers_to_choose_from_are_at_least_two(as_: As, at: Any, ilze: User, changes: dict[str, str]) -> None:
    typed = question(kind="choice", options_lv="Gaļa\nZivs") | changes
    answer = as_(ilze).post(at("question_add"), typed)
    assert (answer.status_code, Question.objects.count()) == (422, 0)


def test_what_somebody_answered_is_not_lost_unseen(as_: As, at: Any, ilze: User, lunch: Question) -> None:
    browser, address = as_(ilze), at("question_edit", lunch.pk)
    gone = browser.post(address, question(kind="choice", options_lv="Zivs\nDārzeņi"))
    assert (gone.status_code, "1\u00a0cilvēks" in gone.content.decode()) == (422, True)
    assert browser.post(address, question(kind="yes_no")).status_code == 422
    assert browser.post(address, question(kind="choice", options_lv="Dārzeņi\nGaļa")).status_code == 302
    assert Answer.objects.get().value == "Gaļa"
    assert browser.post(address, question(kind="text")).status_code == 422
    assert "1\u00a0atbilde" in browser.get(at("question_remove", lunch.pk)).content.decode()
    browser.post(at("question_remove", lunch.pk))
    assert Answer.objects.count() == 0


def test_a_text_may_be_worded_anew_though_it_was_answered(activity: Activity, ilze: User) -> None:
    made = services.ask(by=ilze, activity=activity, kind="text", text_lv="Ēdiens")
    register(by=ilze, activity=activity, name="A", answers={made.pk: "Zupa"})
    assert services.ask(by=ilze, activity=activity, question=made, text_lv="Ēdiens?").text_lv == "Ēdiens?"


def test_conditions_that_never_hold_are_refused(activity: Activity, ilze: User, lunch: Question, plan: Any) -> None:
    text = services.ask(by=ilze, activity=activity, kind="text", text_lv="Teksts")
    stranger = services.ask(by=ilze, activity=plan(title_lv="Cits").activity, kind="yes_no", text_lv="Cits")
    for before, value in ((text, "x"), (stranger, "yes"), (lunch, "Zupa")):
        with pytest.raises(services.QuestionUnclear):
            services.ask(by=ilze, activity=activity, kind="text", text_lv="?", depends_on=before, depends_value=value)
    services.ask(by=ilze, activity=activity, kind="text", text_lv="?", depends_on=lunch, depends_value="Zivs")
    with pytest.raises(services.QuestionNeeded):
        services.ask(by=ilze, activity=activity, question=lunch, options_lv="Gaļa\nDārzeņi")
    with pytest.raises(TypeError):
        services.ask(by=ilze, activity=activity, words="?")


def test_a_question_of_another_activity_is_not_found(as_: As, at: Any, ilze: User, plan: Any) -> None:
    stranger = services.ask(by=ilze, activity=plan(title_lv="Cits").activity, kind="yes_no", text_lv="Cits")
    assert as_(ilze).get(at("question_edit", stranger.pk)).status_code == 404
    assert as_(ilze).post(at("question_remove", stranger.pk)).status_code == 404


def test_seats_kept_as_they_were_leave_no_trace(activity: Activity, ilze: User, school: Organisation) -> None:
    for seats in (2, 2, 3):
        kept = SeatReserve(organisation=school, seats=seats, released_on=date(2020, 6, 12))
        services.set_up(by=ilze, activity=activity, capacity=10, reserves=[kept])
    entries = Entry.objects.of(activity.enrolment).filter(verb="enrolment.seats_kept").order_by("pk")
    assert list(entries.values_list("changes", flat=True)) == [{"seats": 2}, {"seats": 3}]
