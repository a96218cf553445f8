"""Days and turns of a seminar: calendars learn of each change, everybody registered is told once."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail as sent
from django.core.exceptions import PermissionDenied, ValidationError

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.attendance.errors import TooManyHours
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.services import PeriodClosed, close_period
from darbigas_kopienas.values import clock
from seminars.models import Seminar
from seminars.plan import services
from seminars.plan.errors import NoSuchHour
from tests.builders import at, register
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 18)


def told_by_letter(occasion: str = "moved") -> list[str]:
    letters = OutgoingMail.objects.filter(template=f"registration_{occasion}").order_by("to_email", "pk")
    return list(letters.values_list("to_email", flat=True))


@pytest.fixture
def people(ilze: User, seminar: Seminar) -> Seminar:
    """One confirmed, one who waits, one who cancelled, one without an address."""
    services.edit_seminar(by=ilze, seminar=seminar, capacity=1)
    gone = register(by=ilze, activity=seminar.activity, name="Gaida", email="gaida@example.lv")
    participation.cancel_registration(by=ilze, registration=gone)
    register(by=ilze, activity=seminar.activity, name="Anita", email="anita@example.lv")
    register(by=ilze, activity=seminar.activity, name="Bruno", email="bruno@example.lv")
    register(by=ilze, activity=seminar.activity, name="Bez adreses")
    return seminar


def test_each_change_that_calendars_show_raises_the_sequence(ilze: User, seminar: Seminar) -> None:
    session = seminar.activity.sessions.get()
    changes: list[dict[str, Any]] = [
        {"starts_at": at(DAY, 9)},
        {"place": "Rīgas iela 2"},
        {"mode": "hybrid"},
        {"online_url": "https://example.lv/a"},
    ]
    for number, change in enumerate(changes, start=1):
        assert services.move_day(by=ilze, seminar=seminar, session=session, **change).sequence == number
    services.move_day(by=ilze, seminar=seminar, session=session, hours=Decimal("4.5"))
    services.move_day(by=ilze, seminar=seminar, session=session, place="Rīgas iela 2")
    session.refresh_from_db()
    assert (session.sequence, session.academic_hours) == (4, Decimal("4.5"))
    verbs = [entry.verb for entry in Entry.objects.of(session)][::-1]
    assert verbs == ["session.added", "session.moved", *["session.edited"] * 4]


def test_all_changes_of_ten_minutes_are_one_letter(ilze: User, people: Seminar) -> None:
    session = people.activity.sessions.get()
    services.move_day(by=ilze, seminar=people, session=session, starts_at=at(DAY, 9))
    services.move_day(by=ilze, seminar=people, session=session, place="Rīgas iela 2")
    assert told_by_letter() == ["anita@example.lv", "bruno@example.lv"]
    assert {mail.due_at for mail in OutgoingMail.objects.filter(template="registration_moved")} == {
        clock.now() + timedelta(minutes=10)
    }
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        services.add_day(
            by=ilze, seminar=people, starts_at=at(date(2020, 6, 19), 10), ends_at=at(date(2020, 6, 19), 12)
        )
    assert len(told_by_letter()) == 4


def test_hours_alone_and_past_days_are_told_to_nobody(ilze: User, plan: Maker) -> None:
    seminar = plan(day=date(2020, 6, 5))
    register(by=ilze, activity=seminar.activity, name="Anita", email="anita@example.lv")
    session = seminar.activity.sessions.get()
    services.move_day(by=ilze, seminar=seminar, session=session, place="Cita")
    assert told_by_letter() == []


def test_day_taken_off_stays_as_cancelled_where_people_may_have_noted_it(ilze: User, people: Seminar) -> None:
    last = date(2020, 6, 19)
    session = services.add_day(by=ilze, seminar=people, starts_at=at(last, 10), ends_at=at(last, 12))
    services.take_off_day(by=ilze, seminar=people, session=session)
    session.refresh_from_db()
    assert (session.state, session.sequence) == ("cancelled", 1)
    with pytest.raises(ValidationError, match="vairs nav maināma"):
        services.move_day(by=ilze, seminar=people, session=session, place="Cita")
    with pytest.raises(activities.LastDay):
        services.take_off_day(by=ilze, seminar=people, session=people.activity.sessions.earliest("starts_at"))


def test_day_of_a_draft_without_people_is_gone(ilze: User, plan: Maker) -> None:
    seminar = plan(is_published=False)
    first = seminar.activity.sessions.get()
    services.add_day(by=ilze, seminar=seminar, starts_at=at(date(2020, 6, 19), 10), ends_at=at(date(2020, 6, 19), 12))
    services.take_off_day(by=ilze, seminar=seminar, session=first)
    seminar.activity.refresh_from_db()
    assert seminar.activity.sessions.count() == 1
    assert seminar.activity.starts_on == date(2020, 6, 19)


def test_unknown_field_of_a_day_is_a_mistake_of_the_caller(ilze: User, seminar: Seminar) -> None:
    with pytest.raises(TypeError):
        services.move_day(by=ilze, seminar=seminar, session=seminar.activity.sessions.get(), colour="red")


def test_stranger_touches_no_day(karlis: User, seminar: Seminar) -> None:
    session = seminar.activity.sessions.get()
    for action in (
        lambda: services.move_day(by=karlis, seminar=seminar, session=session, place="x"),
        lambda: services.take_off_day(by=karlis, seminar=seminar, session=session),
        lambda: services.postpone_seminar(by=karlis, seminar=seminar, reason="x"),
        lambda: services.move_seminar_online(by=karlis, seminar=seminar, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            action()


def test_new_place_of_the_seminar_is_that_of_its_coming_days(ilze: User, people: Seminar) -> None:
    other = services.add_day(
        by=ilze, seminar=people, starts_at=at(date(2020, 6, 19), 10), ends_at=at(date(2020, 6, 19), 12), place="Muzejs"
    )
    services.edit_seminar(by=ilze, seminar=people, place="Rīgas iela 2")
    assert [(session.place, session.sequence) for session in people.activity.sessions.all()] == [
        ("Rīgas iela 2", 2),
        ("Muzejs", 1),
    ]
    assert other.place == "Muzejs"
    assert told_by_letter() == ["anita@example.lv", "bruno@example.lv"]


def test_postponed_to_a_known_day_moves_all_days_and_deadlines(ilze: User, people: Seminar) -> None:
    services.edit_seminar(by=ilze, seminar=people, registration_until=date(2020, 6, 15))
    services.add_day(by=ilze, seminar=people, starts_at=at(date(2020, 6, 19), 10), ends_at=at(date(2020, 6, 19), 12))
    OutgoingMail.objects.all().delete()
    services.postpone_seminar(by=ilze, seminar=people, reason="Slimība", until=date(2020, 11, 5))
    people.activity.refresh_from_db()
    first, second = people.activity.sessions.all()
    assert (people.activity.state, people.activity.starts_on) == ("postponed", date(2020, 11, 5))
    assert [(day.starts_at, day.state, day.sequence) for day in (first, second)] == [
        (at(date(2020, 11, 5), 10), "planned", 2),  # the clock was turned in between: still at ten
        (at(date(2020, 11, 6), 10), "planned", 2),
    ]
    assert people.activity.enrolment.closes_on == date(2020, 11, 2)
    assert told_by_letter() == ["anita@example.lv", "bruno@example.lv"]
    assert people.activity.registrations.confirmed().count() == 1


def test_postponed_to_an_unknown_day_waits_for_it(ilze: User, people: Seminar) -> None:
    services.postpone_seminar(by=ilze, seminar=people, reason="Slimība")
    session = people.activity.sessions.get()
    assert (session.state, session.sequence, people.activity.starts_on) == ("postponed", 1, DAY)
    services.move_day(by=ilze, seminar=people, session=session, starts_at=at(date(2020, 7, 2), 10),
                      ends_at=at(date(2020, 7, 2), 14))  # fmt: skip
    assert (session.state, session.sequence) == ("planned", 2)


def test_hour_that_does_not_exist_is_refused_in_words(ilze: User, plan: Maker, programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(ends_on=date(2028, 1, 1))
    seminar = plan(starts_at=at(DAY, 3, 30), ends_at=at(DAY, 5))
    with pytest.raises(NoSuchHour, match=r"28\.03\.2027 nav plkst\.\\xa003\.30"):
        services.postpone_seminar(by=ilze, seminar=seminar, reason="x", until=date(2027, 3, 28))
    assert clock.moment_on(date(2027, 3, 28), time(3, 30)) is None
    twice = clock.moment_on(date(2027, 10, 31), time(3, 30))
    assert twice is not None
    assert twice.utcoffset() == timedelta(hours=3)


def test_moved_online_with_the_link(ilze: User, people: Seminar) -> None:
    services.move_seminar_online(by=ilze, seminar=people, reason="Covid-19", online_url="https://example.lv/a")
    session = people.activity.sessions.get()
    assert (session.mode, session.online_url, session.sequence) == ("online", "https://example.lv/a", 2)
    assert told_by_letter() == ["anita@example.lv", "bruno@example.lv"]


def test_moved_online_without_a_link_yet(ilze: User, people: Seminar) -> None:
    services.move_seminar_online(by=ilze, seminar=people, reason="Covid-19")
    assert people.activity.sessions.get().online_url == ""


def test_cancelled_is_told_to_all_who_stand(ilze: User, people: Seminar) -> None:
    services.cancel_seminar(by=ilze, seminar=people, reason="Slimība")
    assert told_by_letter("called_off") == ["anita@example.lv", "bruno@example.lv"]
    session = people.activity.sessions.get()
    assert (session.state, session.sequence) == ("cancelled", 2)


def test_record_set_back_is_told_to_nobody(ilze: User, plan: Maker) -> None:
    seminar = plan(day=date(2020, 6, 5))
    register(by=ilze, activity=seminar.activity, name="Anita", email="anita@example.lv")
    services.mark_seminar_held(by=ilze, seminar=seminar, held_on=date(2020, 6, 5))
    services.set_seminar_back(by=ilze, seminar=seminar, reason="Kļūda")
    assert told_by_letter("called_off") == []


def test_telling_hundreds_takes_as_many_statements_as_telling_one(
    ilze: User, plan: Maker, django_assert_num_queries: Any
) -> None:
    for number in (1, 3):
        seminar = plan()
        for index in range(number):
            register(by=ilze, activity=seminar.activity, name="X", email=f"x{index}@example.lv")
        with django_assert_num_queries(6):
            assert mails.notify_all(activity=seminar.activity, occasion="moved", by=ilze, repeat_key="a") == number
        assert mails.notify_all(activity=seminar.activity, occasion="moved", by=ilze, repeat_key="a") == 0


def test_address_with_a_line_break_is_not_written_to(ilze: User, seminar: Seminar) -> None:
    bad = OutgoingMail(to_email="a@example.lv\nBcc: b@example.lv", template="x", language="lv", unique_key="x")
    with pytest.raises(mailing.BadAddress):
        mailing.queue_many(by=ilze, letters=[bad], about=seminar, scope=seminar.scope)


def test_session_that_ends_before_it_begins_is_refused(ilze: User, seminar: Seminar) -> None:
    with pytest.raises(ValidationError, match="pēc sākuma"):
        activities.add_session(by=ilze, activity=seminar.activity, starts_at=at(DAY, 12), ends_at=at(DAY, 12))
    assert Session.objects.count() == 1


def test_letter_tells_the_reason_and_no_day_that_is_not_known(ilze: User, people: Seminar) -> None:
    services.postpone_seminar(by=ilze, seminar=people, reason="Pasniedzējs saslimis")
    mailing.send_due()
    (letter,) = [
        letter
        for letter in sent.outbox
        if letter.to == ["anita@example.lv"] and "Pārcelts, jaunā diena vēl nav zināma: " in letter.subject
    ][-1:]
    assert "Pasniedzējs saslimis" in letter.body
    assert "2020.\u00a0gada 18.\u00a0jūnijā nenotiks; jaunā diena vēl nav zināma." in letter.body
    assert "Bija: 18.\u00a0jūnijs, 10.00–14.00.\nTagad: vēl nav zināms." in letter.body
    with clock.frozen(at(date(2020, 6, 17), 8)):
        assert participation.remind(by=SYSTEM) == 0


def test_nobody_keeps_more_hours_than_the_day_has(ilze: User, seminar: Seminar) -> None:
    registration = register(by=ilze, activity=seminar.activity, name="Anita")
    session = seminar.activity.sessions.get()
    with clock.frozen(session.ends_at):
        participation.record_attendance(by=ilze, registration=registration, session=session)
        with pytest.raises(TooManyHours, match=r"ar lielāku|more hours"):
            services.move_day(by=ilze, seminar=seminar, session=session, hours=Decimal(2))
        participation.record_attendance(by=ilze, registration=registration, session=session, hours=Decimal(2))
        services.move_day(by=ilze, seminar=seminar, session=session, hours=Decimal(2))
    session.refresh_from_db()
    assert session.academic_hours == Decimal(2)


def test_a_day_in_a_closed_period_is_neither_changed_nor_taken_off(ilze: User, marta: User, plan: Maker) -> None:
    closed = {"starts_at": at(date(2020, 5, 8), 10), "ends_at": at(date(2020, 5, 8), 14)}
    seminar = plan(day=date(2020, 4, 30), more_days=[closed])
    close_period(
        by=marta, scope=seminar.scope, kind="activities", starts_on=date(2020, 5, 1), ends_on=date(2020, 5, 31)
    )
    session = seminar.activity.sessions.latest("starts_at")
    for action in (
        lambda: services.move_day(by=ilze, seminar=seminar, session=session, hours=Decimal(2)),
        lambda: services.move_day(by=ilze, seminar=seminar, session=session, starts_at=at(DAY, 9), ends_at=at(DAY, 10)),
        lambda: services.take_off_day(by=ilze, seminar=seminar, session=session),
    ):
        with pytest.raises(PeriodClosed):
            action()
