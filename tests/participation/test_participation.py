"""Head counts and names never count the same people; the database and the services refuse the rest."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Attendance, Enrolment, HeadCount, Registration
from darbigas_kopienas.participation.participants.unique_people import attendances, turnout
from darbigas_kopienas.participation.registration.seat_columns import registered_counts
from darbigas_kopienas.people.models import Organisation, Person, User
from darbigas_kopienas.programme.models import ClosingKind, Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import PeriodClosed, close_period
from darbigas_kopienas.values import clock
from tests.builders import cancel_though_seen, register

DAY = date(2020, 6, 4)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


def make(by: User, scope: Scope, component: Component, **fields: Any) -> Activity:
    activity = activities.plan(
        by=by, scope=scope, component=component, kind="event", title_lv="Talka", starts_on=DAY, **fields
    )
    return activities.mark_held(by=by, activity=activity, held_on=DAY)


@pytest.fixture
def activity(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    return make(ilze, in_daugavpils, components["3"])


def sitting(by: User, activity: Activity, hour: int) -> Session:
    return activities.add_session(
        by=by,
        activity=activity,
        starts_at=datetime(2020, 6, 4, hour, tzinfo=UTC),
        ends_at=datetime(2020, 6, 4, hour + 1, tzinfo=UTC),
    )


# -- the database ----------------------------------------------------------------------------------
@pytest.mark.parametrize(("group", "count"), [("children", -1), ("strangers", 1)])
def test_head_count_the_database_refuses(activity: Activity, group: str, count: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HeadCount.objects.create(activity=activity, group=group, count=count)


def test_head_count_stands_once_per_group(activity: Activity) -> None:
    HeadCount.objects.create(activity=activity, group="children", count=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        HeadCount.objects.create(activity=activity, group="children", count=2)


def test_attendance_the_database_refuses(activity: Activity, ilze: User) -> None:
    session = sitting(ilze, activity, 7)
    registration = register(by=ilze, activity=activity, name="Anna")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(registration=registration, session=session, hours=-1)
    Attendance.objects.create(registration=registration, session=session, hours=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(registration=registration, session=session, hours=1)


# -- counting heads --------------------------------------------------------------------------------
def test_count_heads_replaces_the_whole_count(activity: Activity, ilze: User) -> None:
    services.count_heads(by=ilze, activity=activity, counts={"children": 10, "parents": 4})
    stands = services.count_heads(by=ilze, activity=activity, counts={"children": 12, "parents": 0, "media": 1})
    assert stands == {"children": 12, "media": 1} == HeadCount.objects.by_group()
    entry = Entry.objects.of(activity).filter(verb="activity.counted")[0]
    assert entry.changes == {"before": {"children": 10, "parents": 4}, "after": {"children": 12, "media": 1}}


def test_count_heads_twice_the_same_is_one_deed(activity: Activity, ilze: User) -> None:
    for _time in range(2):
        services.count_heads(by=ilze, activity=activity, counts={"children": 10})
    assert Entry.objects.of(activity).filter(verb="activity.counted").count() == 1


def test_count_heads_below_zero_and_of_strangers(activity: Activity, ilze: User) -> None:
    with pytest.raises(services.NegativeCount):
        services.count_heads(by=ilze, activity=activity, counts={"children": -1})
    with pytest.raises(ValueError, match="strangers"):
        services.count_heads(by=ilze, activity=activity, counts={"strangers": 1})


def test_count_heads_in_a_closed_period(activity: Activity, ilze: User, marta: User, in_daugavpils: Scope) -> None:
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    with pytest.raises(PeriodClosed):
        services.count_heads(by=ilze, activity=activity, counts={"children": 1})


# -- registering -----------------------------------------------------------------------------------
def test_registration_keeps_its_own_copy(activity: Activity, ilze: User) -> None:
    school = Organisation.objects.create(kind="school", name_lv="3. vidusskola")
    made = register(by=ilze, activity=activity, name=" Anna Kalna ", email="Anna@Example.lv", organisation=school)
    assert (made.name, made.email, made.school, made.person) == (
        "Anna Kalna",
        "anna@example.lv",
        "3. vidusskola",
        None,
    )


def test_registration_is_tied_to_a_person_only_by_a_verified_address(activity: Activity, ilze: User) -> None:
    Person.objects.create(name="Cita", email="jauna@example.lv")
    person = Person.objects.create(name="Anna", email="anna@example.lv", email_verified_at=clock.now())
    assert register(by=ilze, activity=activity, name="J", email="jauna@example.lv").person is None
    assert register(by=ilze, activity=activity, name="A", email="ANNA@example.lv").person == person


def test_registration_twice_is_refused_and_after_cancelling_is_not(activity: Activity, ilze: User) -> None:
    first = register(by=ilze, activity=activity, name="Anna", email="anna@example.lv")
    with pytest.raises(services.AlreadyRegistered):
        register(by=ilze, activity=activity, name="Anna K.", email="ANNA@example.lv")
    services.cancel_registration(by=ilze, registration=first)
    services.cancel_registration(by=ilze, registration=first)
    second = register(by=ilze, activity=activity, name="Anna", email="anna@example.lv")
    assert list(Registration.objects.active()) == [second] == list(Registration.objects.confirmed())
    assert Entry.objects.of(first).filter(verb="registration.cancelled").count() == 1


def test_registration_without_a_name_is_an_error_of_the_database(activity: Activity, ilze: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        register(by=ilze, activity=activity, name="")


# -- attendance ------------------------------------------------------------------------------------
def test_attendance_is_recorded_and_corrected(activity: Activity, ilze: User) -> None:
    session = sitting(ilze, activity, 7)
    registration = register(by=ilze, activity=activity, name="Anna")
    for hours in ("1", "1.5"):
        services.record_attendance(by=ilze, registration=registration, session=session, hours=Decimal(hours))
    assert Attendance.objects.get().hours == Decimal("1.50")


def test_attendance_refused(
    activity: Activity, ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    other = sitting(ilze, make(ilze, in_daugavpils, components["3"]), 7)
    registration = register(by=ilze, activity=activity, name="Anna")
    with pytest.raises(services.WrongActivity):
        services.record_attendance(by=ilze, registration=registration, session=other, hours=Decimal(1))
    with pytest.raises(services.NegativeCount):
        services.record_attendance(
            by=ilze, registration=registration, session=sitting(ilze, activity, 7), hours=Decimal(-1)
        )
    with pytest.raises(services.TooManyHours):
        services.record_attendance(
            by=ilze, registration=registration, session=sitting(ilze, activity, 8), hours=Decimal("1.51")
        )


# -- two numbers -----------------------------------------------------------------------------------
def seen(by: User, activity: Activity, name: str, email: str, *sessions: Session) -> Registration:
    registration = register(by=by, activity=activity, name=name, email=email)
    for session in sessions:
        services.record_attendance(by=by, registration=registration, session=session, hours=Decimal(1))
    return registration


def test_attendances_are_counted_and_named_people_together(activity: Activity, ilze: User) -> None:
    morning, noon = sitting(ilze, activity, 7), sitting(ilze, activity, 9)
    services.count_heads(by=ilze, activity=activity, counts={"children": 10, "parents": 4})
    seen(ilze, activity, "Anna", "anna@example.lv", morning, noon)
    seen(ilze, activity, "Nenāca", "prom@example.lv")
    cancel_though_seen(ilze, seen(ilze, activity, "Atteicās", "", morning))
    here = turnout([activity]).of(activity.pk)
    assert (here.counted, here.named, here.attendances, here.unique) == (14, 1, 15, 15)
    assert attendances(activity) == 15
    assert here.registered == 2
    assert registered_counts([activity]) == {activity.pk: 2}


def test_unique_people_count_a_person_once_over_all_activities(
    activity: Activity, ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    other = make(ilze, in_daugavpils, components["3"], unique_people=6)
    here, there = sitting(ilze, activity, 7), sitting(ilze, other, 7)
    Person.objects.create(name="Anna", email="anna@example.lv", email_verified_at=clock.now())
    for place, session in ((activity, here), (other, there)):
        seen(ilze, place, "Anna", "anna@example.lv", session)  # by person
        seen(ilze, place, "Jānis", "Janis@example.lv", session)  # by address
        seen(ilze, place, "Bez adreses", "", session)  # nothing to know them by
    services.count_heads(by=ilze, activity=activity, counts={"children": 10})
    services.count_heads(by=ilze, activity=other, counts={"children": 8, "ngo": 1})
    both = turnout(Activity.objects.all())
    assert both.by_group == {"children": 18, "ngo": 1}
    assert (both.named, both.attendances) == (6, 25)
    assert both.unique == 4 + 10 + 6
    assert both.only([other.pk]).unique == 3 + 6
    assert both.of(0).attendances == 0


def test_an_estimate_never_exceeds_what_was_counted(
    ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    assert turnout([make(ilze, in_daugavpils, components["3"], unique_people=50)]).unique == 0


def test_statements_do_not_grow(
    ilze: User, in_daugavpils: Scope, components: dict[str, Component], django_assert_num_queries: Any
) -> None:
    made = [make(ilze, in_daugavpils, components["3"]) for _number in range(3)]
    for few in (made[:1], made):
        with django_assert_num_queries(2):
            turnout(few)


# -- who sees names --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (None, set()),
        ("janis", {"Jānis"}),
        ("ilze", {"Jānis", "Cita"}),
        ("anna", {"Jānis", "Cita"}),
        ("karlis", set()),
        ("marta", {"Jānis", "Cita"}),
        ("emma", set()),
        ("olga", set()),
        ("admin", set()),
    ],
)
def test_who_sees_names(
    who: str | None, sees: set[str], activity: Activity, ilze: User, janis: User, request: pytest.FixtureRequest
) -> None:
    Person.objects.create(name="Jānis", email=janis.email, email_verified_at=clock.now(), user=janis)
    session = sitting(ilze, activity, 7)
    seen(ilze, activity, "Jānis", janis.email, session)
    seen(ilze, activity, "Cita", "cita@example.lv", session)
    user = request.getfixturevalue(who) if who else None
    assert {registration.name for registration in Registration.objects.visible_to(user)} == sees
    assert {attendance.registration.name for attendance in Attendance.objects.visible_to(user)} == sees


@pytest.mark.parametrize(
    ("who", "sees"), [("janis", 0), ("ilze", 1), ("anna", 1), ("karlis", 0), ("marta", 1), ("emma", 0), ("olga", 1)]
)
def test_who_sees_head_counts(
    who: str, sees: int, activity: Activity, ilze: User, request: pytest.FixtureRequest
) -> None:
    services.count_heads(by=ilze, activity=activity, counts={"children": 10})
    assert HeadCount.objects.visible_to(request.getfixturevalue(who)).count() == sees


def test_a_walk_in_at_a_published_event_opens_no_registration(ilze: User, marta: User, activity: Activity) -> None:
    from darbigas_kopienas.activities.services import publish

    publish(by=marta, activity=activity)
    register(by=ilze, activity=activity, name="Anna", via=Registration.Via.WALK_IN)
    assert not Enrolment.objects.get().is_offered
    services.set_up(by=ilze, activity=activity)
    assert Enrolment.objects.get().is_offered


def test_whoever_waits_is_not_among_the_registered(ilze: User, activity: Activity) -> None:
    services.set_up(by=ilze, activity=activity, capacity=1)
    for name in ("Anna", "Zenta"):
        register(by=ilze, activity=activity, name=name)
    assert turnout([activity]).of(activity.pk).registered == 1
