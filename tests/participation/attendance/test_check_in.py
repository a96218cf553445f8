"""The code on the wall: its hours, its oddities, and whom it knows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Attendance, Registration, WallCode
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import WALL_CODE
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.participation.conftest import DayMaker, riga

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(sitting_day: Session, people: list[Registration], ilze: User) -> WallCode:
    return services.hang_wall_code(by=ilze, session=sitting_day)


def come(session: Session, email: str = "p0@example.lv", **more: Any) -> Attendance:
    return services.check_in(by=WALL_CODE, session=session, email=email, **more)


@pytest.mark.parametrize(
    ("hour", "minute", "second", "oddity"),
    [
        (8, 59, 59, "outside_hours"),
        (9, 0, 0, ""),
        (12, 0, 0, ""),
        (14, 30, 0, ""),
        (14, 30, 1, "outside_hours"),
        (23, 59, 59, "outside_hours"),
    ],
)
def test_hours_of_the_code(
    sitting_day: Session, code: WallCode, hour: int, minute: int, second: int, oddity: str
) -> None:
    with clock.frozen(riga(hour, minute) + timedelta(seconds=second)):
        assert services.session_on_wall(code.code) == sitting_day
        assert come(sitting_day).oddity == oddity


@pytest.mark.parametrize("days", [-1, 1])
def test_the_day_before_and_after_the_code_says_nothing(sitting_day: Session, code: WallCode, days: int) -> None:
    with clock.frozen(riga(12) + timedelta(days=days)):
        assert services.session_on_wall(code.code) is None


def test_a_code_is_read_as_people_type_it(sitting_day: Session, code: WallCode) -> None:
    with clock.frozen(riga(10)):
        assert services.session_on_wall(f" {code.code[:3].lower()} {code.code[3:]}") == sitting_day
        assert services.session_on_wall("") is None
        assert services.session_on_wall("ZZZZZZ\x00") is None


def test_a_new_code_ends_the_old_one(sitting_day: Session, code: WallCode, ilze: User) -> None:
    old = code.code
    new = services.hang_wall_code(by=ilze, session=sitting_day)
    with clock.frozen(riga(10)):
        assert services.session_on_wall(old) is None
        assert services.session_on_wall(new.code) == sitting_day
    assert services.wall_code_of(sitting_day) == new
    assert Entry.objects.filter(verb="wall_code.made").count() == 2


def test_a_cancelled_session_has_no_code(sitting_day: Session, code: WallCode) -> None:
    Session.objects.filter(pk=sitting_day.pk).update(state="cancelled")
    with clock.frozen(riga(10)):
        assert services.session_on_wall(code.code) is None


def test_around_the_change_to_winter_time_an_hour_is_an_hour(
    make_day: DayMaker, ilze: User, in_daugavpils: Scope
) -> None:
    """25 October 2020, 03:30 and 04:30 in Riga: between them the clock goes back, so there are two hours, not one."""
    starts, ends = datetime(2020, 10, 25, 2, 30, tzinfo=UTC), datetime(2020, 10, 25, 3, 30, tzinfo=UTC)
    session = make_day(ilze, in_daugavpils, starts_at=starts, ends_at=ends)
    from darbigas_kopienas.participation.registration.sessions import is_within_hours

    assert clock.local(starts - timedelta(hours=2)).hour == 3  # the first 03:30, of summer
    assert not is_within_hours(session, starts - timedelta(minutes=61))
    assert is_within_hours(session, starts - timedelta(minutes=60))
    assert is_within_hours(session, ends + timedelta(minutes=30))
    assert not is_within_hours(session, ends + timedelta(minutes=31))


def test_a_session_over_midnight_is_of_both_days(make_day: DayMaker, ilze: User, in_daugavpils: Scope) -> None:
    from darbigas_kopienas.participation.registration.sessions import is_day_of

    late = make_day(ilze, in_daugavpils, starts_at=riga(22), ends_at=riga(23, 50))
    assert is_day_of(late, riga(23, 50) + timedelta(minutes=30))  # the next day, within its hours
    assert not is_day_of(late, riga(23, 50) + timedelta(minutes=31))
    assert clock.day_of(riga(23, 50) + timedelta(minutes=30)) == date(2020, 6, 19)


# -- whom it knows ---------------------------------------------------------------------------------
@pytest.mark.parametrize("email", ["", "nav@example.lv", "p0@example.com"])
def test_an_unknown_address_is_told_to_go_to_the_organiser(sitting_day: Session, code: WallCode, email: str) -> None:
    with clock.frozen(riga(10)), pytest.raises(services.NotKnownHere):
        come(sitting_day, email)


def test_cancelled_and_unknown_are_told_the_same(
    sitting_day: Session, code: WallCode, people: list[Registration], ilze: User
) -> None:
    services.cancel_registration(by=ilze, registration=people[0])
    said = []
    with clock.frozen(riga(10)):
        for email in ("p0@example.lv", "nav@example.lv"):
            with pytest.raises(services.NotKnownHere) as refused:
                come(sitting_day, email)
            said.append(refused.value.messages)
    assert said[0] == said[1]


def test_a_registration_without_address_is_not_found_by_an_empty_one(
    sitting_day: Session, code: WallCode, ilze: User
) -> None:
    services.walk_in(by=ilze, session=sitting_day, name="Bez adreses")
    with clock.frozen(riga(10)), pytest.raises(services.NotKnownHere):
        come(sitting_day, "")


def test_a_place_of_another_activity_is_not_known(
    sitting_day: Session, code: WallCode, people: list[Registration], make_day: DayMaker, ilze: User,
    in_daugavpils: Scope,
) -> None:  # fmt: skip
    other = make_day(ilze, in_daugavpils)
    with clock.frozen(riga(10)), pytest.raises(services.NotKnownHere):
        services.check_in(by=WALL_CODE, session=other, place=people[0].pk)


def test_the_second_person_from_one_telephone_is_odd(
    sitting_day: Session, code: WallCode, people: list[Registration]
) -> None:
    with clock.frozen(riga(10)):
        first = come(sitting_day, "P0@example.lv")
        second = come(sitting_day, "p1@example.lv", seen_on_device=[people[0].pk])
        again = come(sitting_day, "p0@example.lv", seen_on_device=[people[0].pk])
        late = services.check_in(by=WALL_CODE, session=sitting_day, place=people[2].pk, seen_on_device=[people[2].pk])
    assert [attendance.oddity for attendance in (first, second, again, late)] == ["", "same_device", "", ""]
    assert [first.via, again] == ["wall_code", first]


def test_whoever_is_ticked_stays_so_outside_the_hours(
    sitting_day: Session, code: WallCode, people: list[Registration], ilze: User
) -> None:
    services.record_attendance(by=ilze, registration=people[0], session=sitting_day)
    with clock.frozen(riga(20)):
        assert come(sitting_day).counts
