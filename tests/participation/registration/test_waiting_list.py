"""Who gets a seat, who waits, and what follows when a seat becomes free."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.models import Enrolment, Registration
from darbigas_kopienas.participation.registration.services import forget_unconfirmed, waiting_list
from darbigas_kopienas.participation.registration.tasks import tidy
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import MAILED_LINK, PLACE_LINK, SYSTEM
from darbigas_kopienas.values import clock
from seminars.models import Certificate, Seminar
from tests.builders import come, letters_to, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
Via = Registration.Via


def later(**time: int) -> Any:
    return clock.frozen(clock.now() + timedelta(**time))


# -- one after another -----------------------------------------------------------------------------
def test_seats_then_the_line_then_nothing(make: Any) -> None:
    activity = make(capacity=2)
    come(activity, "a", "b", "c", "d")
    assert states(activity) == {"a": "confirmed", "b": "confirmed", "c": "waiting", "d": "waiting"}
    assert list(Registration.objects.in_line().values_list("name", "waiting_no")) == [("c", 1), ("d", 2)]
    assert [letters_to(name) for name in "abcd"] == [["confirmed"], ["confirmed"], ["waiting"], ["waiting"]]
    services.set_up(by=SYSTEM, activity=activity, has_waiting_list=False)
    with pytest.raises(services.NoSeatLeft):
        come(activity, "e")


def test_a_number_in_the_line_is_never_used_again(make: Any) -> None:
    activity = make(capacity=1)
    _a, b, _c = come(activity, "a", "b", "c")
    services.cancel_registration(by=PLACE_LINK, registration=b, ending="self")
    come(activity, "d")
    assert list(Registration.objects.in_line().values_list("name", "waiting_no")) == [("c", 2), ("d", 3)]


def test_a_freed_seat_is_offered_to_the_first_and_a_newcomer_does_not_pass(make: Any) -> None:
    activity = make(capacity=1, offer_hours=12)
    a, _b, _c = come(activity, "a", "b", "c")
    services.cancel_registration(by=PLACE_LINK, registration=a, ending="self")
    come(activity, "d")
    assert states(activity) == {"a": "cancelled", "b": "offered", "c": "waiting", "d": "waiting"}
    b = Registration.objects.get(name="b")
    assert b.offer_until == clock.now() + timedelta(hours=12)
    assert letters_to("b") == ["waiting", "offered"]
    assert Entry.objects.of(b).filter(verb="registration.offered").count() == 1


def test_a_lapsed_offer_goes_to_the_next_before_any_newcomer(make: Any) -> None:
    activity = make(capacity=1)
    a, _b, _c = come(activity, "a", "b", "c")
    services.cancel_registration(by=SYSTEM, registration=a)
    with later(hours=24):
        come(activity, "d")
        assert states(activity) == {"a": "cancelled", "b": "cancelled", "c": "offered", "d": "waiting"}
    assert Registration.objects.get(name="b").ending == "offer_lapsed"
    assert letters_to("b") == ["waiting", "offered", "lapsed"]


def test_an_unopened_link_gives_the_seat_back(make: Any) -> None:
    activity = make(capacity=1, confirm_hours=24)
    a, b = come(activity, "a", "b")
    services.open_mailed_link(by=MAILED_LINK, registration=b)
    assert a.confirm_by == clock.now() + timedelta(hours=24)
    with later(hours=24):
        assert services.sweep(by=SYSTEM) == 1
        assert services.sweep(by=SYSTEM) == 0
    assert states(activity) == {"a": "cancelled", "b": "offered"}
    assert Registration.objects.get(name="a").ending == "not_confirmed"
    assert letters_to("a") == ["confirmed", "unopened"]


def test_what_nobody_confirmed_is_forgotten_after_ninety_days_unless_they_came(make: Any) -> None:
    activity = make(confirm_hours=24)
    names = ("unopened", "documented", "came", "again", "cancelled")
    unopened, documented, came, again, cancelled = come(activity, *names)
    Certificate.objects.create(
        seminar=Seminar.objects.create(activity=activity, contact_email="ilze@example.lv"), registration=documented,
        kind="attendance", number="N1", holder="documented", hours=1, facts={}, issued_on=clock.today(),
    )  # fmt: skip
    services.cancel_registration(by=SYSTEM, registration=cancelled)
    session = activity.sessions.create(starts_at=clock.now(), ends_at=clock.now() + timedelta(hours=1))
    with later(hours=24):
        services.sweep(by=SYSTEM)
        again.refresh_from_db()
        services.register_again(by=SYSTEM, registration=again)
    came.attendances.create(session=session, hours=1, via="list")
    with later(days=90):
        assert forget_unconfirmed() == 0
    with later(days=90, hours=1):
        tidy()
        assert forget_unconfirmed() == 0
    assert not Registration.objects.filter(pk__in=[unopened.pk, again.pk]).exists()
    left = {"documented": "cancelled", "came": "cancelled", "again": "confirmed", "cancelled": "cancelled"}
    assert states(activity) == left


def test_whoever_accepts_an_offer_gets_the_time_for_the_link_anew(make: Any) -> None:
    activity = make(capacity=1, confirm_hours=24, offer_hours=24)
    a, b = come(activity, "a", "b")
    with later(hours=23):
        services.cancel_registration(by=SYSTEM, registration=a)
    with later(hours=30):
        accepted = services.accept_offer(by=PLACE_LINK, registration=b)
        assert accepted.confirm_by == clock.now() + timedelta(hours=24)
        assert services.sweep(by=SYSTEM) == 0
    assert states(activity) == {"a": "cancelled", "b": "confirmed"}


def test_somebody_without_an_address_is_not_asked(make: Any, ilze: User) -> None:
    activity = make(capacity=1)
    a, *_rest = come(activity, "a")
    (b,) = come(activity, "b", via=Via.ORGANISER, email="")
    services.cancel_registration(by=ilze, registration=a)
    assert states(activity) == {"a": "cancelled", "b": "confirmed"}
    assert Entry.objects.of(b).filter(verb="registration.moved_up").get().actor_id == ilze.pk


# -- the day itself --------------------------------------------------------------------------------
def test_an_offer_ends_when_the_first_session_begins(make: Any) -> None:
    activity = make(capacity=1, offer_hours=24)
    a, _b = come(activity, "a", "b")
    begins = datetime.combine(date(2020, 6, 18), time(10), clock.RIGA)
    with clock.frozen(begins - timedelta(hours=2)):
        services.cancel_registration(by=SYSTEM, registration=a)
    assert Registration.objects.get(name="b").offer_until == begins


def test_nobody_is_offered_a_seat_after_it_began(make: Any) -> None:
    activity = make(capacity=1)
    a, _b = come(activity, "a", "b")
    with clock.frozen(datetime.combine(date(2020, 6, 18), time(10), clock.RIGA)):
        services.cancel_registration(by=SYSTEM, registration=a)
    assert states(activity) == {"a": "cancelled", "b": "waiting"}


def test_without_sessions_offers_last_through_the_day(make: Any) -> None:
    activity = make(capacity=1)
    activity.sessions.update(state="cancelled")
    a, _b = come(activity, "a", "b")
    with clock.frozen(datetime.combine(date(2020, 6, 18), time(23), clock.RIGA)):
        services.cancel_registration(by=SYSTEM, registration=a)
    until = datetime.combine(date(2020, 6, 19), time(0), clock.RIGA)
    assert Registration.objects.get(name="b").offer_until == until


def test_nothing_is_offered_once_it_was_cancelled(make: Any, ilze: User) -> None:
    activity = make(capacity=1)
    a, _b = come(activity, "a", "b")
    activities.cancel(by=ilze, activity=activity, reason="Pandēmija")
    services.cancel_registration(by=ilze, registration=a)
    assert states(activity) == {"a": "cancelled", "b": "waiting"}
    with pytest.raises(services.RegistrationClosed):
        come(activity, "c")


def test_a_walk_in_sits_beyond_the_limit_and_lets_nobody_else_in(make: Any, ilze: User) -> None:
    activity = make(capacity=1)
    come(activity, "a", "b")
    come(activity, "w", via=Via.WALK_IN)
    assert states(activity) == {"a": "confirmed", "b": "waiting", "w": "confirmed"}
    assert letters_to("w") == []
    services.cancel_registration(by=ilze, registration=Registration.objects.get(name="a"))
    assert states(activity)["b"] == "waiting"  # the walk-in sits on the one seat


# -- the limit -------------------------------------------------------------------------------------
def test_a_raised_limit_is_offered_at_once_and_a_lowered_one_takes_nothing(make: Any, ilze: User) -> None:
    activity = make(capacity=1)
    come(activity, "a", "b", "c", "d")
    services.set_up(by=ilze, activity=activity, capacity=3)
    assert states(activity) == {"a": "confirmed", "b": "offered", "c": "offered", "d": "waiting"}
    services.set_up(by=ilze, activity=activity, capacity=1)
    assert states(activity) == {"a": "confirmed", "b": "offered", "c": "offered", "d": "waiting"}
    come(activity, "e", via=Via.ORGANISER)
    services.accept_offer(by=PLACE_LINK, registration=Registration.objects.get(name="b"))
    assert states(activity) == {"a": "confirmed", "b": "confirmed", "c": "offered", "d": "waiting", "e": "waiting"}
    services.set_up(by=ilze, activity=activity, capacity=None)
    assert states(activity) == {"a": "confirmed", "b": "confirmed", "c": "offered", "d": "offered", "e": "offered"}


def test_set_up_says_what_was_changed_and_refuses_nonsense(make: Any, ilze: User) -> None:
    activity = make(capacity=5)
    services.set_up(by=ilze, activity=activity, capacity=5)
    services.set_up(by=ilze, activity=activity, capacity=6, offer_hours=24)
    changes = [
        entry.changes["fields"]
        for entry in Entry.objects.of(activity.enrolment).filter(verb="enrolment.set_up").order_by("pk")
    ]
    assert changes == [["capacity", "is_offered"], ["capacity"]]
    with pytest.raises(TypeError, match="colour"):
        services.set_up(by=ilze, activity=activity, colour="red")
    for wrong in ({"capacity": 0}, {"opens_on": date(2020, 6, 9), "closes_on": date(2020, 6, 8)}, {"offer_hours": 0}):
        with pytest.raises(ValidationError):
            services.set_up(by=ilze, activity=activity, **wrong)


def test_the_lock_makes_the_row_where_there_was_none(make: Any) -> None:
    activity = make()
    Enrolment.objects.all().delete()
    with transaction.atomic():
        assert locked(Activity(pk=activity.pk)).activity.title_lv == "Talka"
    assert Enrolment.objects.count() == 1


def test_the_lock_reads_the_activity_anew(make: Any) -> None:
    activity = make()
    Activity.objects.update(state="cancelled")
    assert activity.state == "planned"
    with pytest.raises(services.RegistrationClosed):
        come(activity, "a")


# -- the sweep -------------------------------------------------------------------------------------
def test_one_that_cannot_be_settled_keeps_nobody_waiting(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [make(capacity=1, confirm_hours=1) for _number in range(2)]
    for activity in made:
        come(activity, "a")
    settle = waiting_list.settle
    monkeypatch.setattr(
        waiting_list,
        "settle",
        lambda enrolment, by: settle(enrolment, by=by) if enrolment.activity_id == made[1].pk else 1 / 0,
    )
    with later(hours=1):
        assert services.sweep(by=SYSTEM) == 1
    assert [states(registration) for registration in made] == [{"a": "confirmed"}, {"a": "cancelled"}]


def test_the_sweep_is_bounded(make: Any) -> None:
    for _number in range(3):
        come(make(capacity=1, confirm_hours=1), "a")
    with later(hours=1):
        assert [services.sweep(by=SYSTEM, limit=2) for _attempt in range(3)] == [2, 1, 0]


# -- what the database says last -------------------------------------------------------------------
def test_the_database_refuses_a_seat_too_many_and_it_is_said_as_full(make: Any, monkeypatch: Any) -> None:
    activity = make(capacity=1)
    come(activity, "a")
    monkeypatch.setattr("darbigas_kopienas.participation.enrolment.rules.Seats.is_free_for", lambda *_args: True)
    with pytest.raises(services.NoSeatLeft):
        come(activity, "b")
    assert states(activity) == {"a": "confirmed"}


@pytest.mark.parametrize("same", [{"email": "a@example.lv"}, {"email": "cita@example.lv"}])
def test_the_database_refuses_somebody_twice_and_it_is_said_so(
    make: Any, janis: User, monkeypatch: pytest.MonkeyPatch, same: dict[str, str]
) -> None:
    activity = make()
    person = services.Participant.signed_in(janis).person
    come(activity, "a", person=person)
    monkeypatch.setattr(
        "darbigas_kopienas.participation.registration.services.seats._is_first", lambda *_row, **_known: True
    )
    with pytest.raises(services.AlreadyRegistered):
        come(activity, "b", person=person, **same)
    assert connection.in_atomic_block
    assert states(activity) == {"a": "confirmed"}  # the test's own transaction still works
