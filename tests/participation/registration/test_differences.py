"""An e-mail of a change says the old fact and the new one; one in which nothing is new does not leave."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.pages import facts_of
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration.differences import Changes, announced
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from seminars.models import Seminar
from seminars.plan import services as plan
from tests.builders import at, open_seminar, register

pytestmark = pytest.mark.usefixtures("summer")

DAY, SECOND = date(2020, 6, 18), date(2020, 6, 19)
MOVED = date(2020, 6, 25)


@pytest.fixture
def seminar(ilze: User, in_daugavpils: Scope, components: Any) -> Seminar:
    """On two days, with one who comes and one who waits."""
    activity = open_seminar(ilze, in_daugavpils, capacity=1, day=DAY)
    seminar = Seminar.objects.select_related("activity").get(activity=activity)
    plan.add_day(by=ilze, seminar=seminar, starts_at=at(SECOND, 10), ends_at=at(SECOND, 14))
    _register(ilze, activity, "nak")
    _register(ilze, activity, "gaida")
    OutgoingMail.objects.all().delete()
    return seminar


def _register(by: User, activity: Activity, name: str) -> Registration:
    return register(by=by, activity=activity, name=name, email=f"{name}@example.com", language="lv")


def left(to: str = "nak", language: str = "lv") -> Any:
    """The one e-mail to that person, when it leaves; None where it does not."""
    OutgoingMail.objects.update(language=language)
    outbox.outbox.clear()
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        mailing.send_due()
    letters = [letter for letter in outbox.outbox if letter.to == [f"{to}@example.com"]]
    assert len(letters) < 2
    return letters[0] if letters else None


def test_moved_says_which_days_it_was_and_which_it_is(ilze: User, seminar: Seminar) -> None:
    plan.postpone_seminar(by=ilze, seminar=seminar, reason="Pasniedzējs saslimis", until=MOVED)
    letter = left()
    assert letter.subject == "Pārcelts uz 25.–26. jūniju: Ģimenes un skola"
    assert "Kad\nBija: 18.–19.\u00a0jūnijs, 10.00–14.00.\nTagad: 25.–26.\u00a0jūnijs, 10.00–14.00.\n" in letter.body
    assert "Iemesls: Pasniedzējs saslimis" in letter.body
    assert "Norises veids" not in letter.body


def test_the_same_in_english(ilze: User, seminar: Seminar) -> None:
    plan.postpone_seminar(by=ilze, seminar=seminar, reason="Illness", until=MOVED)
    letter = left(language="en")
    assert letter.subject == "Moved to 25–26 June: Families and school"
    assert "When\nWas: 18–19\u00a0June, 10:00–14:00.\nNow: 25–26\u00a0June, 10:00–14:00.\n" in letter.body


def test_each_field_that_changed_is_said_once_for_all_changes_of_ten_minutes(ilze: User, seminar: Seminar) -> None:
    """What it was before the first of them, and what it is when the letter leaves."""
    first, second = seminar.activity.sessions.all()
    plan.move_day(by=ilze, seminar=seminar, session=second, starts_at=at(SECOND, 11), ends_at=at(SECOND, 14))
    plan.move_day(by=ilze, seminar=seminar, session=second, starts_at=at(SECOND, 12), ends_at=at(SECOND, 14))
    plan.move_day(by=ilze, seminar=seminar, session=first, mode="hybrid", online_url="https://example.lv/a")
    plan.edit_seminar(by=ilze, seminar=seminar, place="Rīgas iela 2", title_lv="Ģimene skolā", trainers="Anna Liepa")
    letter = left()
    assert letter.subject == "Mainīts norises laiks: Ģimene skolā"
    for said in (
        "Bija: 18.–19.\u00a0jūnijs, 10.00–14.00.\nTagad: 18.\u00a0jūnijs, 10.00–14.00; 19.\u00a0jūnijs, 12.00–14.00.",
        "Bija: Smilšu iela 92.\nTagad: Rīgas iela 2.",
        "Bija: klātienē.\nTagad: klātienē un tiešsaistē, klātienē.",
        "Lektori\nTagad: Anna Liepa.",
        "Bija: Ģimenes un skola.\nTagad: Ģimene skolā.",
        "Tagad: https://example.lv/a.",
    ):
        assert said in letter.body


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({"place": "Rīgas iela 2"}, "Mainīta norises vieta: "),
        ({"mode": "hybrid"}, "Izmaiņas: "),
        ({"starts_at": at(MOVED, 10), "ends_at": at(MOVED, 14)}, "Mainītas norises dienas: "),
    ],
)
def test_the_subject_says_the_news(change: dict[str, Any], subject: str, ilze: User, seminar: Seminar) -> None:
    session = seminar.activity.sessions.earliest("starts_at")
    plan.move_day(by=ilze, seminar=seminar, session=session, **change)
    assert left("gaida").subject.startswith(subject)


def test_a_day_more_and_a_day_less(ilze: User, seminar: Seminar) -> None:
    plan.take_off_day(by=ilze, seminar=seminar, session=seminar.activity.sessions.latest("starts_at"))
    letter = left()
    assert letter.subject.startswith("Mainītas norises dienas: ")
    assert "Bija: 18.–19.\u00a0jūnijs, 10.00–14.00.\nTagad: 18.\u00a0jūnijs, 10.00–14.00." in letter.body


def test_online(ilze: User, seminar: Seminar) -> None:
    plan.move_seminar_online(by=ilze, seminar=seminar, reason="Sals", online_url="https://example.lv/a")
    letter = left()
    assert letter.subject == "Notiks tiešsaistē: Ģimenes un skola"
    assert "Bija: klātienē.\nTagad: tiešsaistē." in letter.body
    assert "https://example.lv/a" in letter.body
    assert "Iemesls: Sals" in letter.body


def test_link_is_news_for_those_who_join_by_it_alone(ilze: User, seminar: Seminar) -> None:
    for session in seminar.activity.sessions.all():
        plan.move_day(by=ilze, seminar=seminar, session=session, online_url="https://example.lv/a")
    assert left("gaida") is None
    assert OutgoingMail.objects.get(to_email="gaida@example.com").state == "dropped"


def test_what_was_changed_back_before_it_left_is_not_told(ilze: User, seminar: Seminar) -> None:
    session = seminar.activity.sessions.earliest("starts_at")
    plan.move_day(by=ilze, seminar=seminar, session=session, place="Rīgas iela 2")
    plan.move_day(by=ilze, seminar=seminar, session=session, place="Smilšu iela 92")
    assert left() is None


def test_a_letter_that_was_written_without_the_old_facts_still_leaves(ilze: User, seminar: Seminar) -> None:
    plan.postpone_seminar(by=ilze, seminar=seminar, reason="Slimība", until=MOVED)
    for mail in OutgoingMail.objects.all():
        mail.context.pop("before")
        mail.save()
    letter = left()
    assert letter.subject == "Izmaiņas: Ģimenes un skola"
    assert "Bija" not in letter.body


def test_facts_of_now_are_those_that_were_read(
    seminar: Seminar, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Three hundred people are written to about the same activity, which each e-mail has read already."""
    before = announced(seminar.activity)
    read = Activity.objects.prefetch_related("sessions").get(pk=seminar.activity_id)
    with CaptureQueriesContext(connection) as about_trainers:
        facts_of(read)
    read = Activity.objects.prefetch_related("sessions").get(pk=seminar.activity_id)
    with django_assert_num_queries(len(about_trainers)):
        assert Changes(before, read, sees_link=True).listed == []


def test_a_cancelled_seminar_says_why_and_not_when(ilze: User, seminar: Seminar) -> None:
    plan.cancel_seminar(by=ilze, seminar=seminar, reason="Slimība")
    body = left().body
    assert "Iemesls: Slimība" in body
    assert "Bija paredzēts: 2020.\u00a0gada 18.\u00a0jūnijs" in body
    assert "Kad:" not in body
