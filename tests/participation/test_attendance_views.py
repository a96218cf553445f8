"""Pages of the day: who gets them, how many statements they cost, and that nothing typed is lost."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas import clock
from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation import links, services
from darbigas_kopienas.participation.models import Attendance, Registration, WallCode
from darbigas_kopienas.participation.views.attending import wall
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import close_period
from tests.participation.conftest import DAY, DayMaker, riga
from tests.registering import register

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    cache.clear()
    with clock.frozen(riga(10, 5)):
        yield


def list_url(session: Session) -> str:
    return reverse("participation:attendance_session", args=[session.activity_id, session.pk])


def ticks_url(session: Session) -> str:
    return reverse("participation:attendance_ticks", args=[session.activity_id, session.pk])


def present(session: Session) -> list[str]:
    seen = Attendance.objects.counting().filter(session=session).order_by("registration__sort_key")
    return list(seen.values_list("registration__name", flat=True))


def said(answer: Any) -> list[str]:
    return [str(one) for one in answer.context["messages"]]


# -- the list --------------------------------------------------------------------------------------
def test_list_is_sorted_the_latvian_way_and_leads_to_the_session_of_now(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    answer = as_(ilze).get(reverse("participation:attendance_grid", args=[sitting_day.activity_id]), follow=True)
    assert answer.redirect_chain[-1][0] == list_url(sitting_day)
    names = [one.registration.name for one in answer.context["list"].lines]
    assert names == ["Anna Āboliņa", "Čaks Bērziņš", "Zane Žagare"]


def test_an_activity_without_days_says_what_comes_next(as_: As, sitting_day: Session, ilze: User) -> None:
    activity = sitting_day.activity
    sitting_day.delete()
    answer = as_(ilze).get(reverse("participation:attendance_grid", args=[activity.pk]))
    assert "Vēl nav nevienas dienas" in answer.content.decode()


def test_statements_of_the_list_do_not_grow(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    browser, counted = as_(ilze), []
    Registration.objects.filter(pk__in=[one.pk for one in people[1:]]).update(state="cancelled")
    for _time in range(2):
        with CaptureQueriesContext(connection) as caught:
            browser.get(list_url(sitting_day))
        counted.append(len(caught))
        Registration.objects.update(state="confirmed")
        services.record_many(by=ilze, session=sitting_day, wanted={one.pk: Decimal(6) for one in people})
    assert counted[0] == counted[1]
    assert counted[0] <= 10


def test_whole_list_is_saved_without_javascript(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    anna, caks, zane = (one.pk for one in people)
    was = json.dumps({str(anna): "", str(caks): "", str(zane): ""})
    form = {"was": was, "here": [anna, zane], f"hours_{anna}": "2,5", f"hours_{caks}": "6", f"hours_{zane}": "6"}
    answer = as_(ilze).post(list_url(sitting_day), form, follow=True)
    assert said(answer) == ["Saglabātas 2 atzīmes."]
    hours = dict(Attendance.objects.values_list("registration", "hours"))
    assert hours == {anna: Decimal("2.5"), zane: Decimal(6)}
    assert said(as_(ilze).post(list_url(sitting_day), {"was": "{}"}, follow=True)) == ["Sarakstā nekas nav mainīts."]


def test_an_old_page_does_not_undo_what_a_colleague_ticked(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, marta: User
) -> None:
    anna, caks = people[0].pk, people[1].pk
    was = json.dumps({str(anna): "", str(caks): ""})
    services.record_many(by=marta, session=sitting_day, wanted={caks: Decimal(6)})
    as_(ilze).post(list_url(sitting_day), {"was": was, "here": [anna]})
    assert present(sitting_day) == ["Anna Āboliņa", "Čaks Bērziņš"]


def test_tick_all(as_: As, sitting_day: Session, people: list[Registration], ilze: User) -> None:
    was = json.dumps({str(one.pk): "" for one in people})
    as_(ilze).post(list_url(sitting_day), {"was": was, "everybody": "1"})
    assert len(present(sitting_day)) == 3


@pytest.mark.parametrize("hours", ["divas", "-1", "NaN", "1e999", "7"])
def test_wrong_hours_are_said_and_the_rest_is_kept(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, hours: str
) -> None:
    anna, zane = people[0].pk, people[2].pk
    was = json.dumps({str(anna): "", str(zane): ""})
    answer = as_(ilze).post(list_url(sitting_day), {"was": was, "here": [anna, zane], f"hours_{anna}": hours})
    assert (answer.status_code, present(sitting_day)) == (422, [])
    assert answer.content.decode().count(" checked") == 2
    assert f'value="{hours}"' in answer.content.decode()


@pytest.mark.parametrize("was", ["[1]", "{", '{"a": ""}', '{"99999999": ""}'])
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


# -- one tick --------------------------------------------------------------------------------------
def test_a_tick_says_how_it_is_to_be_so_twice_is_once(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    tick = {"registration": people[0].pk, "here": "1", "hours": "", "seen": ""}
    for _time in range(2):
        answer = as_(ilze).post(ticks_url(sitting_day), tick)
    assert answer.json()["state"] == {str(people[0].pk): "6", str(people[1].pk): "", str(people[2].pk): ""}
    assert (answer.json()["present"], answer.json()["note"]) == (1, "")
    untick = {"registration": people[0].pk, "here": "", "seen": "6"}
    assert as_(ilze).post(ticks_url(sitting_day), untick).json()["present"] == 0
    assert as_(ilze).get(ticks_url(sitting_day)).json()["present"] == 0


def test_of_two_people_the_later_is_right_and_is_told(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, marta: User
) -> None:
    services.record_many(by=marta, session=sitting_day, wanted={people[0].pk: Decimal(2)})
    tick = {"registration": people[0].pk, "here": "1", "hours": "4", "seen": ""}
    answer = as_(ilze).post(ticks_url(sitting_day), tick).json()
    assert "kāds cits" in answer["note"]
    assert answer["state"][str(people[0].pk)] == "4"


@pytest.mark.parametrize("data", [{}, {"registration": "x"}, {"hours": "daudz"}, {"hours": "9"}, {"registration": "0"}])
def test_a_wrong_tick_is_refused_in_words(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, data: dict[str, str]
) -> None:
    tick = {"registration": people[0].pk, "here": "1"} | data if data else {}
    answer = as_(ilze).post(ticks_url(sitting_day), tick)
    assert (answer.status_code, bool(answer.json()["error"])) == (422, True)
    assert present(sitting_day) == []


def test_a_tick_of_whoever_cancelled_and_in_a_closed_period(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    services.cancel_registration(by=ilze, registration=people[0])
    gone = as_(ilze).post(ticks_url(sitting_day), {"registration": people[0].pk, "here": "1"})
    assert (gone.status_code, "vairs nav" in gone.json()["error"]) == (422, True)
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    closed = as_(ilze).post(ticks_url(sitting_day), {"registration": people[1].pk, "here": "1"})
    assert (closed.status_code, "slēgts" in closed.json()["error"]) == (422, True)


# -- the door --------------------------------------------------------------------------------------
def test_walk_in_with_two_fields_and_twice_the_same_form_is_one(as_: As, sitting_day: Session, ilze: User) -> None:
    url = reverse("participation:walk_in", args=[sitting_day.activity_id, sitting_day.pk])
    form = {"name": "Jauna Viešņa", "school": "Pamatskola", "submission_key": str(uuid4())}
    for _time in range(2):
        assert as_(ilze).post(url, form).status_code == 302
    assert present(sitting_day) == ["Jauna Viešņa"]
    answer = as_(ilze).post(url, {"name": "", "school": "Paliek"})
    assert (answer.status_code, 'value="Paliek"' in answer.content.decode()) == (422, True)


def test_letting_in_and_refusals_come_back_to_the_list(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    services.set_up(by=ilze, activity=sitting_day.activity, capacity=3)
    waiting = register(by=ilze, activity=sitting_day.activity, name="Rindā", email="rinda@example.lv")
    url = reverse("participation:let_in", args=[sitting_day.activity_id, sitting_day.pk, waiting.pk])
    assert "Rindā" in as_(ilze).get(list_url(sitting_day)).content.decode()
    assert said(as_(ilze).post(url, follow=True)) == ["Ielaists, un klātbūtne atzīmēta."]
    services.cancel_registration(by=ilze, registration=waiting)
    assert "vairs nav" in said(as_(ilze).post(url, follow=True))[0]


@pytest.mark.parametrize(("counts", "expected"), [("1", ["Anna Āboliņa"]), ("0", [])])
def test_an_oddity_is_settled_with_one_tap(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, counts: str, expected: list[str]
) -> None:
    odd = services.record_attendance(
        by=None, registration=people[0], session=sitting_day, via="wall_code", oddity="same_device"
    )
    assert "vairāki cilvēki no vienas ierīces" in as_(ilze).get(list_url(sitting_day)).content.decode().lower()
    url = reverse("participation:oddity_settle", args=[sitting_day.activity_id, sitting_day.pk, odd.pk])
    as_(ilze).post(url, {"counts": counts})
    assert present(sitting_day) == expected


def test_an_oddity_in_a_closed_period_is_a_sentence(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    odd = services.record_attendance(
        by=None, registration=people[0], session=sitting_day, via="wall_code", oddity="same_device"
    )
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    url = reverse("participation:oddity_settle", args=[sitting_day.activity_id, sitting_day.pk, odd.pk])
    assert "slēgts" in said(as_(ilze).post(url, {"counts": "1"}, follow=True))[0]


# -- the code on the wall --------------------------------------------------------------------------
@pytest.fixture
def here(sitting_day: Session, people: list[Registration], ilze: User) -> str:
    return reverse("participation:check_in", args=[services.hang_wall_code(by=ilze, session=sitting_day).code])


def test_the_wall_page_makes_a_code_only_by_post(as_: As, sitting_day: Session, ilze: User) -> None:
    url = reverse("participation:wall_code", args=[sitting_day.activity_id, sitting_day.pk])
    as_(ilze).get(url)
    assert WallCode.objects.count() == 0
    page = as_(ilze).post(url, follow=True).content.decode()
    code = WallCode.objects.get().code
    assert (code in page, "<svg" in page) == (True, True)
    as_(ilze).post(url)
    assert WallCode.objects.get().code != code


def test_a_guest_types_the_address_and_the_second_time_taps(
    client: Client, here: str, sitting_day: Session, people: list[Registration]
) -> None:
    answer = client.post(here, {"email": " P0@example.lv "}, follow=True)
    assert said(answer) == ["Jūsu klātbūtne ir atzīmēta."]
    assert present(sitting_day) == ["Anna Āboliņa"]
    Attendance.objects.all().delete()
    page = client.get(here).content.decode()
    assert "Anna Āboliņa" in page
    client.post(here, {"mine": "1"})
    assert present(sitting_day) == ["Anna Āboliņa"]


def test_a_signed_in_participant_taps_once(
    as_: As, here: str, sitting_day: Session, people: list[Registration], janis: User
) -> None:
    Person.objects.create(name="Jānis", email=janis.email, email_verified_at=clock.now(), user=janis)
    register(by=janis, activity=sitting_day.activity, name="Jānis Kalniņš", email=janis.email)
    as_(janis).post(here, {"mine": "1"})
    assert present(sitting_day) == ["Jānis Kalniņš"]


def test_one_tap_by_nobody_known_asks_for_the_address(client: Client, here: str, sitting_day: Session) -> None:
    assert (client.post(here, {"mine": "1"}).status_code, present(sitting_day)) == (422, [])


def test_the_link_to_the_place_opened_on_the_day_makes_it_one_tap(
    client: Client, here: str, sitting_day: Session, people: list[Registration]
) -> None:
    client.get(links.place_path(people[1]))
    client.post(here, {"mine": "1"})
    assert present(sitting_day) == ["Čaks Bērziņš"]


@pytest.mark.parametrize("moment", [riga(9).replace(day=17), riga(9).replace(day=19)])
def test_the_link_opened_on_another_day_is_not_remembered(
    client: Client, sitting_day: Session, people: list[Registration], moment: Any
) -> None:
    with clock.frozen(moment):
        assert "on_the_day" not in client.get(links.place_path(people[1])).cookies


def test_staff_who_opens_places_is_nobodys_device(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    assert "on_the_day" not in as_(ilze).get(links.place_path(people[1])).cookies


def test_two_people_from_one_telephone_the_second_waits_for_the_organiser(
    client: Client, here: str, sitting_day: Session, people: list[Registration]
) -> None:
    client.post(here, {"email": "p0@example.lv"}, follow=True)
    answer = client.post(here, {"email": "p1@example.lv"}, follow=True)
    assert said(answer) == ["Jūs esat pierakstīts; rīkotājs to izskatīs."]
    assert present(sitting_day) == ["Anna Āboliņa"]
    assert Attendance.objects.get(registration=people[1]).oddity == "same_device"


def test_a_foreign_or_damaged_cookie_is_none(client: Client, here: str) -> None:
    for value in ("x", "[[1],{}]:abc", '[[1],{"1":[1]}]'):
        client.cookies["on_the_day"] = value
        assert client.get(here).status_code == 200


@pytest.mark.parametrize("email", ["nav@example.lv", "zane@example.lv"])
def test_an_unknown_and_a_cancelled_address_are_answered_alike(
    client: Client, here: str, sitting_day: Session, ilze: User, email: str
) -> None:
    gone = register(by=ilze, activity=sitting_day.activity, name="Zane", email="zane@example.lv")
    services.cancel_registration(by=ilze, registration=gone)
    answer = client.post(here, {"email": email})
    assert answer.status_code == 422
    assert "Sarakstā Jūs neatradām" in answer.content.decode()
    assert f'value="{email}"' in answer.content.decode()
    assert "Zane" not in answer.content.decode().replace(email, "")


def test_wrong_old_and_tomorrows_codes_are_answered_alike(
    client: Client, here: str, sitting_day: Session, ilze: User
) -> None:
    with clock.frozen(riga(10).replace(day=19)):
        tomorrow = client.get(here)
    services.hang_wall_code(by=ilze, session=sitting_day)
    answers = [tomorrow, client.get(here), client.get("/lv/klat/ZZZZZZ/"), client.post("/lv/klat/ZZZZZZ/", {})]
    assert {one.status_code for one in answers} == {404}
    pages = [one.content.decode().split("<main")[1].split("csrfmiddlewaretoken")[0] for one in answers]
    assert len(set(pages)) == 1


def test_a_typed_code_leads_on_or_is_refused(client: Client, here: str) -> None:
    code = here.rstrip("/").rsplit("/", 1)[1]
    form = reverse("participation:check_in_form")
    assert client.post(form, {"code": f"{code[:3]} {code[3:]}".lower()})["Location"] == here
    for wrong in ("ZZZZZZ", "!!", ""):
        assert client.post(form, {"code": wrong}).status_code == 422
    assert client.get(form).status_code == 200


def test_a_class_behind_one_address_passes_and_guessing_does_not(
    client: Client, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30 * 3):
        assert client.get(here).status_code == 200, number
    monkeypatch.setattr(wall, "TRIES", 91)
    assert client.get(here).status_code == 200
    assert [client.get(here).status_code, client.post("/lv/klat/", {"code": "A"}).status_code] == [429, 429]


def test_a_closed_period_is_said_to_the_participant(
    client: Client, here: str, marta: User, in_daugavpils: Scope
) -> None:
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    answer = client.post(here, {"email": "p0@example.lv"})
    assert (answer.status_code, "slēgts" in answer.content.decode()) == (422, True)
    client.get(links.place_path(Registration.objects.get(email="p0@example.lv")))
    assert client.post(here, {"mine": "1"}).status_code == 422


# -- the participant's own code --------------------------------------------------------------------
def test_staff_ticks_from_the_opened_place_and_strangers_see_no_button(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, karlis: User
) -> None:
    place = links.place_path(people[0])
    url = reverse("participation:pass_check_in", args=[sitting_day.activity_id, sitting_day.pk, people[0].pk])
    for who, sees in ((None, False), (karlis, False), (ilze, True)):
        assert (url in as_(who).get(place).content.decode()) == sees
    assert said(as_(ilze).post(url, follow=True)) == ["Anna Āboliņa: klātbūtne atzīmēta."]
    assert url not in as_(ilze).get(place).content.decode()
    assert Attendance.objects.get().via == "pass"
    services.cancel_registration(by=ilze, registration=people[0])
    assert url not in as_(ilze).get(place).content.decode()
    assert "vairs nav" in said(as_(ilze).post(url, follow=True))[0]


def test_on_another_day_the_place_has_no_button(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    with clock.frozen(riga(10).replace(day=19)):
        assert "atzimet" not in as_(ilze).get(links.place_path(people[0])).content.decode()


def test_codes_are_read_one_after_another(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, make_day: DayMaker, in_daugavpils: Scope
) -> None:
    url = reverse("participation:check_in_scan", args=[sitting_day.activity_id, sitting_day.pk])
    stranger = register(by=ilze, activity=make_day(ilze, in_daugavpils).activity, name="Svešais")
    read = [links.place_url(people[0]), links.short_code(people[1]).lower(), links.token(links.PLACE, people[2].pk)]
    for code in read:
        assert as_(ilze).post(url, {"code": code}).status_code == 200
    assert len(present(sitting_day)) == 3
    for code in ("", "x", links.place_url(stranger), links.short_code(people[0])[:-1] + "2", "1.abc"):
        answer = as_(ilze).post(url, {"code": code}, headers={"accept": "application/json"})
        assert (answer.status_code, bool(answer.json()["text"])) == (422, True)
    assert as_(ilze).get(url).status_code == 200


# -- print -----------------------------------------------------------------------------------------
def test_printing_writes_nothing_and_streams(
    as_: As, sitting_day: Session, people: list[Registration], anna: User
) -> None:
    sheet = reverse("participation:sheet_print", args=[sitting_day.activity_id, sitting_day.pk])
    badges = reverse("participation:badge_print", args=[sitting_day.activity_id])
    for url in (sheet, badges):
        with CaptureQueriesContext(connection) as caught:
            answer = as_(anna).get(url)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "private, no-store"
        written = [one["sql"] for one in caught if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert [one for one in written if "session" not in one and "last_login" not in one] == []
    for part in ("0", "2", "x"):
        assert as_(anna).get(f"{sheet}?part={part}").status_code == 404


def test_badges_of_nobody_are_a_sentence(as_: As, sitting_day: Session, ilze: User) -> None:
    answer = as_(ilze).get(reverse("participation:badge_print", args=[sitting_day.activity_id]), follow=True)
    assert "nav kartīšu" in said(answer)[0]


def test_what_cannot_be_printed_is_said(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("darbigas_kopienas.pdf.MAX_ELEMENTS", 3)
    urls = [
        reverse("participation:sheet_print", args=[sitting_day.activity_id, sitting_day.pk]),
        reverse("participation:badge_print", args=[sitting_day.activity_id]),
    ]
    for url in urls:
        assert "pārāk liels" in said(as_(ilze).get(url, follow=True))[0]
