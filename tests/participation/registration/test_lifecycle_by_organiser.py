"""What the organiser does with one registration: a refusal taken back, made anew, put right, its link sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.colleagues.services import registered_by
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration.schools import has_school
from darbigas_kopienas.people.models import Municipality, Organisation, SchoolContact, User
from darbigas_kopienas.values import clock
from tests.builders import TODAY, come, letters_to, register, trail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


# -- a refusal taken back ----------------------------------------------------------------------------
def test_refusal_taken_back_waits_for_approval_again(make: Any, ilze: User) -> None:
    (anna,) = come(make(needs_approval=True), "anna")
    services.refuse(by=ilze, registration=anna, reason="Kļūda")
    services.take_back_refusal(by=ilze, registration=anna)
    anna.refresh_from_db()
    assert (anna.state, anna.reason) == ("asked", "")
    assert trail(anna) == ["registration.made", "registration.refused", "registration.refusal_taken_back"]
    assert letters_to("anna") == ["asked", "refused"]


def test_refusal_that_there_was_not_is_not_taken_back(make: Any, ilze: User) -> None:
    (anna,) = come(make(), "anna")
    with pytest.raises(services.NotActive) as refused:
        services.take_back_refusal(by=ilze, registration=anna)
    anna.refresh_from_db()
    assert (refused.value.code, anna.state, trail(anna)) == ("not_refused", "confirmed", ["registration.made"])


# -- made anew ---------------------------------------------------------------------------------------
def test_cancelled_registration_made_anew_stands_last_in_line_with_its_answers(make: Any, ilze: User) -> None:
    activity = make(capacity=1)
    lunch = services.ask(by=ilze, activity=activity, kind="text", text_lv="Pusdienas?")
    (anna,) = come(activity, "anna", school="3. vidusskola", language="en", answers={lunch.pk: "Zupa"})
    cancelled = services.cancel_registration(by=ilze, registration=anna)
    come(activity, "juris", "zane")
    again = services.register_again(by=ilze, registration=cancelled)
    anna.refresh_from_db()
    assert (anna.state, again.state, again.waiting_no, again.via) == ("cancelled", "waiting", 2, "organiser")
    assert (again.name, again.email, again.school, again.language) == (
        "anna", "anna@example.lv", "3. vidusskola", "en",
    )  # fmt: skip
    assert list(again.answers.values_list("question", "value")) == [(lunch.pk, "Zupa")]
    assert (trail(again), letters_to("anna")) == (["registration.made"], ["confirmed", "removed", "waiting"])


def test_standing_registration_is_not_made_anew(make: Any, ilze: User) -> None:
    (anna,) = come(make(), "anna")
    with pytest.raises(services.NotActive) as refused:
        services.register_again(by=ilze, registration=anna)
    assert (refused.value.code, Registration.objects.count()) == ("active", 1)


# -- put right ---------------------------------------------------------------------------------------
def correct(by: User, registration: Registration, school: str, municipality: Municipality | None) -> Registration:
    return services.correct(
        by=by, registration=registration, name=" Anna  Kalna ", school=school, group="ngo", municipality=municipality
    )


def test_known_school_brings_its_municipality_whatever_was_chosen(
    make: Any, ilze: User, daugavpils: Municipality, rezekne: Municipality
) -> None:
    school = Organisation.objects.create(kind="school", name_lv="3. vidusskola", municipality=daugavpils)
    (anna,) = come(make(), "anna")
    correct(ilze, anna, "3. VIDUSSKOLA ", rezekne)
    anna.refresh_from_db()
    assert (anna.name, anna.school, anna.group) == ("Anna Kalna", "3. VIDUSSKOLA", "ngo")
    assert (anna.organisation, anna.municipality) == (school, daugavpils)
    entry = Entry.objects.of(anna).get(verb="registration.changed")
    assert entry.changes == {"fields": ["group", "municipality", "name", "organisation", "school"]}


def test_unknown_school_is_in_the_chosen_municipality(make: Any, ilze: User, rezekne: Municipality) -> None:
    (anna,) = come(make(), "anna")
    for _time in range(2):  # the second changes nothing
        correct(ilze, anna, "Nezināma skola", rezekne)
    anna.refresh_from_db()
    assert (anna.organisation, anna.municipality) == (None, rezekne)
    entries = Entry.objects.of(anna).filter(verb="registration.changed").order_by("pk")
    assert [entry.changes["fields"] for entry in entries] == [["group", "name", "school"], ["municipality"]]


# -- the link ----------------------------------------------------------------------------------------
def test_link_sent_twice_in_a_minute_is_one_letter(make: Any, ilze: User) -> None:
    (anna,) = come(make(), "anna")
    for _time in range(2):
        services.send_link(by=ilze, registration=anna)
    assert letters_to("anna") == ["confirmed", "link"]
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        services.send_link(by=ilze, registration=anna)
    assert letters_to("anna") == ["confirmed", "link", "link"]
    assert trail(anna) == ["registration.made", *["registration.link_sent"] * 3]


def test_link_of_the_cancelled_is_not_sent(make: Any, ilze: User) -> None:
    (anna,) = come(make(), "anna")
    services.cancel_registration(by=ilze, registration=anna)
    with pytest.raises(services.NotActive) as refused:
        services.send_link(by=ilze, registration=anna)
    assert (refused.value.code, letters_to("anna")) == ("not_active", ["confirmed", "removed"])


def test_link_without_an_address_is_not_sent(make: Any, ilze: User) -> None:
    anna = register(by=ilze, activity=make(), name="Anna")
    with pytest.raises(services.NotActive) as refused:
        services.send_link(by=ilze, registration=anna)
    assert (refused.value.code, trail(anna)) == ("no_address", ["registration.made"])


# -- colleagues --------------------------------------------------------------------------------------
def test_colleagues_are_registered_by_a_contact_of_their_school_alone(make: Any, ilze: User, janis: User) -> None:
    activity = make()
    own, other = (Organisation.objects.create(kind="school", name_lv=name) for name in ("Saules skola", "Cita skola"))
    SchoolContact.objects.create(organisation=own, user=janis, starts_on=TODAY)
    registration = register(
        by=janis, activity=activity, name="Anna Kalna", organisation=own, via=Registration.Via.COLLEAGUE
    )
    assert (registration.state, registration.registered_by) == ("confirmed", janis)
    for by, school in ((janis, other), (ilze, own)):
        with pytest.raises(PermissionDenied):
            register(by=by, activity=activity, name="Zane", organisation=school, via=Registration.Via.COLLEAGUE)
    assert activity.registrations.get() == registration


def test_contact_sees_whom_they_registered_in_order(make: Any, ilze: User, janis: User) -> None:
    activity = make(capacity=1)
    school = Organisation.objects.create(kind="school", name_lv="Saules skola")
    assert not has_school(janis)
    SchoolContact.objects.create(organisation=school, user=janis, starts_on=TODAY)
    assert has_school(janis)
    for name in ("Anna Kalna", "Zane Leja"):
        register(by=janis, activity=activity, name=name, organisation=school, via=Registration.Via.COLLEAGUE)
    register(by=ilze, activity=activity, name="Cits")
    mine = registered_by(janis, activity)
    assert [(row.name, row.state) for row in mine] == [("Anna Kalna", "confirmed"), ("Zane Leja", "waiting")]
    assert [vars(row)["rank"] for row in mine] == [None, 1]
