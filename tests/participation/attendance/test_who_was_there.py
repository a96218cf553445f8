"""What is planned and what was: nobody is ticked ahead, and where somebody was ticked nothing is called off."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.attendance.errors import SessionAhead
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.participation.registration.errors import WasThere
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM, VISITOR
from darbigas_kopienas.values import clock
from tests.builders import path_of, register
from tests.participation.conftest import riga, sitting

pytestmark = pytest.mark.django_db
ON_THE_DAY = riga(10, 5)
LATER = timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with clock.frozen(ON_THE_DAY):
        yield


@pytest.fixture
def tomorrow(sitting_day: Session, ilze: User) -> Session:
    return sitting(ilze, sitting_day.activity, riga(10) + LATER, riga(12) + LATER)


def page_of(session: Session) -> str:
    return reverse("participation:attendance_session", args=[session.activity_id, session.pk])


def tick(by: User, session: Session, registration: Registration) -> None:
    services.record_many(by=by, session=session, wanted={registration.pk: Decimal(3)})


# -- not ahead -------------------------------------------------------------------------------------
def test_nobody_is_ticked_at_a_session_to_come(tomorrow: Session, people: list[Registration], ilze: User) -> None:
    ways: list[Any] = [
        lambda: tick(ilze, tomorrow, people[0]),
        lambda: services.record_attendance(by=ilze, registration=people[0], session=tomorrow),
        lambda: services.walk_in(by=ilze, session=tomorrow, name="No ielas"),
        lambda: services.let_in(by=ilze, session=tomorrow, registration=people[0]),
        lambda: services.check_in(by=VISITOR, session=tomorrow, email=people[0].email),
    ]
    for way in ways:
        with pytest.raises(SessionAhead) as refused, transaction.atomic():
            way()
        assert refused.value.messages == ["Šī nodarbība sākas 19.06.2020; neviens tajā vēl nav bijis."]
    assert (Attendance.objects.count(), Registration.objects.filter(name="No ielas").count()) == (0, 0)
    with clock.frozen(riga(0, 1) + LATER):  # from the morning on
        tick(ilze, tomorrow, people[0])


def test_nobody_was_at_a_cancelled_session(
    sitting_day: Session, tomorrow: Session, people: list[Registration], ilze: User
) -> None:
    Session.objects.filter(pk=sitting_day.pk).update(state="cancelled")
    sitting_day.refresh_from_db()
    with pytest.raises(SessionAhead, match="atcelta"):
        tick(ilze, sitting_day, people[0])


def test_database_refuses_a_tick_ahead(tomorrow: Session, people: list[Registration]) -> None:
    with pytest.raises(IntegrityError, match="has not come"), transaction.atomic():
        Attendance.objects.create(registration=people[0], session=tomorrow, hours=3)
    Attendance.objects.create(registration=people[0], session=tomorrow, hours=3, at=riga(0) + LATER)


def test_list_ahead_is_only_read(
    as_: Any, tomorrow: Session, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    browser = as_(ilze)
    pages = {session: browser.get(page_of(session)).content.decode() for session in (sitting_day, tomorrow)}
    said = "Šī nodarbība sākas 19.06.2020. Klātbūtni varēs atzīmēt tajā dienā."
    assert [said in page for page in pages.values()] == [False, True]
    assert ["data-ticks=" in page for page in pages.values()] == [True, False]
    answer = browser.post(
        page_of(tomorrow),
        {"was": json.dumps({people[0].pk: ""}), "here": [str(people[0].pk)], "via": "list"},
    )
    assert (answer.status_code, Attendance.objects.count()) == (422, 0)


def test_wrong_tick_ahead_can_be_taken_back(
    as_: Any, tomorrow: Session, people: list[Registration], ilze: User
) -> None:
    """From before it was refused."""
    Attendance.objects.create(registration=people[0], session=tomorrow, hours=3, at=riga(0) + LATER)
    page = as_(ilze).get(page_of(tomorrow)).content.decode()
    assert "data-ticks=" in page
    services.record_many(by=ilze, session=tomorrow, wanted={people[0].pk: None})
    assert Attendance.objects.count() == 0


# -- where people were, nothing is called off ------------------------------------------------------
def call_offs(by: User, session: Session, other: Session) -> list[Any]:
    activity, week = session.activity, timedelta(days=7)
    return [
        lambda: activities.cancel(by=by, activity=activity, reason="Kļūda"),
        lambda: activities.postpone(by=by, activity=activity, reason="Kļūda"),
        lambda: activities.move_online(by=by, activity=activity, reason="Kļūda"),
        lambda: activities.take_off_session(by=by, activity=activity, session=session),
        lambda: activities.edit_session(
            by=by,
            activity=activity,
            session=session,
            starts_at=session.starts_at + week,
            ends_at=session.ends_at + week,
        ),
    ]


def test_nothing_is_called_off_where_somebody_was(
    sitting_day: Session, tomorrow: Session, people: list[Registration], ilze: User
) -> None:
    tick(ilze, sitting_day, people[0])
    for call_off in call_offs(ilze, sitting_day, tomorrow):
        with pytest.raises(activities.StillReliedOn) as refused:
            call_off()
        assert refused.value.messages == [
            "Klātbūtne atzīmēta 1\u00a0cilvēkam: ja neviena tur nebija, vispirms noņemiet atzīmes."
        ]
    activities.take_off_session(by=ilze, activity=sitting_day.activity, session=tomorrow)  # the other day may be
    minutes = timedelta(minutes=30)  # and the hour corrected
    activities.edit_session(
        by=ilze, activity=sitting_day.activity, session=sitting_day, starts_at=sitting_day.starts_at + minutes
    )


@pytest.mark.parametrize("number", range(5))
def test_where_nobody_was_all_of_it_may_be(
    number: int, sitting_day: Session, tomorrow: Session, people: list[Registration], ilze: User
) -> None:
    tick(ilze, sitting_day, people[0])
    services.record_many(by=ilze, session=sitting_day, wanted={people[0].pk: None})
    call_offs(ilze, sitting_day, tomorrow)[number]()


def test_check_in_that_nobody_looked_at_shows_nothing(
    sitting_day: Session, tomorrow: Session, people: list[Registration], ilze: User
) -> None:
    Attendance.objects.create(registration=people[0], session=sitting_day, hours=3, oddity="same_device")
    activities.cancel(by=ilze, activity=sitting_day.activity, reason="Slimība")


def test_database_refuses_to_cancel_where_somebody_was(
    sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    tick(ilze, sitting_day, people[0])
    for rows in (Session.objects.filter(pk=sitting_day.pk), Registration.objects.filter(pk=people[0].pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(state="cancelled")
    Registration.objects.filter(pk=people[1].pk).update(state="cancelled", ending="self")


# -- whoever was there stays -----------------------------------------------------------------------
@pytest.mark.parametrize("ending", ["self", "organiser"])
def test_registration_of_whoever_was_there_is_not_cancelled(
    ending: str, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    tick(ilze, sitting_day, people[0])
    with pytest.raises(WasThere) as refused:
        services.cancel_registration(by=ilze, registration=people[0], ending=ending)
    assert ("Anna Āboliņa" in refused.value.messages[0]) == (ending == "organiser")
    services.record_many(by=ilze, session=sitting_day, wanted={people[0].pk: None})
    services.cancel_registration(by=ilze, registration=people[0], ending=ending)


def test_own_page_says_so_in_words(as_: Any, sitting_day: Session, people: list[Registration], ilze: User) -> None:
    tick(ilze, sitting_day, people[0])
    answer = as_(None).post(path_of(people[0], "place_cancel"), {"confirm": "1"})
    assert answer.status_code == 422
    people[0].refresh_from_db()
    assert people[0].state == "confirmed"


@pytest.mark.parametrize("via", ["list", "check_in", "settled"])
@pytest.mark.parametrize("state", ["confirmed", "offered"])
def test_whoever_was_there_loses_the_place_by_no_deadline(
    via: str, state: str, sitting_day: Session, ilze: User
) -> None:
    guest = register(by=ilze, activity=sitting_day.activity, name="Viesis", email="v@example.lv")
    soon = ON_THE_DAY + timedelta(hours=2)
    deadline = {"offer_until": soon} if state == "offered" else {"confirm_by": soon}
    Registration.objects.filter(pk=guest.pk).update(state=state, verified_at=None, **deadline)
    guest.refresh_from_db()
    if via == "list":
        tick(ilze, sitting_day, guest)
    elif via == "check_in":
        services.check_in(by=VISITOR, session=sitting_day, email="v@example.lv")
    else:
        odd = Attendance.objects.create(registration=guest, session=sitting_day, hours=3, oddity="same_device")
        services.settle_oddity(by=ilze, attendance=odd)
    with clock.frozen(ON_THE_DAY + timedelta(days=2)):
        services.sweep(by=SYSTEM)
    guest.refresh_from_db()
    assert (guest.state, guest.confirm_by, guest.offer_until) == ("confirmed", None, None)
