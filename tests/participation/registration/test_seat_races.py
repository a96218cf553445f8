"""Many people at one moment on a real PostgreSQL: never a seat too many, nobody twice, nobody passed over.

The controls take the guards away, to show that the tests would see a seat sold twice: the lock and the trigger each
hold alone; without both it oversells.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.models import Enrolment, Registration, SeatReserve
from darbigas_kopienas.participation.registration import prepared
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme.actors import PLACE_LINK, SYSTEM
from darbigas_kopienas.values import clock
from tests.builders import come, register
from tests.databases import superuser
from tests.machine import rounds
from tests.together import together
from tests.without_locks import SlowlyCounted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("summer")]
ROUNDS, PEOPLE, SEATS = rounds(3, 20), 16, 5


def arrivals(activity: Activity, count: int, prefix: str = "g") -> list[Callable[[], Any]]:
    return [partial(come, activity, f"{prefix}{number}") for number in range(count)]


def slips(outcomes: list[Any]) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def held(activity: Activity) -> int:
    return activity.registrations.with_seat().count()


def line(activity: Activity) -> list[int | None]:
    """Every number ever given in the line, in the order in which people got in: each came later than the last."""
    rows = activity.registrations.filter(waiting_no__isnull=False).order_by("pk")
    return list(rows.values_list("waiting_no", flat=True))


# -- everybody comes at once -----------------------------------------------------------------------
def test_as_many_as_there_are_seats_and_the_rest_in_line(make: Any) -> None:
    for _round in range(ROUNDS):
        activity = make(capacity=SEATS)
        assert slips(together(*arrivals(activity, PEOPLE))) == []
        assert Counter(activity.registrations.values_list("state", flat=True)) == {
            "confirmed": SEATS, "waiting": PEOPLE - SEATS,
        }  # fmt: skip
        assert line(activity) == list(range(1, PEOPLE - SEATS + 1))


def test_without_a_waiting_list_the_rest_are_told_so(make: Any) -> None:
    activity = make(capacity=SEATS, has_waiting_list=False)
    refused = slips(together(*arrivals(activity, PEOPLE)))
    assert {type(refusal) for refusal in refused} == {services.NoSeatLeft}
    assert (len(refused), held(activity)) == (PEOPLE - SEATS, SEATS)


def test_one_person_pressing_in_many_windows_is_registered_once(make: Any) -> None:
    activity = make(capacity=SEATS)
    outcomes = together(*[partial(come, activity, "a")] * PEOPLE)
    assert {type(slip) for slip in slips(outcomes)} == {services.AlreadyRegistered}
    assert (len(slips(outcomes)), activity.registrations.count()) == (PEOPLE - 1, 1)


def test_the_first_to_come_makes_the_row_behind_which_the_others_wait(make: Any, ilze: User) -> None:
    """Where nobody set a registration up, only the organiser lets people in."""
    activity = make()
    Enrolment.objects.all().delete()
    by_hand = [partial(register, by=ilze, activity=activity, name=f"g{number}") for number in range(PEOPLE)]
    assert slips(together(*by_hand)) == []
    assert (Enrolment.objects.count(), held(activity)) == (1, PEOPLE)


# -- the guards, one by one ------------------------------------------------------------------------
@contextmanager
def without_trigger() -> Iterator[None]:
    change = "ALTER TABLE participation_registration {} TRIGGER participation_seats_hold"
    with superuser() as cursor:
        cursor.execute(change.format("DISABLE"))
        try:
            yield
        finally:
            cursor.execute(change.format("ENABLE"))


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_coming", SlowlyCounted())


@pytest.mark.usefixtures("no_lock")
def test_control_without_lock_and_trigger_it_oversells(make: Any) -> None:
    activity = make(capacity=SEATS, has_waiting_list=False)
    with without_trigger():
        together(*arrivals(activity, PEOPLE))
    assert held(activity) > SEATS


@pytest.mark.usefixtures("no_lock")
def test_without_the_lock_the_trigger_still_refuses(make: Any) -> None:
    """Without a waiting list too: whoever is slow enough to see it full would take a number somebody else has."""
    activity = make(capacity=SEATS, has_waiting_list=False)
    refused = slips(together(*arrivals(activity, PEOPLE)))
    assert {type(refusal) for refusal in refused} == {services.NoSeatLeft}
    assert (len(refused), held(activity)) == (PEOPLE - SEATS, SEATS)


def test_without_the_trigger_the_lock_alone_holds(make: Any) -> None:
    activity = make(capacity=SEATS)
    with without_trigger():
        assert slips(together(*arrivals(activity, PEOPLE))) == []
    assert held(activity) == SEATS


# -- everything at once ----------------------------------------------------------------------------
def test_cancelling_offers_acceptance_and_a_raised_limit_at_once(make: Any, ilze: User) -> None:
    chance = random.Random(3)
    for number in range(ROUNDS):
        activity = make(capacity=SEATS)
        people = come(activity, *[f"{number}p{index}" for index in range(PEOPLE)])
        services.cancel_registration(by=ilze, registration=people[0])
        services.cancel_registration(by=ilze, registration=people[1])
        leaving = [*people[2:4], *people[SEATS + 3 : SEATS + 5]]  # two with a seat, two in the line
        actions: list[Callable[[], Any]] = [
            *(
                partial(services.cancel_registration, by=PLACE_LINK, registration=registration, ending="self")
                for registration in leaving
            ),
            *(
                partial(services.accept_offer, by=PLACE_LINK, registration=person)
                for person in people[SEATS : SEATS + 2]
            ),
            *arrivals(activity, 4, f"{number}n"),
            partial(services.set_up, by=ilze, activity=activity, capacity=SEATS + 2),
            partial(services.sweep, by=SYSTEM),
        ]
        chance.shuffle(actions)
        assert slips(together(*actions)) == []
        _require_right(activity, SEATS + 2)
        promoted = activity.registrations.filter(pk__in=[person.pk for person in people[SEATS : SEATS + 2]])
        assert set(promoted.values_list("state", flat=True)) == {"confirmed"}


def _require_right(activity: Activity, capacity: int) -> None:
    rows = activity.registrations
    assert held(activity) == min(capacity, rows.active().count())
    assert line(activity) == list(range(1, len(line(activity)) + 1))
    first_waiting = rows.in_line().first()
    promoted = rows.filter(state__in=["offered", "confirmed"], waiting_no__isnull=False)
    assert first_waiting is not None
    assert not promoted.filter(waiting_no__gt=first_waiting.waiting_no).exists()  # strictly in order
    written = Counter(OutgoingMail.objects.values_list("to_email", "template"))
    offered = {address for address, template in written if template == "registration_offered"}
    assert {registration.email for registration in promoted} <= offered
    assert set(written.values()) == {1}


def test_an_offer_lapsing_while_it_is_accepted_has_one_owner(make: Any, ilze: User) -> None:
    activity = make(capacity=1)
    a, b, _c = come(activity, "a", "b", "c")
    services.cancel_registration(by=ilze, registration=a)
    until = Registration.objects.get(pk=b.pk).offer_until
    assert until is not None
    with clock.frozen(until):
        outcomes = together(
            partial(services.accept_offer, by=PLACE_LINK, registration=b),
            partial(services.sweep, by=SYSTEM), partial(services.sweep, by=SYSTEM),
            *arrivals(activity, 3),
        )  # fmt: skip
        assert {type(slip) for slip in slips(outcomes)} == {services.TooLate}
    assert held(activity) == 1
    assert activity.registrations.get(name="c").state == "offered"


def test_approvals_together_fill_the_seats_and_no_more(make: Any, ilze: User) -> None:
    activity = make(capacity=SEATS, needs_approval=True)
    people = come(activity, *[f"p{number}" for number in range(PEOPLE)])
    actions = [partial(services.approve, by=ilze, registration=person) for person in people]
    assert slips(together(*actions, *actions[:2])) == []
    numbers = sorted(activity.registrations.in_line().values_list("waiting_no", flat=True))
    assert (held(activity), numbers) == (SEATS, list(range(1, PEOPLE - SEATS + 1)))


def test_kept_seats_changed_while_people_come(make: Any, ilze: User) -> None:
    school = Organisation.objects.create(kind="school", name_lv="3. vidusskola")
    activity = make(capacity=SEATS)
    reserving = partial(services.reserve_seats, by=ilze, activity=activity)
    outcomes = together(
        *[partial(come, activity, f"s{number}", organisation=school) for number in range(6)],
        *arrivals(activity, 6),
        lambda: reserving(reserves=[SeatReserve(organisation=school, seats=2)]),
        lambda: reserving(reserves=[]),
        lambda: reserving(reserves=[SeatReserve(organisation=school, seats=1)]),
    )
    assert slips(outcomes) == []
    assert held(activity) <= SEATS
    reserving(reserves=[])
    assert held(activity) == SEATS


# -- beside other deeds on the same activity -------------------------------------------------------
def test_correcting_the_activity_and_registering_never_wait_for_each_other_in_a_ring(make: Any, ilze: User) -> None:
    """One holds the activity and wants its registration's row; the others hold that and point at the activity."""

    def correct(number: int, activity: Activity) -> None:
        with transaction.atomic():
            activities.edit(by=ilze, activity=Activity.objects.get(pk=activity.pk), place=f"Zāle {number}")
            connection.cursor().execute("SELECT pg_sleep(0.05)")
            services.set_up(by=ilze, activity=activity, capacity=100 + number)

    activity = make(capacity=100)
    actions = [partial(correct, number, activity) for number in range(3)]
    assert slips(together(*actions, *arrivals(activity, 10))) == []
    assert held(activity) == 10


def test_nobody_gets_in_while_it_is_being_cancelled(make: Any, ilze: User) -> None:
    """Whoever waited for the lock sees that it was cancelled meanwhile, so everybody let in is there to be told."""
    activity, seen = make(capacity=100), []

    def cancel() -> None:
        with transaction.atomic():
            activities.cancel(by=ilze, activity=Activity.objects.get(pk=activity.pk), reason="Pandēmija")
            locked(activity)
            seen.extend(activity.registrations.values_list("name", flat=True))
            connection.cursor().execute("SELECT pg_sleep(0.05)")

    outcomes = together(*arrivals(activity, 8, "x"), cancel, *arrivals(activity, 8, "y"))
    assert {type(slip) for slip in slips(outcomes)} <= {services.RegistrationClosed}
    assert set(activity.registrations.values_list("name", flat=True)) == set(seen)
