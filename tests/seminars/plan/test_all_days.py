"""A seminar of several days says all of them wherever it says when it is."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.letters import Letter
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.attendance import pdf as sheets
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock, pdf
from seminars.models import Seminar
from seminars.plan import services
from tests.builders import at, register, said
from tests.page_text import tight
from tests.seminars.conftest import Maker
from tests.seminars.plan.tables import rows_of

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
FIRST, SECOND = date(2020, 6, 18), date(2020, 6, 19)


@pytest.fixture
def two_days(ilze: User, plan: Maker) -> Seminar:
    seminar = plan()
    services.add_day(by=ilze, seminar=seminar, starts_at=at(SECOND, 10), ends_at=at(SECOND, 14))
    return seminar


def test_activity_has_the_days_of_its_sessions(ilze: User, two_days: Seminar) -> None:
    activity = two_days.activity
    assert (activity.days, activity.hours_of_day) == ([FIRST, SECOND], "10.00–14.00")
    services.add_day(by=ilze, seminar=two_days, starts_at=at(SECOND, 16), ends_at=at(SECOND, 18))
    assert (activity.days, activity.hours_of_day) == ([FIRST, SECOND], "10.00")
    services.take_off_day(by=ilze, seminar=two_days, session=activity.sessions.earliest("starts_at"))
    assert Activity.objects.get(pk=activity.pk).days == [SECOND]
    services.cancel_seminar(by=ilze, seminar=two_days, reason="Slimība")
    assert Activity.objects.get(pk=activity.pk).days == [FIRST, SECOND]
    activity.sessions.all().delete()
    without = Activity.objects.get(pk=activity.pk)
    assert (without.days, without.hours_of_day) == ([without.starts_on], "")


def test_it_is_to_come_until_its_last_day_and_asked_about_after_it(two_days: Seminar, plan: Maker) -> None:
    for day, is_to_come in ((FIRST, True), (SECOND, True), (date(2020, 6, 20), False)):
        assert list(Activity.objects.upcoming(day)) == ([two_days.activity] if is_to_come else [])
        assert list(Activity.objects.to_be_answered_on(day)) == ([] if is_to_come else [two_days.activity])


def test_day_that_was_taken_off_keeps_nothing_to_come(ilze: User, two_days: Seminar) -> None:
    services.take_off_day(by=ilze, seminar=two_days, session=two_days.activity.sessions.latest("starts_at"))
    assert list(Activity.objects.upcoming(FIRST)) == [two_days.activity]
    assert list(Activity.objects.upcoming(SECOND)) == []
    assert list(Activity.objects.to_be_answered_on(SECOND)) == [two_days.activity]
    assert list(Seminar.objects.ending_since(FIRST)) == [two_days]
    assert list(Seminar.objects.ending_since(SECOND)) == []
    assert list(Seminar.objects.over_before(SECOND)) == [two_days]


def test_cancelled_one_stays_in_sight_until_its_last_day(ilze: User, two_days: Seminar) -> None:
    services.cancel_seminar(by=ilze, seminar=two_days, reason="Slimība")
    assert list(Seminar.objects.ending_since(SECOND)) == [two_days]
    assert list(Seminar.objects.over_before(SECOND)) == []


def test_lists_and_front_page_show_every_day(as_: As, two_days: Seminar, ilze: User) -> None:
    for address in ("/lv/seminari/", "/lv/"):
        text = tight(as_(None).get(address).content.decode())
        assert '<b class="span">18.–19.</b>jūn.</time>' in text, address
        assert "<span>ceturtd.–piektd., 10.00–14.00</span>" in text, address
    with clock.frozen(SECOND):
        assert "18.–19." in as_(None).get("/lv/").content.decode()
        assert "vai tas notika" not in as_(ilze).get("/lv/mani-darbi/").content.decode()


def test_what_is_shared_of_it_has_days_and_hours(client: Client, two_days: Seminar) -> None:
    text = client.get(f"/lv/seminari/{two_days.pk}/").content.decode()
    assert 'content="2020.\u00a0gada 18.–19.\u00a0jūnijs, 10.00–14.00 · Smilšu iela 92, Daugavpils"' in text
    assert "· 2020.\u00a0gada 18.–19.\u00a0jūnijs ·" in text
    english = client.get(f"/en/seminars/{two_days.pk}/").content.decode()
    assert 'content="18–19\u00a0June 2020, 10:00–14:00 · Smilšu iela 92, Daugavpils"' in english


@pytest.mark.parametrize("turn", ["cancel", "postpone"])
def test_mail_of_a_turn_has_every_day_with_its_hours(ilze: User, two_days: Seminar, turn: str) -> None:
    register(by=ilze, activity=two_days.activity, name="Anita", email="anita@example.lv")
    if turn == "cancel":
        services.cancel_seminar(by=ilze, seminar=two_days, reason="Slimība")
        occasion, first = "called_off", 18
    else:
        services.postpone_seminar(by=ilze, seminar=two_days, reason="Slimība", until=date(2020, 6, 25))
        occasion, first = "moved", 25
    letter = mails.compose(OutgoingMail.objects.get(template=f"registration_{occasion}"))
    assert isinstance(letter, Letter)
    sessions: Any = letter.context["sessions"]
    days = [clock.day_of(session.starts_at).day for session in sessions]
    assert days == [first, first + 1]


def test_other_place_in_the_same_hours_is_named_with_its_days(
    as_: As, janis: User, two_days: Seminar, plan: Maker
) -> None:
    who = participation.Participant.signed_in(janis)
    participation.register(by=janis, activity=two_days.activity, participant=who, via="self")
    other = plan(title_lv="Cits")
    text = said(as_(janis).get(f"/lv/seminari/{other.pk}/"))
    assert f"{two_days.title} (18.–19. jūn.)" in text


def test_export_has_a_column_of_all_days(as_: As, ilze: User, two_days: Seminar) -> None:
    rows = rows_of(as_(ilze).get(reverse("seminars:seminar_export") + "?format=csv"))
    assert ["18.06.2020", two_days.title, "2020.\u00a0gada 18.–19.\u00a0jūnijs"] in [row[:3] for row in rows]


def test_badges_have_every_day(ilze: User, two_days: Seminar, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def draw(html: str, **_more: object) -> bytes:
        drawn.append(html)
        return b""

    monkeypatch.setattr(pdf, "render", draw)
    person = register(by=ilze, activity=two_days.activity, name="Anita", email="anita@example.lv")
    sheets.badges_pdf(two_days.activity, [person])
    assert "2020.\u00a0gada 18.–19.\u00a0jūnijs" in drawn[0]


def test_front_page_asks_as_much_for_three_as_for_one(
    client: Client, ilze: User, plan: Maker, programme: Programme
) -> None:
    numbers: list[int] = []
    for _round in range(2):
        for _each in range(1 + len(numbers)):
            seminar = plan()
            services.add_day(by=ilze, seminar=seminar, starts_at=at(SECOND, 10), ends_at=at(SECOND, 14))
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/lv/").status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 10
