"""Seats kept for a school or a municipality: who may have one, and until which day."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Registration, SeatReserve
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.values import clock
from tests.builders import come, states

BY = Registration.Via.ORGANISER  # whose word it is that they work at the school
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


# -- kept seats ------------------------------------------------------------------------------------
@pytest.fixture
def school(daugavpils: Municipality) -> Organisation:
    return Organisation.objects.create(kind="school", name_lv="3. vidusskola", municipality=daugavpils)


def reserve(by: User, activity: Activity, *reserves: SeatReserve) -> list[SeatReserve]:
    return services.reserve_seats(by=by, activity=activity, reserves=list(reserves))


def test_kept_seats_wait_for_whom_they_are_kept(make: Any, ilze: User, school: Organisation) -> None:
    activity = make(capacity=3)
    reserve(ilze, activity, SeatReserve(organisation=school, seats=2))
    come(activity, "a", "b")
    come(activity, "s", "t", "u", school="3. VIDUSSKOLA", via=BY)
    assert states(activity) == {
        "a": "confirmed", "b": "waiting", "s": "confirmed", "t": "confirmed", "u": "waiting",
    }  # fmt: skip
    assert Registration.objects.filter(reserve__isnull=False).count() == 3


def test_the_line_is_passed_only_by_whom_a_seat_is_kept_for(make: Any, ilze: User, school: Organisation) -> None:
    """b waits for everybody's seats; s comes later and has the school's own."""
    activity = make(capacity=2)
    reserve(ilze, activity, SeatReserve(organisation=school, seats=1))
    come(activity, "a", "b")
    come(activity, "s", "t", organisation=school, via=BY)
    services.cancel_registration(by=ilze, registration=Registration.objects.get(name="s"))
    come(activity, "u", organisation=school, via=BY)
    assert states(activity) == {
        "a": "confirmed", "b": "waiting", "s": "cancelled", "t": "offered", "u": "waiting",
    }  # fmt: skip


def test_the_school_s_seats_come_before_the_municipality_s(
    make: Any, ilze: User, school: Organisation, daugavpils: Municipality
) -> None:
    activity = make(capacity=9)
    town, ours = reserve(
        ilze, activity, SeatReserve(municipality=daugavpils, seats=1), SeatReserve(organisation=school, seats=1)
    )
    other = Organisation.objects.create(kind="school", name_lv="4. vidusskola", municipality=daugavpils)
    come(activity, "s", organisation=school, via=BY)
    come(activity, "t", organisation=other)
    come(activity, "u")
    assert [registration.reserve for registration in activity.registrations.order_by("name")] == [ours, town, None]


def test_kept_seats_become_everybody_s_on_their_day(make: Any, ilze: User, school: Organisation) -> None:
    activity = make(capacity=1)
    reserve(ilze, activity, SeatReserve(organisation=school, seats=1, released_on=date(2020, 6, 12)))
    come(activity, "a")
    assert services.sweep(by=SYSTEM) == 0
    with clock.frozen(date(2020, 6, 14)):  # nobody was there on the day itself
        assert services.sweep(by=SYSTEM) == 1
        assert services.sweep(by=SYSTEM) == 0
    assert states(activity) == {"a": "offered"}


def test_a_newcomer_after_the_release_does_not_pass_the_line(make: Any, ilze: User, school: Organisation) -> None:
    activity = make(capacity=1)
    reserve(ilze, activity, SeatReserve(organisation=school, seats=1, released_on=date(2020, 6, 12)))
    come(activity, "a")
    with clock.frozen(date(2020, 6, 12)):
        come(activity, "b")
    assert states(activity) == {"a": "offered", "b": "waiting"}


def test_the_list_of_kept_seats_is_replaced_and_people_sorted_anew(
    make: Any, ilze: User, school: Organisation, daugavpils: Municipality
) -> None:
    activity = make(capacity=2)
    reserve(ilze, activity, SeatReserve(organisation=school, seats=2))
    come(activity, "s", organisation=school, via=BY)
    come(activity, "a")
    (town,) = reserve(ilze, activity, SeatReserve(municipality=daugavpils, seats=1))
    assert Registration.objects.get(name="s").reserve == town
    assert states(activity) == {"s": "confirmed", "a": "offered"}
    reserve(ilze, activity)
    assert Registration.objects.get(name="s").reserve is None
    assert Entry.objects.filter(verb="enrolment.seats_kept").order_by("-pk")[0].changes == {"seats": 0}


def test_kept_seats_refused(make: Any, ilze: User, school: Organisation) -> None:
    activity = make(capacity=3)
    reserve(ilze, activity, SeatReserve(organisation=school, seats=2))
    with pytest.raises(services.ReserveTooLarge):
        reserve(ilze, activity, SeatReserve(organisation=school, seats=4))
    with pytest.raises(services.ReserveTwice):
        reserve(ilze, activity, SeatReserve(organisation=school, seats=1), SeatReserve(organisation=school, seats=1))
    with pytest.raises(ValidationError):
        reserve(ilze, activity, SeatReserve(seats=1))
    with pytest.raises(services.ReserveTooLarge):
        services.set_up(by=ilze, activity=activity, capacity=1)
    assert SeatReserve.objects.get().seats == 2
