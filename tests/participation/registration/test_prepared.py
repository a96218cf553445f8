"""What is read for everybody who registers, each statement put together in the test itself."""

from datetime import date

import pytest

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.enrolment import services as enrolment
from darbigas_kopienas.participation.enrolment.services import locked_enrolment
from darbigas_kopienas.participation.models import CalendarFeed, SeatReserve
from darbigas_kopienas.participation.registration import prepared
from darbigas_kopienas.participation.registration.seat_columns import registered_counts, seat_columns
from darbigas_kopienas.participation.services import cancel_registration
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from tests.builders import TODAY, come, taking
from tests.participation.conftest import OpenActivity
from tests.unprepared import forget

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, prepared)
    forget(monkeypatch, enrolment)


@pytest.fixture
def activity(make: OpenActivity) -> Activity:
    return make(capacity=1)


def school(name: str, **fields: date) -> Organisation:
    return Organisation.objects.create(kind="school", name_lv=name, **fields)


# -- a school by its name ------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["Špoģu vidusskola", "spogu VIDUSSKOLA", " Špoģu  vidusskola "])
def test_school_is_known_by_its_whole_name(db: None, name: str) -> None:
    spogi = school("Špoģu vidusskola")
    school("Špoģu vidusskolas filiāle")
    assert prepared.known_school(name) == spogi


@pytest.mark.parametrize("name", ["", "Špoģu", "Špoģu vidusskola, 5. klase"])
def test_school_of_another_name_is_not_known(db: None, name: str) -> None:
    school("Špoģu vidusskola")
    assert prepared.known_school(name) is None


def test_school_that_was_merged_leads_to_the_one_that_is_kept(db: None) -> None:
    kept = school("Špoģu vidusskola")
    merged = school("Višķu tehnikums")
    Organisation.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert prepared.known_school("visku TEHNIKUMS") == kept
    assert prepared.known_school("Špoģu vidusskola") == kept
    Organisation.objects.filter(pk=kept.pk).update(valid_to=date(2020, 6, 9))
    assert prepared.known_school("Višķu tehnikums") is None


def test_school_of_one_name_with_the_one_merged_into_it_is_known(db: None) -> None:
    kept = school("1. pamatskola")
    merged = school("1. Pamatskola")
    Organisation.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert prepared.known_school("1. pamatskola") == kept


def test_school_of_a_name_that_two_have_is_not_known(db: None) -> None:
    school("1. pamatskola")
    school("1. Pamatskola")
    assert prepared.known_school("1. pamatskola") is None


@pytest.mark.parametrize(("last", "is_known"), [(date(2020, 6, 9), False), (TODAY, True)])
def test_school_is_known_until_its_last_day(db: None, last: date, is_known: bool) -> None:
    school("Vecā pamatskola", valid_to=last)
    assert (prepared.known_school("Vecā pamatskola") is not None) == is_known


# -- how an activity stands ----------------------------------------------------------------------------
def test_enrolment_is_read_with_its_activity(activity: Activity) -> None:
    locked, published = locked_enrolment(activity.pk), prepared.published_enrolment(activity.pk)
    assert locked == published == activity.enrolment
    assert locked is not None
    assert (locked.activity, locked.capacity, locked.has_questions, locked.has_reserves) == (activity, 1, False, False)


def test_enrolment_of_what_is_not_published_is_for_the_staff_alone(activity: Activity) -> None:
    Activity.objects.filter(pk=activity.pk).update(is_public=False)
    assert (locked_enrolment(activity.pk), prepared.published_enrolment(activity.pk)) == (
        activity.enrolment, None,
    )  # fmt: skip


def test_newcomer_is_told_how_many_hold_and_wait(activity: Activity) -> None:
    come(activity, "anna", "juris")
    coming = prepared.coming(activity.pk, "juris@example.lv")
    assert coming is not None
    assert (coming.enrolment, coming.is_known) == (activity.enrolment, True)
    assert coming.counted == prepared.counted(activity.pk) == prepared.Counted([None], 1, 1, is_over=False)


def test_place_of_the_cancelled_is_none(activity: Activity, ilze: User) -> None:
    (anna,) = come(activity, "anna")
    assert prepared.has_place(activity.pk, " Anna@example.lv")
    cancel_registration(by=ilze, registration=anna)
    assert not prepared.has_place(activity.pk, "anna@example.lv")


def test_columns_of_a_list_count_what_is_left_for_somebody_without_a_kept_seat(
    ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    limited, open_to_all = (taking(ilze, in_daugavpils, components["1"], capacity=seats) for seats in (3, None))
    school = Organisation.objects.create(kind="school", name_lv="Saules skola")
    services.reserve_seats(by=ilze, activity=limited, reserves=[SeatReserve(organisation=school, seats=1)])
    come(limited, "anna", "jana", "zane")
    rows = Session.objects.annotate(**seat_columns("activity")).order_by("pk")
    names = ("activity", "seats_taken", "people_waiting", "seats_left")
    assert list(rows.values_list(*names)) == [(limited.pk, 2, 1, 0), (open_to_all.pk, 0, 0, None)]
    assert registered_counts([limited, open_to_all]) == {limited.pk: 2}


def test_calendar_address_is_renewed_and_ended(ilze: User) -> None:
    first, second = services.renew_feed(by=ilze).token, services.renew_feed(by=ilze).token
    assert first != second
    assert CalendarFeed.objects.get(user=ilze).token == second
    for _time in range(2):
        services.end_feed(by=ilze)
    assert not CalendarFeed.objects.filter(user=ilze).exists()
    verbs = Entry.objects.filter(verb__startswith="calendar.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["calendar.renewed", "calendar.renewed", "calendar.ended"]
