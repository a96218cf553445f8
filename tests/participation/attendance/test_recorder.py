"""Rudīte ticks at the door: names of the sessions of these days, and nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.attendance import sheet_pile
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.device import COOKIE
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import PeriodClosed, close_period
from darbigas_kopienas.values import clock
from darbigas_kopienas.web.cookies import cookie_name
from tests.builders import register
from tests.evidence.files import picture, upload
from tests.participation.attendance_pages import As, list_url, present, ticks_url
from tests.participation.conftest import DAY, DayMaker, riga

pytestmark = pytest.mark.django_db
HOME, TODAY = "/lv/mani-darbi/", "participation:attendance_today"


@pytest.fixture
def door(as_: As, rudite: User) -> Client:
    return as_(rudite)


def links_of(answer: Any) -> list[str]:
    """Every address of the page's own that can be pressed."""
    return sorted({url.replace("&amp;", "&") for url in re.findall(r'href="(/lv/[^"#]*)"', answer.content.decode())})


def broken(browser: Client, answer: Any) -> dict[str, int]:
    asked = {url: browser.get(url).status_code for url in links_of(answer) if "/iziet" not in url}
    return {url: status for url, status in asked.items() if status >= 400}


def test_the_way_from_home_to_a_tick(door: Client, sitting_day: Session, people: list[Registration]) -> None:
    home = door.get(HOME)
    assert [button.url for button in home.context["buttons"]] == [reverse(TODAY)]
    today = door.get(reverse(TODAY))
    assert list_url(sitting_day) in links_of(today)
    page = door.get(list_url(sitting_day))
    assert (page.status_code, all(person.name in page.content.decode() for person in people)) == (200, True)
    ticked = door.post(ticks_url(sitting_day), {"registration": people[0].pk, "here": "1"})
    assert (ticked.status_code, present(sitting_day)) == (200, [people[0].name])
    door.post(ticks_url(sitting_day), {"registration": people[0].pk})
    assert present(sitting_day) == []


def test_names_and_nothing_else(
    door: Client, sitting_day: Session, people: list[Registration], ilze: User, as_: As
) -> None:
    register(by=ilze, activity=sitting_day.activity, name=people[0].name, email="p9@example.lv", school="Bitīte")
    here = list_url(sitting_day)
    page, coordinator_s = door.get(here).content.decode(), as_(ilze).get(here).content.decode()
    assert ("example.lv" in page, "p0@" in page) == (False, False)
    # the school tells two people of one name apart, and is said of nobody else
    assert (page.count("<small>3. vidusskola"), page.count("<small>Bitīte")) == (1, 1)
    assert coordinator_s.count("<small>3. vidusskola") == 3
    for name in ("sheet_print", "badge_print", "sheet_file"):
        args = {"sheet_print": [sitting_day.activity_id, sitting_day.pk], "badge_print": [sitting_day.activity_id]}
        address = reverse(f"participation:{name}", args=args.get(name, []))
        assert (address in page, address in coordinator_s) == (False, True)
        assert door.get(address).status_code in {403, 404}


def test_no_link_leads_to_a_refusal(
    door: Client, sitting_day: Session, people: list[Registration], make_day: DayMaker, ilze: User, in_daugavpils: Scope
) -> None:
    """Of an activity that nobody else sees yet, and of one in its week with nothing ticked."""
    make_day(
        ilze, in_daugavpils, title="Rīt", starts_at=riga(10) + timedelta(days=1), ends_at=riga(12) + timedelta(days=1)
    )
    at = [sitting_day.activity_id, sitting_day.pk]
    addresses = [HOME, reverse(TODAY), list_url(sitting_day), links.place_path(people[0])]
    addresses += [reverse(f"participation:{name}", args=at) for name in ("walk_in", "check_in_scan", "wall_code")]
    for address in addresses:
        answer = door.get(address)
        assert (address, answer.status_code, broken(door, answer)) == (address, 200, {})


def test_all_that_is_done_at_the_door(door: Client, sitting_day: Session, people: list[Registration]) -> None:
    at = [sitting_day.activity_id, sitting_day.pk]
    typed = {"name": "Nāk Bez Pieteikuma", "submission_key": "0b9f6e0e-52ab-4f6c-a5b3-36a1a7a1f7b1"}
    assert door.post(reverse("participation:walk_in", args=at), typed).status_code == 302
    read = {"code": links.short_code(people[1])}
    assert "atzīmēt" in door.post(reverse("participation:check_in_scan", args=at), read).content.decode()
    assert door.post(reverse("participation:wall_code", args=at)).status_code == 302
    Registration.objects.filter(pk=people[2].pk).update(state="waiting", waiting_no=1)
    assert door.post(reverse("participation:let_in", args=[*at, people[2].pk])).status_code == 302
    odd = services.record_attendance(
        by=SYSTEM, registration=people[0], session=sitting_day, via="wall_code", oddity="same_device"
    )
    settled = {"counts": "1", "submission_key": "0b9f6e0e-52ab-4f6c-a5b3-36a1a7a1f7b2"}
    assert door.post(reverse("participation:oddity_settle", args=[*at, odd.pk]), settled).status_code == 302
    assert len(present(sitting_day)) == 4


@pytest.mark.parametrize(("days", "status"), [(-8, 404), (-7, 200), (7, 200), (8, 404)])
def test_only_the_sessions_of_these_days(
    door: Client, sitting_day: Session, people: list[Registration], days: int, status: int
) -> None:
    """The evening's slip is corrected; a list of last month is no longer theirs, nor anything in it."""
    with clock.frozen(riga(9) - timedelta(days=days)):
        grid = reverse("participation:attendance_grid", args=[sitting_day.activity_id])
        assert [door.get(url, follow=True).status_code for url in (grid, list_url(sitting_day))] == [status] * 2
        assert (list_url(sitting_day) in links_of(door.get(reverse(TODAY)))) == (status == 200)
        if days == -8:
            ticked = door.post(ticks_url(sitting_day), {"registration": people[0].pk, "here": "1"})
            assert (ticked.status_code, Attendance.objects.count()) == (404, 0)


def test_another_municipality_s_are_not_found(
    door: Client, make_day: DayMaker, karlis: User, in_rezekne: Scope, rudite: User
) -> None:
    public = make_day(karlis, in_rezekne, is_public=True)
    private = make_day(karlis, in_rezekne, title="Slepenais")
    person = register(by=karlis, activity=public.activity, name="Zane Rēzekniete", email="z@example.lv")
    assert [door.get(list_url(session)).status_code for session in (public, private)] == [403, 404]
    assert list_url(public) not in links_of(door.get(reverse(TODAY)))
    with pytest.raises(PermissionDenied):
        services.record_attendance(by=rudite, registration=person, session=public)
    # to whoever does not tick there, it is the page of whoever holds the link, as for everybody
    assert "z@example.lv" in door.get(links.place_path(person)).content.decode()


def test_somebody_s_code_shows_the_name_and_the_tick(
    door: Client, sitting_day: Session, people: list[Registration]
) -> None:
    page = door.get(links.place_path(people[0]))
    assert (people[0].name in page.content.decode(), "p0@example.lv" in page.content.decode()) == (True, False)
    assert cookie_name(COOKIE) not in page.cookies  # nobody's place is remembered as the telephone's own
    address = reverse("participation:pass_check_in", args=[sitting_day.activity_id, sitting_day.pk, people[0].pk])
    assert (door.post(address).status_code, present(sitting_day)) == (302, [people[0].name])


def test_one_s_own_place_is_whole(door: Client, rudite: User, sitting_day: Session, people: list[Registration]) -> None:
    own = Person.objects.create(user=rudite, name=rudite.name, email=rudite.email)
    Registration.objects.filter(pk=people[0].pk).update(person=own)
    assert "p0@example.lv" in door.get(links.place_path(people[0])).content.decode()


def test_papers_are_not_theirs(rudite: User, sitting_day: Session, in_daugavpils: Scope) -> None:
    photo = upload(picture(), "a.jpg")
    with pytest.raises(PermissionDenied):
        sheet_pile.take_in(by=rudite, upload=photo, scope=in_daugavpils)
    assert (list(sheet_pile.sessions_to_file(rudite)), sheet_pile.places_to_file(rudite)) == ([], set())
    with pytest.raises(PermissionDenied):
        services.file_sheet(by=rudite, session=sitting_day, page=1, document=None)  # type: ignore[arg-type]


def test_a_closed_period_is_said_without_a_way_that_is_refused(
    rudite: User, ilze: User, marta: User, sitting_day: Session, people: list[Registration], in_daugavpils: Scope
) -> None:
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    said = {}
    for user in (rudite, ilze):
        with pytest.raises(PeriodClosed) as refusal:
            services.record_attendance(by=user, registration=people[0], session=sitting_day)
        said[user] = reverse("programme:closing_list") in " ".join(refusal.value.messages)
    assert said == {rudite: False, ilze: True}


def test_home_with_nothing_to_do_says_so(door: Client) -> None:
    page = door.get(HOME)
    assert (page.status_code, bool(page.context["words"]), broken(door, page)) == (200, True, {})


def test_a_long_list_asks_no_more(door: Client, sitting_day: Session, people: list[Registration], ilze: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert door.get(list_url(sitting_day)).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for number in range(10, 20):
        register(by=ilze, activity=sitting_day.activity, name=f"Cits {number}", email=f"q{number}@example.lv")
    assert asked() == few <= 10
