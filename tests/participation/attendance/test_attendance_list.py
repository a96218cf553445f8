"""The list of the day: who gets it, how many statements it costs, and that nothing typed is lost."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from tests.builders import register
from tests.participation.attendance_pages import As, list_url, present, said, ticks_url
from tests.participation.conftest import DayMaker

pytestmark = pytest.mark.django_db


def test_list_is_sorted_the_latvian_way_and_leads_to_the_session_of_now(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    answer = as_(ilze).get(reverse("participation:attendance_grid", args=[sitting_day.activity_id]), follow=True)
    assert answer.redirect_chain[-1][0] == list_url(sitting_day)
    names = [line.registration.name for line in answer.context["list"].lines]
    assert names == ["Anna Āboliņa", "Čaks Bērziņš", "Zane Žagare"]


def test_the_session_that_is_shown_is_marked_among_the_others(as_: As, sitting_day: Session, ilze: User) -> None:
    later = sitting_day.ends_at + timedelta(days=1)
    other = Session.objects.create(activity=sitting_day.activity, starts_at=later, ends_at=later + timedelta(hours=2))
    text = as_(ilze).get(list_url(sitting_day)).content.decode()
    links = {list_url(sitting_day): True, list_url(other): False}
    assert {url: bool(re.search(rf'href="{url}"\s+aria-current="page"', text)) for url in links} == links


def test_an_activity_without_days_says_what_comes_next(as_: As, sitting_day: Session, ilze: User) -> None:
    activity = sitting_day.activity
    sitting_day.delete()
    answer = as_(ilze).get(reverse("participation:attendance_grid", args=[activity.pk]))
    assert "Vēl nav nevienas dienas" in answer.content.decode()


def test_statements_of_the_list_do_not_grow(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    browser, counted = as_(ilze), []
    Registration.objects.filter(pk__in=[person.pk for person in people[1:]]).update(state="cancelled")
    for _time in range(2):
        with CaptureQueriesContext(connection) as caught:
            browser.get(list_url(sitting_day))
        counted.append(len(caught))
        Registration.objects.update(state="confirmed")
        services.record_many(by=ilze, session=sitting_day, wanted={person.pk: Decimal(6) for person in people})
    assert counted[0] == counted[1]
    assert counted[0] <= 10


def test_whole_list_is_saved_without_javascript(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    anna, caks, zane = (person.pk for person in people)
    was = json.dumps({str(anna): "", str(caks): "", str(zane): ""})
    form = {"was": was, "here": [anna, zane], f"hours_{anna}": "2,5", f"hours_{caks}": "6", f"hours_{zane}": "6"}
    answer = as_(ilze).post(list_url(sitting_day), form, follow=True)
    assert said(answer) == ["Saglabātas 2\u00a0atzīmes."]
    hours = dict(Attendance.objects.values_list("registration", "hours"))
    assert hours == {anna: Decimal("2.5"), zane: Decimal(6)}
    assert said(as_(ilze).post(list_url(sitting_day), {"was": "{}"}, follow=True)) == ["Sarakstā nekas nav mainīts."]


def test_hours_come_back_as_the_language_of_the_page_writes_them(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    Session.objects.filter(pk=sitting_day.pk).update(hours=Decimal("7.5"))
    sitting_day.refresh_from_db()
    services.record_many(by=ilze, session=sitting_day, wanted={people[0].pk: Decimal("4.5")})
    page = as_(ilze).get(list_url(sitting_day)).content.decode()
    assert f'name="hours_{people[0].pk}" value="4,5"' in page
    assert f'name="hours_{people[1].pk}" value="7,5"' in page
    assert 'data-whole="7.5"' in page
    was = json.dumps({str(person.pk): "4.5" if person == people[0] else "" for person in people})
    form = {"was": was, "here": [people[0].pk], f"hours_{people[0].pk}": "4,5"}
    assert said(as_(ilze).post(list_url(sitting_day), form, follow=True)) == ["Sarakstā nekas nav mainīts."]
    form[f"hours_{people[0].pk}"] = "8"
    refused = as_(ilze).post(list_url(sitting_day), form)
    assert "Nodarbības ilgums akadēmiskajās stundās: 7,5;" in refused.content.decode()


def test_an_old_page_does_not_undo_what_a_colleague_ticked(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, marta: User
) -> None:
    anna, caks = people[0].pk, people[1].pk
    was = json.dumps({str(anna): "", str(caks): ""})
    services.record_many(by=marta, session=sitting_day, wanted={caks: Decimal(6)})
    as_(ilze).post(list_url(sitting_day), {"was": was, "here": [anna]})
    assert present(sitting_day) == ["Anna Āboliņa", "Čaks Bērziņš"]


def test_tick_all(as_: As, sitting_day: Session, people: list[Registration], ilze: User) -> None:
    was = json.dumps({str(person.pk): "" for person in people})
    as_(ilze).post(list_url(sitting_day), {"was": was, "everybody": "1"})
    assert len(present(sitting_day)) == 3


@pytest.mark.parametrize("hours", ["divas", "-1", "NaN", "1e999", "7", "1_0", "+1", "４", "2.500", "1e0"])
def test_wrong_hours_are_said_and_the_rest_is_kept(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, hours: str
) -> None:
    anna, zane = people[0].pk, people[2].pk
    was = json.dumps({str(anna): "", str(zane): ""})
    answer = as_(ilze).post(list_url(sitting_day), {"was": was, "here": [anna, zane], f"hours_{anna}": hours})
    assert (answer.status_code, present(sitting_day)) == (422, [])
    assert answer.content.decode().count(" checked") == 2
    assert f'value="{hours}"' in answer.content.decode()


@pytest.mark.parametrize("was", ["[1]", "{", '{"a": ""}', '{"99999999": ""}', '{"1_0": ""}', '{"１": ""}'])
def test_a_damaged_list_is_a_sentence(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, was: str
) -> None:
    assert as_(ilze).post(list_url(sitting_day), {"was": was, "here": ["99999999"]}).status_code == 422


def test_staff_reads_the_list_and_records_nothing(
    as_: As, sitting_day: Session, people: list[Registration], anna: User
) -> None:
    page = as_(anna).get(list_url(sitting_day))
    assert (page.status_code, page.content.decode().count("disabled")) == (200, 6)
    assert as_(anna).post(list_url(sitting_day), {"was": "{}"}).status_code == 403
    assert as_(anna).post(ticks_url(sitting_day), {"registration": people[0].pk, "here": "1"}).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("karlis", 403), ("emma", 403), ("olga", 403), ("janis", 403)])
def test_a_public_seminar_shows_its_names_to_its_own_staff_only(
    as_: As, make_day: DayMaker, ilze: User, in_daugavpils: Scope, request: pytest.FixtureRequest, who: str, status: int
) -> None:
    session = make_day(ilze, in_daugavpils, is_public=True)
    register(by=ilze, activity=session.activity, name="Slepena Persona", email="s@example.lv")
    browser = as_(request.getfixturevalue(who))
    sheet = reverse("participation:sheet_print", args=[session.activity_id, session.pk])
    for url in (list_url(session), ticks_url(session), sheet):
        answer = browser.get(url)
        assert (answer.status_code, "Slepena" in answer.content.decode("latin-1")) == (status, False)


def test_a_session_of_another_activity_is_not_found(
    as_: As, sitting_day: Session, make_day: DayMaker, karlis: User, in_rezekne: Scope
) -> None:
    """Karlis puts the number of Daugavpils's session behind his own activity's."""
    own = make_day(karlis, in_rezekne)
    url = reverse("participation:attendance_session", args=[own.activity_id, sitting_day.pk])
    assert as_(karlis).get(url).status_code == 404
