"""What is kept of somebody who registers, whose it is, and what may be corrected."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Answer, Enrolment, Invitation, Question, Registration, SeatReserve
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.programme.actors import MAILED_LINK, PLACE_LINK, SYSTEM, VISITOR
from darbigas_kopienas.values import clock
from tests.builders import TODAY, come, register, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


@pytest.fixture
def school(daugavpils: Municipality) -> Organisation:
    return Organisation.objects.create(kind="school", name_lv="3. vidusskola", municipality=daugavpils)


# -- when ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "day"),
    [({"opens_on": date(2020, 6, 11)}, TODAY), ({"closes_on": date(2020, 6, 9)}, TODAY), ({}, date(2020, 6, 19))],
)
def test_closed_for_guests_but_not_for_the_organiser(make: Any, fields: dict[str, date], day: date) -> None:
    activity = make(**fields)
    with clock.frozen(day):
        with pytest.raises(services.RegistrationClosed):
            come(activity, "a")
        come(activity, "b", via="organiser")
    assert states(activity) == {"b": "confirmed"}


def test_an_activity_that_is_not_there_takes_nobody(activity: Activity) -> None:
    gone = Activity(pk=activity.pk + 1)
    with pytest.raises(Activity.DoesNotExist):
        come(gone, "a")
    assert not Enrolment.objects.filter(activity_id=gone.pk).exists()


def test_not_published_is_closed(activity: Activity) -> None:
    Activity.objects.update(is_public=False)
    with pytest.raises(services.RegistrationClosed):
        come(activity, "a")


# -- who -------------------------------------------------------------------------------------------
def test_signed_in_without_typing_anything(activity: Activity, janis: User, school: Organisation) -> None:
    person = services.Participant.signed_in(janis).person
    assert person is not None
    person.organisation = school
    person.save()
    made = services.register(
        by=janis, activity=activity, participant=services.Participant.signed_in(janis, group="teachers"), via="self"
    )
    about = (made.name, made.email, made.school, made.organisation, made.person, made.group, made.registered_by)
    assert about == ("Jānis Kalniņš", "janis@example.lv", "3. vidusskola", school, person, "teachers", janis)
    assert (made.verified_at, made.language) == (clock.now(), "lv")


def test_one_person_under_two_addresses_is_one_person(activity: Activity, janis: User) -> None:
    who = services.Participant.signed_in(janis)
    services.register(by=janis, activity=activity, participant=who, via="self")
    with pytest.raises(services.AlreadyRegistered):
        come(activity, "b", email="darba@example.lv", person=who.person)
    with pytest.raises(services.AlreadyRegistered):
        come(activity, "c", email="JANIS@example.lv")


def test_people_without_addresses_are_each_their_own(activity: Activity, ilze: User) -> None:
    for _time in range(2):
        register(by=ilze, activity=activity, name="Anna")
    assert Registration.objects.confirmed().count() == 2


@pytest.mark.parametrize(("typed", "is_found"), [("3. VIDUSSKOLA", True), ("3 vidus", False), ("", False)])
def test_the_school_that_is_called_exactly_so(
    activity: Activity, school: Organisation, typed: str, is_found: bool
) -> None:
    (made,) = come(activity, "a", school=typed)
    assert (made.school, made.organisation) == (typed, school if is_found else None)
    assert made.municipality_id == (school.municipality_id if is_found else None)


def test_two_schools_of_one_name_are_not_guessed_between(activity: Activity, school: Organisation) -> None:
    Organisation.objects.create(kind="school", name_lv="3. Vidusskola", valid_from=date(2001, 9, 1))
    (made,) = come(activity, "a", school="3. vidusskola")
    assert made.organisation is None


# -- answers ---------------------------------------------------------------------------------------
@pytest.fixture
def questions(activity: Activity) -> list[Question]:
    lunch = Question(enrolment=activity.enrolment, order=1, kind="yes_no", text_lv="Vai ēdīsiet?", is_required=True)
    diet = Question(enrolment=activity.enrolment, order=2, kind="choice", text_lv="Ko?", options_lv="Gaļu\nZivi",
                    depends_on=lunch, depends_value="yes", is_required=True)  # fmt: skip
    note = Question(enrolment=activity.enrolment, order=3, text_lv="Vēl kas?")
    for question in (lunch, diet, note):
        question.save()
    return [lunch, diet, note]


def given(*pairs: tuple[Question, str]) -> dict[int, str]:
    return {question.pk: text for question, text in pairs}


def test_answers_are_kept_only_to_what_was_asked(activity: Activity, questions: list[Question]) -> None:
    lunch, diet, note = questions
    come(activity, "a", answers=given((lunch, "no"), (diet, "Zivi"), (note, " Nē ")))
    come(activity, "b", answers=given((lunch, "yes"), (diet, "Zivi")))
    answers = list(Answer.objects.order_by("pk").values_list("registration__name", "question", "value"))
    assert answers == [("a", lunch.pk, "no"), ("a", note.pk, "Nē"), ("b", lunch.pk, "yes"), ("b", diet.pk, "Zivi")]


@pytest.mark.parametrize(
    ("lunch", "diet", "field"), [("", "", 0), ("perhaps", "", 0), ("yes", "", 1), ("yes", "Saldējumu", 1)]
)
def test_answers_refused_at_their_field(
    activity: Activity, questions: list[Question], lunch: str, diet: str, field: int
) -> None:
    answers = given((questions[0], lunch), (questions[1], diet))
    with pytest.raises(services.NotAnswered) as refusal:
        come(activity, "a", answers=answers)
    assert list(refusal.value.message_dict) == [f"question_{questions[field].pk}"]
    assert not Registration.objects.exists()


def test_the_organiser_need_not_answer(activity: Activity, questions: list[Question]) -> None:
    come(activity, "a", via="organiser")
    assert not Answer.objects.exists()


# -- invitations -----------------------------------------------------------------------------------
def test_an_invitation_is_answered_by_registering(make: Any, activity: Activity, ilze: User) -> None:
    invitation = Invitation.objects.create(activity=activity, email="a@example.lv", invited_by=ilze)
    who = services.Participant(name="a", email="a@example.lv")
    with pytest.raises(services.WrongActivity):
        services.register(by=VISITOR, activity=make(), participant=who, via="guest", invitation=invitation)
    made = services.register(by=VISITOR, activity=activity, participant=who, via="guest", invitation=invitation)
    assert Invitation.objects.get().registration == made


# -- the mailed link -------------------------------------------------------------------------------
def test_the_mailed_link_makes_it_theirs_once(activity: Activity, school: Organisation) -> None:
    (a,) = come(activity, "a", organisation=school)
    assert (a.person, a.verified_at) == (None, None)
    for _time in range(2):
        opened = services.open_mailed_link(by=MAILED_LINK, registration=a)
    person = Person.objects.get()
    assert (opened.person, person.email, person.organisation) == (person, "a@example.lv", school)
    assert Entry.objects.of(a).filter(verb="registration.verified").count() == 1
    services.cancel_registration(by=PLACE_LINK, registration=a, ending="self")
    with pytest.raises(services.NotActive):
        services.open_mailed_link(by=MAILED_LINK, registration=a)


def test_the_mailed_link_of_somebody_known_meanwhile(activity: Activity) -> None:
    (a,) = come(activity, "a")
    person = Person.objects.create(name="A", email="A@example.lv", email_verified_at=clock.now())
    assert services.open_mailed_link(by=MAILED_LINK, registration=a).person == person


@pytest.mark.parametrize("state", ["confirmed", "refused"])
def test_the_mailed_link_of_somebody_who_is_here_already(activity: Activity, state: str) -> None:
    """The same person under another address; the hours are not given twice."""
    (a,) = come(activity, "a")
    person = Person.objects.create(name="A", email="a@example.lv", email_verified_at=clock.now())
    Registration.objects.create(activity=activity, name="A", person=person, state=state, reason="-")
    opened = services.open_mailed_link(by=MAILED_LINK, registration=a)
    assert (opened.person, opened.verified_at) == (None, clock.now())


def test_the_mailed_link_opened_by_whom_the_portal_knew(activity: Activity) -> None:
    person = Person.objects.create(name="A", email="a@example.lv", email_verified_at=clock.now())
    (a,) = come(activity, "a")
    assert services.open_mailed_link(by=MAILED_LINK, registration=a).person == person


# -- correcting ------------------------------------------------------------------------------------
def test_another_school_brings_its_municipality_and_its_seats(make: Any, ilze: User, school: Organisation) -> None:
    activity = make(capacity=2)
    (reserved_for,) = services.reserve_seats(
        by=ilze, activity=activity, reserves=[SeatReserve(organisation=school, seats=1)]
    )
    a, _b = come(activity, "a", "b")
    changed = services.change(by=SYSTEM, registration=a, name="  Anna   Kalna ", school=" 3.  vidusskola ")
    assert (changed.name, changed.school, changed.organisation) == ("Anna Kalna", "3. vidusskola", school)
    assert (changed.municipality_id, changed.reserve) == (school.municipality_id, reserved_for)
    assert states(activity) == {"Anna Kalna": "confirmed", "b": "offered"}
    changes = Entry.objects.of(a).filter(verb="registration.changed").get().changes
    assert changes == {"fields": ["municipality", "name", "organisation", "school", "reserve"]}
    back = services.change(by=SYSTEM, registration=a, school="Cita skola")
    assert (back.organisation, back.municipality, back.reserve) == (None, None, None)


def test_an_organisation_given_outright(activity: Activity, ilze: User, school: Organisation) -> None:
    (a,) = come(activity, "a", school="Skola")
    changed = services.change(by=ilze, registration=a, organisation=school)
    assert (changed.school, changed.organisation, changed.municipality_id) == ("Skola", school, school.municipality_id)
    changed = services.change(by=ilze, registration=a, organisation=None, municipality=school.municipality)
    assert (changed.organisation, changed.municipality_id) == (None, school.municipality_id)


def test_nothing_changed_is_no_deed_and_answers_are_replaced(activity: Activity, questions: list[Question]) -> None:
    (a,) = come(activity, "a", answers=given((questions[0], "no")))
    services.change(by=PLACE_LINK, registration=a, is_own=True, name="a")
    assert not Entry.objects.filter(verb="registration.changed").exists()
    services.change(by=SYSTEM, registration=a, answers=given((questions[0], "yes"), (questions[1], "Gaļu")))
    assert list(a.answers.order_by("pk").values_list("value", flat=True)) == ["yes", "Gaļu"]
    assert Entry.objects.filter(verb="registration.changed").get().changes == {"fields": ["answers"]}
    with pytest.raises(services.NotAnswered):
        services.change(by=SYSTEM, registration=a, answers={})
    assert a.answers.count() == 2


def test_changing_refused(make: Any, ilze: User) -> None:
    activity = make(changes_until=date(2020, 6, 12))
    (a,) = come(activity, "a")
    with pytest.raises(TypeError, match="state"):
        services.change(by=ilze, registration=a, state="confirmed")
    with clock.frozen(date(2020, 6, 13)):
        with pytest.raises(services.TooLate):
            services.change(by=PLACE_LINK, registration=a, is_own=True, name="b")
        services.change(by=ilze, registration=a, name="b")
    services.cancel_registration(by=ilze, registration=a)
    with pytest.raises(services.NotActive):
        services.change(by=ilze, registration=a, name="c")


def test_what_the_database_refuses_for_another_reason_is_not_disguised(activity: Activity) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        come(activity, "a", name=" ")
