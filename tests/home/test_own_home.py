"""The home of each: one's own next seminar, hours and certificates; a coordinator's week."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration.links import short_code
from darbigas_kopienas.participation.registration.seat_columns import own_place_column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from seminars.models import HoursRule, Seminar
from seminars.plan.services import plan_seminar
from tests.builders import approved, at, held, implementer, issue, register, said

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
NOW = datetime(2020, 6, 10, 9, tzinfo=clock.RIGA)


def seminar_on(by: User, scope: Scope, day: date, title: str = "Ģimenes un skola", **enrolment: Any) -> Seminar:
    seminar = plan_seminar(
        by=by, scope=scope, title_lv=title, place="Mezgls", starts_at=at(day, 10), ends_at=at(day, 14),
        is_published=True,
    )  # fmt: skip
    participation.set_up(by=by, activity=seminar.activity, **enrolment)
    return seminar


def own_seat(user: User, seminar: Seminar) -> Registration:
    who = participation.Participant.signed_in(user)
    return participation.register(by=user, activity=seminar.activity, participant=who, via="self")


def home_of(browser: Client) -> str:
    return said(browser.get(reverse("home:my_tasks")))


def test_teacher_sees_the_next_seminar_first(
    as_: As, programme: Programme, janis: User, ilze: User, in_daugavpils: Scope
) -> None:
    with clock.frozen(NOW):
        later, sooner = (seminar_on(ilze, in_daugavpils, date(2020, 6, day), f"Seminārs {day}") for day in (25, 18))
        gone, off = (seminar_on(ilze, in_daugavpils, date(2020, 6, day), f"Seminārs {day}") for day in (12, 13))
        seats = {seminar.pk: own_seat(janis, seminar) for seminar in (later, sooner, gone, off)}
        activities.cancel(by=ilze, activity=off.activity, reason="Slimība")
        activities.postpone(by=ilze, activity=gone.activity, reason="Plūdi")
        page = as_(janis).get(reverse("home:my_tasks"))
    words, text = said(page), page.content.decode()
    first = words.split("Jūsu nākamais seminārs", 1)[1]
    assert first.strip().startswith("Seminārs 18")
    assert "ceturtdiena, 2020. gada 18. jūnijs, 10.00–14.00" in first
    assert short_code(seats[sooner.pk]) in first
    assert "openstreetmap.org/search?query=Mezgls%2C+Daugavpils" in text
    assert first.count("Jums ir vieta") == 3
    assert words.index("Jūsu nākamais seminārs") < words.index("Gaidāmie semināri un pasākumi")


def test_place_of_the_next_session_is_shown_where_the_activity_has_none(
    as_: As, programme: Programme, janis: User, ilze: User, in_daugavpils: Scope
) -> None:
    with clock.frozen(NOW):
        seminar = seminar_on(ilze, in_daugavpils, date(2020, 6, 18), "Seminārs")
        own_seat(janis, seminar)
        seminar.activity.sessions.update(place="Muzejs")
        Activity.objects.update(place="")
        browser = as_(janis)
        text = browser.get(reverse("home:my_tasks")).content.decode()
        assert "Muzejs, Daugavpils" in text
        assert "openstreetmap.org/search?query=Muzejs%2C+Daugavpils" in text
        seminar.activity.sessions.update(place="")
        text = browser.get(reverse("home:my_tasks")).content.decode()
    assert "Daugavpils" in text.split("Jūsu nākamais seminārs", 1)[1].split('class="actions"', 1)[0]
    assert "openstreetmap.org" not in text


def test_place_in_line_has_no_code_and_an_offer_is_the_main_button(
    as_: As, programme: Programme, janis: User, ilze: User, in_daugavpils: Scope
) -> None:
    with clock.frozen(NOW):
        seat = own_seat(janis, seminar_on(ilze, in_daugavpils, date(2020, 6, 18), capacity=5))
        Registration.objects.filter(pk=seat.pk).update(state="waiting", waiting_no=1)
        words = home_of(as_(janis))
        assert short_code(seat) not in words
        assert words.count("Jūs esat gaidīšanas sarakstā") == 2
        Registration.objects.filter(pk=seat.pk).update(state="offered", offer_until=NOW + timedelta(hours=1))
        assert "Pieņemt vietu" in home_of(as_(janis))
        Registration.objects.filter(pk=seat.pk).update(state="asked", offer_until=None)
        assert "Jūsu pieteikums gaida apstiprinājumu" in home_of(as_(janis))


def test_teacher_sees_hours_and_certificates(as_: As, programme: Programme, janis: User, ilze: User, daugavpils: Any,
    in_daugavpils: Scope,
) -> None:  # fmt: skip
    HoursRule.objects.create(hours=36, years=3, valid_from=date(2018, 9, 14), source="MK 569")
    with clock.frozen(NOW):
        implementer(programme)
        seminar = seminar_on(ilze, in_daugavpils, date(2020, 6, 18))
        Seminar.objects.filter(pk=seminar.pk).update(training_programme=approved(programme, daugavpils))
        seat = own_seat(janis, seminar)
    with clock.frozen(at(date(2020, 6, 18), 13)):
        participation.record_attendance(by=ilze, registration=seat, session=seminar.activity.sessions.get())
    with clock.frozen(at(date(2020, 6, 19), 9)):
        (certificate,) = issue(ilze, held(ilze, seminar, date(2020, 6, 18)))
        page = as_(janis).get(reverse("home:my_tasks"))
        words = said(page)
    assert "6 no 36 st." in words
    assert certificate.number in words
    assert reverse("seminars:certificate_download", args=[certificate.pk, "lv"]) in page.content.decode()
    assert "Jūsu nākamais seminārs" not in words


def test_own_place_is_a_column_of_activities_and_of_what_leads_to_them(
    janis: User, karlis: User, ilze: User, in_daugavpils: Scope
) -> None:
    with clock.frozen(NOW):
        seminar = seminar_on(ilze, in_daugavpils, date(2020, 6, 18))
        own_seat(janis, seminar)
    for user, state in ((janis, "confirmed"), (karlis, None)):
        activity: Any = Activity.objects.annotate(own_place=own_place_column(user)).get(pk=seminar.activity_id)
        row: Any = Seminar.objects.with_own_place(user).get(pk=seminar.pk)
        assert (activity.own_place, row.own_place) == (state, state)
    nobody: Any = Seminar.objects.with_own_place(None).get(pk=seminar.pk)
    assert nobody.own_place is None


def test_lists_mark_ones_own_place_alone(as_: As, janis: User, karlis: User, ilze: User, in_daugavpils: Scope) -> None:
    with clock.frozen(NOW):
        own_seat(janis, seminar_on(ilze, in_daugavpils, date(2020, 6, 18)))
        for address in (reverse("seminars:seminar_list"), reverse("seminars:seminar_list") + "?month=2020-06"):
            assert "Jums ir vieta" in said(as_(janis).get(address))
            assert "Jums ir vieta" not in said(as_(karlis).get(address))
            assert "Jums ir vieta" not in said(as_(None).get(address))


def test_coordinator_sees_the_week_of_her_municipality(
    as_: As, programme: Programme, ilze: User, karlis: User, anna: User, marta: User, in_daugavpils: Scope,
    in_rezekne: Scope, components: dict[str, Component],
) -> None:  # fmt: skip
    with clock.frozen(NOW):
        first = seminar_on(ilze, in_daugavpils, date(2020, 6, 8), "Pirmdiena", capacity=30)
        seminar_on(ilze, in_daugavpils, date(2020, 6, 15), "Nākamā nedēļa")
        seminar_on(karlis, in_rezekne, date(2020, 6, 11), "Rēzeknē")
        off = seminar_on(ilze, in_daugavpils, date(2020, 6, 12), "Atcelts")
        activities.cancel(by=ilze, activity=off.activity, reason="Slimība")
        other = activities.plan(by=ilze, scope=in_daugavpils, component=components["3"], kind="other",
                                title_lv="Cits darbs", starts_on=date(2020, 6, 10))  # fmt: skip
        activities.add_session(by=ilze, activity=other, starts_at=at(date(2020, 6, 10), 9),
                               ends_at=at(date(2020, 6, 10), 10))  # fmt: skip
        participation.set_up(by=ilze, activity=other)
        register(by=ilze, activity=first.activity, name="Zane", email="zane@example.lv")
        page = as_(ilze).get(reverse("home:my_tasks"))
        words = said(page).split("Šonedēļ", 1)[1]
        assert words.strip().startswith("8. jūn. Pirmdiena")
        assert "Dalībnieki 1/30" in words
        assert ("Nākamā nedēļa" in words, "Rēzeknē" in words, "Atcelts" in words) == (False, False, False)
        assert "Cits darbs" in words
        session = first.activity.sessions.get()
        first.activity.sessions.update(place="Muzejs")
        other.sessions.update(mode="online")
        week = said(as_(ilze).get(reverse("home:my_tasks"))).split("Šonedēļ", 1)[1]
        assert "10.00–14.00 Muzejs, Daugavpils" in week  # the session's own place, not the seminar's
        assert "9.00–10.00 Dalībnieki" in week.replace("09.00", "9.00")
        for name in ("sheet_print", "attendance_session"):
            assert reverse(f"participation:{name}", args=[first.activity_id, session.pk]) in page.content.decode()
        assert "Rēzeknē" in home_of(as_(karlis)).split("Šonedēļ", 1)[1]
        assert "Šonedēļ" not in home_of(as_(anna))
        assert {"Pirmdiena", "Rēzeknē"} - set(home_of(as_(marta)).split()) == set()


@pytest.mark.parametrize("name", ["janis", "ilze", "marta", "emma"])
def test_statements_with_places_and_a_week(
    request: pytest.FixtureRequest, as_: As, programme: Programme, name: str, ilze: User, in_daugavpils: Scope
) -> None:
    user = request.getfixturevalue(name)
    counts = []
    HoursRule.objects.create(hours=36, years=3, valid_from=date(2018, 9, 14), source="MK 569")
    with clock.frozen(NOW):
        browser = as_(user)
        for size in (1, 3):
            for number in range(size):
                own_seat(user, seminar_on(ilze, in_daugavpils, date(2020, 6, 11), f"S {size} {number}"))
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(reverse("home:my_tasks")).status_code == 200
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
