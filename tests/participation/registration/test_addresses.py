"""Somebody is found by an address as the index has it: among thousands of people none but one is read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.attendance import own_place
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.participation.registration.device import Device
from darbigas_kopienas.people import services as people
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.models import Organisation, Person, SchoolContact, User
from darbigas_kopienas.people.own_data import own_tables
from darbigas_kopienas.programme.actors import VISITOR, WALL_CODE
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.schools import grant_school_contact
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import taking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
ONCE = "participation_registration_once"


@pytest.fixture
def crowd(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    activity = taking(ilze, in_daugavpils, components["1"])
    Registration.objects.bulk_create(
        Registration(activity=activity, name=f"N{number}", email=f"n{number}@example.lv", sort_key=str(number))
        for number in range(3000)
    )
    return activity


def plans(action: Callable[[], Any], table: str) -> list[str]:
    """How the database would find the rows of a table that the deed asks for by an address."""
    with CaptureQueriesContext(connection) as captured:
        action()
    statements = []
    with connection.cursor() as cursor:
        for sql in (part for query in captured for part in questions(query["sql"])):
            cursor.execute(f"EXPLAIN {sql}")
            statements.append("\n".join(line for (line,) in cursor.fetchall()))
    statements = [statement for statement in statements if f" {table}" in statement and "lower(" in statement]
    assert statements
    assert not any("upper(" in statement for statement in statements)
    return statements


def questions(sql: str) -> list[str]:
    """What of a trip is only asked: a SELECT, or the calls of what was prepared before or in the same trip."""
    if calls := sql.split("EXECUTE asked_")[1:]:
        return ["EXECUTE asked_" + call.rstrip("; ") for call in calls]
    return [sql] if sql.startswith(("SELECT", "(")) else []


def test_a_registration_is_found_by_its_unique_index(crowd: Activity, ilze: User, janis: User) -> None:
    session = crowd.sessions.get()
    actions = {
        "walk in": lambda: services.walk_in(by=ilze, session=session, name="N7", email=" N7@Example.LV "),
        "check in": lambda: services.check_in(by=WALL_CODE, session=session, email="N8@example.lv"),
        "link again": lambda: services.send_link_again(by=VISITOR, activity=crowd, email="N9@example.lv"),
        "own place": lambda: own_place.own_place(janis, session, Device()),
    }
    for name, action in actions.items():
        with clock.frozen(session.starts_at):
            read = plans(action, "participation_registration")
        for plan in read:
            assert (name, ONCE in plan, "Seq Scan on participation_registration" in plan) == (name, True, False), plan
    assert {attendance.registration.name for attendance in Attendance.objects.select_related("registration")} == {
        "N7",
        "N8",
    }
    assert list(OutgoingMail.objects.values_list("to_email", "template")) == [("n9@example.lv", "registration_link")]


def test_a_user_and_a_person_are_found_by_theirs(
    ilze: User, janis: User, programme: Programme, in_daugavpils: Scope
) -> None:
    User.objects.bulk_create(User(email=f"u{number}@example.lv") for number in range(3000))
    Person.objects.bulk_create(
        Person(name="N", email=f"p{number}@example.lv", email_verified_at=clock.now(), sort_key="n")
        for number in range(3000)
    )
    school = Organisation.objects.create(kind="school", name_lv="S", municipality_id=in_daugavpils.municipality_id)

    def grant() -> SchoolContact:
        return grant_school_contact(by=ilze, programme=programme, school=school, email=" JANIS@example.lv")

    assert all("people_user_email_any_case" in plan for plan in plans(grant, "people_user"))
    assert SchoolContact.objects.get().user == janis
    (plan,) = plans(lambda: people.verified_person("P7@Example.lv"), "people_person")
    assert "people_person_one_per_verified_email" in plan
    assert people.verified_person("P7@Example.lv") is not None
    assert people.verified_person("") is None


def test_nobody_is_found_by_no_address_and_by_no_pattern(crowd: Activity) -> None:
    Registration.objects.create(activity=crowd, name="Bez adreses")
    rows = Registration.objects.filter(activity=crowd)
    assert [at_address(rows, address).count() for address in ("", "  ", "%", "n_@example.lv", "n1@example.lv")] == [
        0
    ] * 4 + [1]


def test_the_place_of_whoever_is_signed_in_is_found_by_the_person_and_by_the_address(
    crowd: Activity, ilze: User, janis: User
) -> None:
    session = crowd.sessions.get()
    mine = Registration.objects.get(name="N5")
    Registration.objects.filter(pk=mine.pk).update(email=janis.email)
    assert own_place.own_place(janis, session, Device()).place == mine.pk
    Registration.objects.filter(pk=mine.pk).update(email="cits@example.lv", person=people.person_of(janis))
    assert own_place.own_place(janis, session, Device()).place == mine.pk
    Registration.objects.filter(pk=mine.pk).update(person=None)
    assert own_place.own_place(janis, session, Device()).place is None


def test_the_file_of_one_s_own_data_asks_for_no_address_in_capitals(janis: User, programme: Programme) -> None:
    OutgoingMail.objects.create(to_email="Janis@Example.lv", template="x", language="lv", unique_key="1")
    OutgoingMail.objects.create(to_email="old@example.lv", user=janis, template="y", language="lv", unique_key="2")
    OutgoingMail.objects.create(to_email="jan@example.lv", template="z", language="lv", unique_key="3")
    with CaptureQueriesContext(connection) as captured:
        tables = own_tables(janis)
    assert [row[0] for row in tables["letters"].rows] == ["x", "y"]
    assert not [query["sql"] for query in captured if "UPPER(" in query["sql"]]
