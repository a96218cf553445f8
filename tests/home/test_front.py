from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community_events.services import log_event, plan_event, publish_event
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.home.front import key_numbers
from darbigas_kopienas.participation.participants.unique_people import turnout
from darbigas_kopienas.participation.services import record_attendance
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Component, Indicator, Programme
from darbigas_kopienas.programme.scoping import Scope
from guidelines.models import Guideline
from resource_centre.models import Centre
from seminars.plan.services import add_day, mark_seminar_held, plan_seminar
from seminars.report.reporting import figures
from tests.builders import at, register
from tests.databases import EMPTY

pytestmark = pytest.mark.django_db


@pytest.fixture
def promises(programme: Programme) -> None:
    for order, (measure, target) in enumerate(
        [
            ("seminars.days", 64),
            ("community_events.mobilisation_events", 20),
            ("resource_centre.centres", 4),
            ("participation.unique_people", 1400),
            ("participation.institutions", 40),
        ]
    ):
        Indicator.objects.create(
            programme=programme, code=f"i{order}", name_lv=measure, name_en=measure, target=target,
            measured_by=measure, order=order,
        )  # fmt: skip


def seminar_held(by: User, scope: Scope, first: date, *more: date, **counts: int) -> Any:
    seminar = plan_seminar(by=by, scope=scope, title_lv="Seminārs", starts_at=at(first, 10), ends_at=at(first, 14))
    for day in more:
        add_day(by=by, seminar=seminar, starts_at=at(day, 10), ends_at=at(day, 12))
    return mark_seminar_held(by=by, seminar=seminar, held_on=max([first, *more]), counts=counts)


def test_key_numbers_are_those_of_the_report(
    programme: Programme, promises: None, ilze: User, karlis: User, in_daugavpils: Scope, in_rezekne: Scope,
    components: dict[str, Component], daugavpils: Municipality,
) -> None:  # fmt: skip
    two_days = seminar_held(ilze, in_daugavpils, date(2020, 6, 2), date(2020, 6, 3), teachers=10)
    seminar_held(karlis, in_rezekne, date(2020, 6, 3), teachers=4)
    without = plan_seminar(
        by=ilze, scope=in_daugavpils, title_lv="Bez sesijām", starts_at=at(date(2020, 6, 4), 10),
        ends_at=at(date(2020, 6, 4), 12),
    )  # fmt: skip
    without.activity.sessions.all().delete()
    mark_seminar_held(by=ilze, seminar=without, held_on=date(2020, 6, 4))
    event = log_event(
        by=ilze, scope=in_daugavpils, title="Stādīšana", held_on=date(2020, 6, 5), type="mobilisation",
        counts={"children": 30}, unique_people=20,
    )  # fmt: skip
    seen = register(by=ilze, activity=two_days.activity, name="A", email="A@x.lv")
    for session in two_days.activity.sessions.all():
        record_attendance(by=ilze, registration=seen, session=session, hours=Decimal(3))
    again = register(by=ilze, activity=event.activity, name="A", email="a@x.lv")
    nobody = register(by=ilze, activity=event.activity, name="Bez adreses")
    first = event.activity.sessions.create(starts_at=at(date(2020, 6, 5), 10), ends_at=at(date(2020, 6, 5), 12))
    for unknown in (again, nobody):
        record_attendance(by=ilze, registration=unknown, session=first, hours=Decimal(1))
    Centre.objects.create(programme=programme, municipality=daugavpils, name_lv="Mezgls", opened_on=date(2020, 1, 23))
    Centre.objects.create(programme=programme, municipality=daugavpils, name_lv="Vēl nav", opened_on=date(2020, 7, 1))

    days, events, centres, people = key_numbers(programme)
    whole = Scope(programme.pk)
    gathered = figures(whole, programme.starts_on, programme.ends_on)
    came = turnout(Activity.objects.filter(programme=programme).held())
    assert days.value == gathered.days == 4
    assert events.value == 1
    assert centres.value == 1
    assert people.value == came.unique == 10 + 4 + 20 + 2
    assert (days.target, people.target) == (64, 1400)


def test_nothing_done_is_zero(programme: Programme, promises: None) -> None:
    assert [key_number.value for key_number in key_numbers(programme)] == [0, 0, 0, 0]
    Indicator.objects.all().delete()
    assert key_numbers(programme) == []


@pytest.mark.database(EMPTY)
def test_portal_without_a_programme_says_so(client: Client) -> None:
    assert "Vēl nav ievadīta neviena programma" in client.get("/lv/").content.decode()


def test_front_page_shows_what_is_public_only(
    client: Client, programme: Programme, ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    day = date(2020, 6, 20)
    for title, is_public in (("Redzams seminārs", True), ("Slepens seminārs", False)):
        plan_seminar(
            by=ilze, scope=in_daugavpils, title_lv=title, starts_at=at(day, 10), ends_at=at(day, 12),
            is_published=is_public,
        )  # fmt: skip
    event = plan_event(by=ilze, scope=in_daugavpils, title="Talka", starts_on=day, type="mobilisation")
    publish_event(by=SYSTEM, event=event)
    Guideline.objects.create(programme=programme, component=components["4"], title_lv="Melnraksts nevienam")
    text = client.get("/lv/").content.decode()
    assert "Redzams seminārs" in text
    assert "Talka" in text
    assert "Britu Padome Latvijā" in text
    assert "Rēzeknes novads" in text
    assert "Slepens" not in text
    assert "Melnraksts nevienam" not in text


def test_statements_stay_the_same_however_much_there_is(
    client: Client, programme: Programme, promises: None, ilze: User, in_daugavpils: Scope,
    components: dict[str, Component],
) -> None:  # fmt: skip
    counts = []
    for size in (1, 3):
        for number in range(size):
            day = date(2020, 6, 20)
            plan_seminar(
                by=ilze, scope=in_daugavpils, title_lv="Seminārs", starts_at=at(day, 10), ends_at=at(day, 12),
                is_published=True,
            )  # fmt: skip
            Guideline.objects.create(
                programme=programme, component=components["4"], title_lv="V", state="published",
                published_on=date(2020, 6, 1),
            )  # fmt: skip
            Centre.objects.create(programme=programme, name_lv=f"C{size}{number}", is_published=True)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/lv/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize(
    "words",
    [("", ""), ("pieklustamiba/", "accessibility/"), ("privatums/", "privacy/")],
    ids=["front", "accessibility", "privacy"],
)
def test_public_pages_in_both_languages(client: Client, language: str, words: tuple[str, str]) -> None:
    answer = client.get(f"/{language}/{words[language == 'en']}")
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


def test_accessibility_statement_says_what_the_regulation_asks(client: Client) -> None:
    text = client.get("/lv/pieklustamiba/").content.decode()
    for words in ("Nr.\u00a0445", "daļēji atbilst", "23.\u00a0novembrī", "mailto:portals@example.lv", "tiesībsarg"):
        assert words in text


def test_language_switch_stays_on_the_page(client: Client) -> None:
    assert 'href="/en/privacy/"' in client.get("/lv/privatums/").content.decode()


def test_chosen_programme_is_remembered(
    as_: Callable[[User | None], Client], marta: User, programme: Programme
) -> None:
    newer = Programme.objects.create(
        code="dk-2", name_lv="Nākamā programma", name_en="Next", goal_lv="x", starts_on=date(2020, 1, 1),
        ends_on=date(2022, 1, 1),
    )  # fmt: skip
    marta.memberships.create(programme=newer, role="programme_coordinator", starts_on=date(2020, 1, 1))
    browser = as_(marta)
    answer = browser.post("/lv/izveleties-programmu/", {"programme": programme.pk, "next": "/lv/seminari/?topic=x"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/lv/seminari/?topic=x")
    assert browser.session["programme"] == programme.pk
    answer = browser.post("/lv/izveleties-programmu/", {"programme": newer.pk, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/lv/mani-darbi/"


@pytest.mark.parametrize("wanted", ["", "x", "999999", "²", "1 OR 1=1"])
def test_programme_that_is_not_there_is_not_found(
    as_: Callable[[User | None], Client], marta: User, wanted: str
) -> None:
    assert as_(marta).post("/lv/izveleties-programmu/", {"programme": wanted}).status_code == 404
    assert as_(marta).get("/lv/izveleties-programmu/").status_code == 405
