"""Approved, refused, accepted, cancelled: what may follow what, and until when."""

from datetime import date, timedelta
from typing import Any

import pytest

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import PLACE_LINK
from darbigas_kopienas.values import clock
from tests.builders import come, letters_to, states, trail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


# -- approving -------------------------------------------------------------------------------------
def test_whoever_asks_holds_no_seat_until_the_organiser_says_yes(make: Any, ilze: User) -> None:
    activity = make(capacity=1, needs_approval=True)
    a, b, c = come(activity, "a", "b", "c")
    assert states(activity) == {"a": "asked", "b": "asked", "c": "asked"}
    services.approve(by=ilze, registration=b)
    services.approve(by=ilze, registration=a)
    services.approve(by=ilze, registration=a)
    assert states(activity) == {"a": "waiting", "b": "confirmed", "c": "asked"}
    assert [letters_to(name) for name in "abc"] == [["asked", "waiting"], ["asked", "confirmed"], ["asked"]]
    assert trail(a) == ["registration.made", "registration.approved"]
    services.set_up(by=ilze, activity=activity, has_waiting_list=False)
    with pytest.raises(services.NoSeatLeft):
        services.approve(by=ilze, registration=c)


def test_the_organiser_s_own_people_are_not_asked_about(make: Any) -> None:
    activity = make(needs_approval=True)
    come(activity, "o", via="organiser")
    assert states(activity) == {"o": "confirmed"}


def test_approving_passes_nobody_who_waits(make: Any, ilze: User) -> None:
    """A seat freed by a lapsed offer is the next one's in line, not that of whoever is approved just then."""
    activity = make(capacity=1)
    a, _b, _c = come(activity, "a", "b", "c")
    services.set_up(by=ilze, activity=activity, needs_approval=True)
    (d,) = come(activity, "d")
    services.cancel_registration(by=ilze, registration=a)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        services.approve(by=ilze, registration=d)
        assert states(activity) == {"a": "cancelled", "b": "cancelled", "c": "offered", "d": "waiting"}


def test_approving_what_is_over_is_refused(make: Any, ilze: User) -> None:
    activity = make(needs_approval=True, confirm_hours=2)
    a, b = come(activity, "a", "b")
    services.cancel_registration(by=ilze, registration=a)
    with pytest.raises(services.NotActive):
        services.approve(by=ilze, registration=a)
    with clock.frozen(clock.now() + timedelta(hours=2)), pytest.raises(services.NotActive):
        services.approve(by=ilze, registration=b)


# -- refusing --------------------------------------------------------------------------------------
def test_refusing_says_why_and_is_final(make: Any, ilze: User) -> None:
    activity = make(needs_approval=True)
    a, b = come(activity, "a", "b")
    with pytest.raises(services.ReasonMissing):
        services.refuse(by=ilze, registration=a, reason="  ")
    for _time in range(2):
        refused = services.refuse(by=ilze, registration=a, reason=" Tikai skolotājiem ")
    assert (refused.state, refused.reason) == ("refused", "Tikai skolotājiem")
    assert letters_to("a") == ["asked", "refused"]
    services.approve(by=ilze, registration=b)
    with pytest.raises(services.NotActive):
        services.refuse(by=ilze, registration=b, reason="Par vēlu")
    with pytest.raises(services.AlreadyRegistered):
        come(activity, "a")


def test_a_refused_person_does_not_cancel_to_ask_again_but_the_organiser_may(make: Any, ilze: User) -> None:
    activity = make(needs_approval=True)
    (a,) = come(activity, "a")
    services.refuse(by=ilze, registration=a, reason="Nē")
    with pytest.raises(services.NotActive):
        services.cancel_registration(by=PLACE_LINK, registration=a, ending="self")
    services.cancel_registration(by=ilze, registration=a)
    come(activity, "a")
    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "asked"]


# -- accepting -------------------------------------------------------------------------------------
def test_an_offer_is_accepted_once_and_in_time(make: Any, ilze: User) -> None:
    activity = make(capacity=1)
    a, b, c = come(activity, "a", "b", "c")
    with pytest.raises(services.TooLate):
        services.accept_offer(by=PLACE_LINK, registration=b)
    services.cancel_registration(by=ilze, registration=a)
    for _time in range(2):
        services.accept_offer(by=PLACE_LINK, registration=b)
    assert trail(b) == ["registration.made", "registration.offered", "registration.accepted"]
    assert letters_to("b") == ["waiting", "offered", "confirmed"]
    services.cancel_registration(by=ilze, registration=b)
    with clock.frozen(clock.now() + timedelta(hours=24)), pytest.raises(services.TooLate):
        services.accept_offer(by=PLACE_LINK, registration=c)


def test_an_offer_of_what_was_cancelled_is_over(make: Any, ilze: User) -> None:
    activity = make(capacity=1)
    a, b = come(activity, "a", "b")
    services.cancel_registration(by=ilze, registration=a)
    activities.cancel(by=ilze, activity=activity, reason="Pandēmija")
    with pytest.raises(services.TooLate):
        services.accept_offer(by=PLACE_LINK, registration=b)


# -- cancelling ------------------------------------------------------------------------------------
def test_cancelling_twice_is_one_deed(make: Any, ilze: User) -> None:
    activity = make()
    (a,) = come(activity, "a")
    for _time in range(2):
        services.cancel_registration(by=PLACE_LINK, registration=a, ending="self", reason=" Saslimu ")
    cancelled = Registration.objects.get()
    assert (a.state, cancelled.ending, cancelled.reason) == ("cancelled", "self", "Saslimu")
    assert letters_to("a") == ["confirmed", "cancelled"]
    assert trail(a) == ["registration.made", "registration.cancelled"]


def test_the_organiser_s_cancelling_is_told_otherwise(make: Any, ilze: User) -> None:
    (a,) = come(make(), "a")
    services.cancel_registration(by=ilze, registration=a)
    assert letters_to("a") == ["confirmed", "removed"]


def test_a_seat_is_given_back_until_the_last_day_but_the_line_is_left_at_any_time(make: Any, ilze: User) -> None:
    activity = make(capacity=2, changes_until=date(2020, 6, 15))
    a, b, c, d = come(activity, "a", "b", "c", "d")
    with clock.frozen(date(2020, 6, 16)):
        with pytest.raises(services.TooLate):
            services.cancel_registration(by=PLACE_LINK, registration=a, ending="self")
        services.cancel_registration(by=PLACE_LINK, registration=d, ending="self")
        services.cancel_registration(by=ilze, registration=b)
        services.cancel_registration(by=PLACE_LINK, registration=c, ending="self")
    assert states(activity) == {"a": "confirmed", "b": "cancelled", "c": "cancelled", "d": "cancelled"}
