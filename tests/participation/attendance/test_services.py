"""Ticks: many behind one lock, taken back, refused; whoever comes without a place gets in."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import PeriodClosed, close_period
from darbigas_kopienas.values import clock
from tests.builders import register
from tests.participation.conftest import DAY, DayMaker, riga, sitting
from tests.together import together

pytestmark = pytest.mark.django_db
SIX = Decimal(6)


def hours_of(session: Session) -> dict[str, Decimal]:
    rows = Attendance.objects.filter(session=session).values_list("registration__name", "hours")
    return {name: hours.normalize() for name, hours in rows}


# -- many at once ----------------------------------------------------------------------------------
def test_many_are_ticked_corrected_and_taken_back_in_one_deed(
    sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    anna, caks, zane = people
    services.record_many(by=ilze, session=sitting_day, wanted={anna.pk: SIX, caks.pk: SIX})
    before = services.record_many(
        by=ilze, session=sitting_day, wanted={anna.pk: Decimal("2.5"), caks.pk: None, zane.pk: SIX}, via="sheet"
    )
    assert before == {anna.pk: SIX, caks.pk: SIX, zane.pk: None}
    assert hours_of(sitting_day) == {"Anna Āboliņa": Decimal("2.5"), "Zane Žagare": SIX}
    last = Entry.objects.of(sitting_day).filter(verb="attendance.listed")[0]
    assert last.changes == {"recorded": sorted([anna.pk, zane.pk]), "taken_back": [caks.pk], "via": "sheet"}


def test_the_same_wish_twice_is_one_deed(sitting_day: Session, people: list[Registration], ilze: User) -> None:
    for _time in range(2):
        services.record_many(by=ilze, session=sitting_day, wanted={people[0].pk: SIX, people[1].pk: None})
    assert Entry.objects.of(sitting_day).filter(verb="attendance.listed").count() == 1
    again = services.record_attendance(by=ilze, registration=people[0], session=sitting_day)
    assert Entry.objects.of(again).count() == 0


def test_statements_are_as_many_for_a_hundred_as_for_one(
    sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    crowd = [
        Registration(
            activity=sitting_day.activity, name=f"Dalībnieks {number}", state="confirmed", sort_key=str(number)
        )
        for number in range(100)
    ]
    made = Registration.objects.bulk_create(crowd)
    counted = []
    for some in (made[:1], made[1:4], made[4:]):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            services.record_many(by=ilze, session=sitting_day, wanted={person.pk: SIX for person in some})
        counted.append(len(caught))
    assert len(set(counted)) == 1
    assert counted[0] <= 10
    assert Attendance.objects.count() == 100


@pytest.mark.parametrize(("hours", "error"), [("-1", services.NegativeCount), ("6.5", services.TooManyHours)])
def test_hours_beyond_the_session_are_refused(
    sitting_day: Session, people: list[Registration], ilze: User, hours: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        services.record_many(by=ilze, session=sitting_day, wanted={people[0].pk: SIX, people[1].pk: Decimal(hours)})
    assert hours_of(sitting_day) == {}


def test_somebody_of_another_activity_is_refused(
    sitting_day: Session, make_day: DayMaker, ilze: User, in_daugavpils: Scope
) -> None:
    stranger = register(by=ilze, activity=make_day(ilze, in_daugavpils).activity, name="Svešais")
    with pytest.raises(services.WrongActivity):
        services.record_many(by=ilze, session=sitting_day, wanted={stranger.pk: SIX})


def test_whoever_cancelled_cannot_be_ticked(sitting_day: Session, people: list[Registration], ilze: User) -> None:
    services.cancel_registration(by=ilze, registration=people[0])
    with pytest.raises(services.NotActive, match="Anna Āboliņa"):
        services.record_many(by=ilze, session=sitting_day, wanted={people[0].pk: SIX})
    with pytest.raises(services.NotActive):
        services.record_attendance(by=ilze, registration=people[0], session=sitting_day)


def test_a_closed_period_takes_no_ticks(
    sitting_day: Session, people: list[Registration], ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    with pytest.raises(PeriodClosed):
        services.record_many(by=ilze, session=sitting_day, wanted={people[0].pk: SIX})
    with pytest.raises(PeriodClosed):
        services.take_back_attendance(by=ilze, registration=people[0], session=sitting_day)
    with pytest.raises(PeriodClosed):
        services.walk_in(by=ilze, session=sitting_day, name="Viesis")
    assert not Registration.objects.filter(name="Viesis").exists()


def test_taking_back(sitting_day: Session, people: list[Registration], ilze: User) -> None:
    services.record_attendance(by=ilze, registration=people[0], session=sitting_day)
    for _time in range(2):
        services.take_back_attendance(by=ilze, registration=people[0], session=sitting_day)
    assert hours_of(sitting_day) == {}
    assert Entry.objects.filter(verb="attendance.taken_back").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_make_one_row(sitting_day: Session, people: list[Registration], ilze: User) -> None:
    def by_list() -> Any:
        return services.record_many(by=ilze, session=sitting_day, wanted={people[0].pk: SIX})

    def by_pass() -> Any:
        return services.record_attendance(by=ilze, registration=people[0], session=sitting_day, via="pass")

    with clock.frozen(riga(10, 5)):
        outcomes = together(by_list, by_pass, by_list, by_pass)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert hours_of(sitting_day) == {"Anna Āboliņa": SIX}


# -- odd ones --------------------------------------------------------------------------------------
@pytest.fixture
def odd(sitting_day: Session, people: list[Registration], ilze: User) -> Attendance:
    return services.record_attendance(
        by=SYSTEM, registration=people[0], session=sitting_day, via="wall_code", oddity="same_device"
    )


def test_an_odd_one_counts_when_settled(odd: Attendance, ilze: User) -> None:
    assert list(Attendance.objects.counting()) == []
    services.settle_oddity(by=ilze, attendance=odd)
    assert list(Attendance.objects.counting()) == [odd]
    services.settle_oddity(by=ilze, attendance=odd, counts=False)  # decided already
    assert list(Attendance.objects.counting()) == [odd]


def test_an_odd_one_is_taken_away(odd: Attendance, ilze: User) -> None:
    for _time in range(2):
        services.settle_oddity(by=ilze, attendance=odd, counts=False)
    assert Attendance.objects.count() == 0
    assert Entry.objects.filter(verb="attendance.rejected").count() == 1


def test_ticking_an_odd_one_in_the_list_lets_it_count(odd: Attendance, sitting_day: Session, ilze: User) -> None:
    before = services.record_many(by=ilze, session=sitting_day, wanted={odd.registration_id: SIX})
    assert before == {odd.registration_id: None}
    assert Attendance.objects.counting().count() == 1


# -- at the door -----------------------------------------------------------------------------------
def test_walk_in_gets_in_though_all_seats_are_taken(
    sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    services.set_up(by=ilze, activity=sitting_day.activity, capacity=3)
    made = services.walk_in(by=ilze, session=sitting_day, name=" Jauna  Viešņa ", school="Pamatskola")
    assert (made.registration.name, made.registration.school) == ("Jauna Viešņa", "Pamatskola")
    assert (made.registration.state, made.registration.via, made.hours) == ("confirmed", "walk_in", SIX)


def test_walk_in_with_a_known_address_ticks_the_registration(
    sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    made = services.walk_in(by=ilze, session=sitting_day, name="Cits vārds", email="P1@example.lv ")
    assert (made.registration, Registration.objects.count()) == (people[1], 3)


def test_walk_in_after_cancelling_is_a_new_registration(
    sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    services.cancel_registration(by=ilze, registration=people[1])
    made = services.walk_in(by=ilze, session=sitting_day, name="Čaks Bērziņš", email="p1@example.lv")
    assert made.registration != people[1]


def test_somebody_in_line_is_let_in_at_the_door(sitting_day: Session, people: list[Registration], ilze: User) -> None:
    services.set_up(by=ilze, activity=sitting_day.activity, capacity=3)
    waiting = register(by=ilze, activity=sitting_day.activity, name="Rindā", email="rinda@example.lv")
    assert waiting.state == "waiting"
    with pytest.raises(services.NotActive, match="Rindā"):
        services.record_attendance(by=ilze, registration=waiting, session=sitting_day)
    services.let_in(by=ilze, session=sitting_day, registration=waiting)
    services.let_in(by=ilze, session=sitting_day, registration=waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.via) == ("confirmed", "walk_in")
    assert hours_of(sitting_day) == {"Rindā": SIX}
    assert Entry.objects.filter(verb="registration.let_in").count() == 1


def test_whoever_cancelled_is_not_let_in_by_mistake(
    sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    services.cancel_registration(by=ilze, registration=people[0])
    with pytest.raises(services.NotActive):
        services.let_in(by=ilze, session=sitting_day, registration=people[0])


def test_each_session_has_its_own_ticks(sitting_day: Session, people: list[Registration], ilze: User) -> None:
    second = sitting(ilze, sitting_day.activity, riga(10) + timedelta(days=1), riga(12) + timedelta(days=1))
    with clock.frozen(riga(10) + timedelta(days=1)):
        services.record_many(by=ilze, session=second, wanted={people[0].pk: Decimal(3)})
    assert hours_of(sitting_day) == {}
    assert hours_of(second) == {"Anna Āboliņa": Decimal(3)}
