"""Pages of the room, and who gets what from them."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Programme
from seminars.models import Seminar
from seminars.plan import services
from tests.builders import at, register
from tests.cast import WHO
from tests.page_text import tight
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
SECRET = "Slepenais seminārs"
LOGIN, SEEN, NO, NONE = 302, 200, 403, 404


def table(**answers: int) -> list[tuple[str, int]]:
    return [(name, answers.get(name, answers["others"])) for name in WHO]


def form(**changes: Any) -> dict[str, Any]:
    return {
        "title_lv": "Jauns seminārs",
        "day": "18.06.2020",
        "starts": "10:00",
        "ends": "14:00",
        "place": "Skola",
        "audience_group": "teachers",
        "contact_email": "ilze@example.lv",
        "submission_key": str(uuid4()),
        **changes,
    }


# -- drafts (not published) of Daugavpils ------------------------------------------------------------
@pytest.mark.parametrize(("name", "status"), table(ilze=SEEN, anna=SEEN, marta=SEEN, olga=SEEN, others=NONE))
def test_unpublished_seminar_is_seen_by_its_staff_only(as_: As, who: Any, plan: Maker, name: str, status: int) -> None:
    seminar = plan(title_lv=SECRET, is_published=False)
    browser = as_(who(name))
    assert browser.get(f"/lv/seminari/{seminar.pk}/").status_code == status
    assert (SECRET in browser.get("/lv/seminari/").content.decode()) == (status == SEEN)


@pytest.mark.parametrize("name", WHO)
def test_published_seminar_is_seen_by_everybody(as_: As, who: Any, seminar: Seminar, name: str) -> None:
    browser = as_(who(name))
    assert browser.get(f"/lv/seminari/{seminar.pk}/").status_code == SEEN
    assert seminar.title in browser.get("/lv/seminari/").content.decode()


@pytest.mark.parametrize(("name", "status"), table(visitor=LOGIN, ilze=SEEN, marta=SEEN, others=NO))
@pytest.mark.parametrize("address", ["labot", "notika", "atcelt", "dienas/pievienot"])
def test_only_the_coordinator_changes_a_published_one(
    as_: As, who: Any, seminar: Seminar, name: str, status: int, address: str
) -> None:
    url = f"/lv/seminari/{seminar.pk}/{address}/"
    browser = as_(who(name))
    assert browser.get(url).status_code == status
    if status != SEEN:
        assert browser.post(url, form(reason="x", held_on="09.06.2020")).status_code == status
        seminar.activity.refresh_from_db()
        assert (seminar.title, seminar.activity.state) == ("Ģimenes un skolas sadarbība", "planned")


@pytest.mark.parametrize("address", ["labot", "notika", "atcelt", "dienas/pievienot"])
def test_karlis_does_not_find_the_hidden_one(as_: As, karlis: User, plan: Maker, address: str) -> None:
    seminar = plan(is_published=False)
    for browser_answer in (as_(karlis).get, as_(karlis).post):
        assert browser_answer(f"/lv/seminari/{seminar.pk}/{address}/").status_code == NONE


@pytest.mark.parametrize(("name", "status"), table(visitor=LOGIN, ilze=SEEN, karlis=SEEN, marta=SEEN, others=NO))
@pytest.mark.parametrize("address", ["pievienot", "apmacibu-programmas/pievienot"])
def test_only_coordinators_add(as_: As, who: Any, programme: Programme, name: str, status: int, address: str) -> None:
    assert as_(who(name)).get(f"/lv/seminari/{address}/").status_code == status


def test_karlis_adds_only_to_his_own_municipality(
    as_: As, karlis: User, daugavpils: Municipality, components: object
) -> None:
    answer = as_(karlis).post("/lv/seminari/pievienot/", form(where=str(daugavpils.pk)))
    assert answer.status_code == LOGIN
    assert Seminar.objects.get().scope.municipality_id != daugavpils.pk


def test_names_of_registered_people_are_nowhere_on_the_page(as_: As, who: Any, ilze: User, seminar: Seminar) -> None:
    register(by=ilze, activity=seminar.activity, name="Zenta Ziediņa", email="zenta@example.lv")
    for name in WHO:
        text = as_(who(name)).get(f"/lv/seminari/{seminar.pk}/").content.decode()
        assert "Zenta" not in text
        assert ("Pieteikušies" in text) == (name in {"ilze", "anna", "marta", "olga"})


# -- deeds ----------------------------------------------------------------------------------------------
def test_coordinator_plans_a_seminar_once_whatever_the_clicks(as_: As, ilze: User, components: object) -> None:
    browser, sent = as_(ilze), form(is_published="on")
    first = browser.post("/lv/seminari/pievienot/", sent)
    second = browser.post("/lv/seminari/pievienot/", sent)
    assert first.headers["Location"] == second.headers["Location"]
    seminar = Seminar.objects.select_related("activity").get()
    assert (seminar.title, seminar.is_published) == ("Jauns seminārs", True)
    assert "Seminārs saglabāts." in browser.get(first.headers["Location"]).content.decode()


def test_programme_coordinator_chooses_the_municipality(
    as_: As, marta: User, rezekne: Municipality, components: object
) -> None:
    browser = as_(marta)
    assert browser.post("/lv/seminari/pievienot/", form()).status_code == 422
    for place, scope in ((str(rezekne.pk), rezekne.pk), ("programme", None)):
        browser.post("/lv/seminari/pievienot/", form(where=place))
        assert Seminar.objects.order_by("-pk")[0].scope.municipality_id == scope


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title_lv": ""}, "Kļūda:"),
        ({"day": "31.02.2021"}, "kalendārā"),
        ({"day": "2020.06.18"}, "23.11.2026."),
        ({"starts": "25:00"}, "Kļūda:"),
        ({"ends": "10:00"}, "Beigām jābūt pēc sākuma."),
        ({"day": "28.03.2027", "starts": "03:30", "ends": "05:00"}, "tiek pagriezts pulkstenis"),
        ({"registration_until": "19.06.2020"}, "Pieteikšanās jābeidz pirms semināra sākuma."),
        ({"contact_email": "nav adrese"}, "Kļūda:"),
        ({"capacity": "-1"}, "Kļūda:"),
    ],
)
def test_wrong_form_says_why_and_keeps_what_was_typed(
    as_: As, ilze: User, components: object, changes: dict[str, str], words: str
) -> None:
    answer = as_(ilze).post("/lv/seminari/pievienot/", form(**{"trainers": "Prof. Ozols", **changes}))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "Prof. Ozols" in text
    assert not Seminar.objects.exists()


def test_coordinator_edits(as_: As, ilze: User, seminar: Seminar) -> None:
    url = f"/lv/seminari/{seminar.pk}/labot/"
    assert "Smilšu iela 92" in as_(ilze).get(url).content.decode()
    assert as_(ilze).post(url, form(title_lv="Cits nosaukums")).status_code == LOGIN
    stored = Seminar.objects.select_related("activity").get()
    assert (stored.title, stored.is_published) == ("Cits nosaukums", False)


def test_coordinator_adds_and_moves_a_day(as_: As, ilze: User, seminar: Seminar) -> None:
    here = f"/lv/seminari/{seminar.pk}"
    as_(ilze).post(f"{here}/dienas/pievienot/", {"day": "19.06.2020", "starts": "10:00", "ends": "12:00"})
    first, last = seminar.activity.sessions.order_by("starts_at")
    page = as_(ilze).get(f"{here}/dienas/{last.pk}/").content.decode()
    assert 'value="19.06.2020"' in page
    as_(ilze).post(f"{here}/dienas/{last.pk}/", {"day": "22.06.2020", "starts": "10:00", "ends": "12:00"})
    last.refresh_from_db()
    assert last.starts_at.date() == date(2020, 6, 22)
    assert as_(ilze).get(f"{here}/dienas/999999/").status_code == NONE
    assert first.pk != last.pk


def test_coordinator_marks_as_held_with_counts(as_: As, ilze: User, plan: Maker) -> None:
    seminar = plan(day=date(2020, 6, 5))
    here = f"/lv/seminari/{seminar.pk}"
    assert 'value="05.06.2020"' in as_(ilze).get(f"{here}/notika/").content.decode()
    as_(ilze).post(f"{here}/notika/", {"held_on": "05.06.2020", "teachers": "14"})
    text = as_(ilze).get(f"{here}/").content.decode()
    assert "Apmeklējumi" in text
    assert ">14<" in text
    assert as_(ilze).post(f"{here}/notika/", {"held_on": "05.06.2020"}).status_code == 422


def test_coordinator_cancels_with_a_reason(as_: As, ilze: User, seminar: Seminar) -> None:
    here = f"/lv/seminari/{seminar.pk}"
    assert as_(ilze).post(f"{here}/atcelt/", {"reason": ""}).status_code == 422
    as_(ilze).post(f"{here}/atcelt/", {"reason": "Pandēmija"})
    text = as_(None).get(f"{here}/").content.decode()
    assert "atcelts" in text
    assert "mailto:ilze@example.lv?subject" not in text


def test_visitor_registers_here_and_reads_whom_to_ask(client: Client, plan: Maker) -> None:
    seminar = plan(registration_until=date(2020, 6, 15))
    text = client.get(f"/lv/seminari/{seminar.pk}/").content.decode()
    assert "Līdz 2020.\u00a0gada 15.\u00a0jūnijam" in text
    assert 'name="email"' in text
    assert "mailto:ilze@example.lv" in text


# -- lists ------------------------------------------------------------------------------------------------
def test_list_is_upcoming_first_and_the_past_apart(client: Client, plan: Maker) -> None:
    plan(title_lv="Vēlāks", day=date(2020, 7, 1))
    plan(title_lv="Drīzs", day=date(2020, 6, 11))
    plan(title_lv="Bijušais", day=date(2020, 6, 1))
    text = client.get("/lv/seminari/").content.decode()
    assert text.index("Drīzs") < text.index("Vēlāks")
    assert "Bijušais" not in text
    past = client.get("/lv/seminari/?when=past").content.decode()
    assert "Bijušais" in past
    assert "Drīzs" not in past


def test_seminar_that_has_begun_and_goes_on_is_still_coming(client: Client, ilze: User, plan: Maker) -> None:
    seminar = plan(day=date(2020, 6, 9))
    services.add_day(by=ilze, seminar=seminar, starts_at=at(date(2020, 6, 12), 10), ends_at=at(date(2020, 6, 12), 12))
    assert seminar.title in client.get("/lv/seminari/").content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("topic=gimenu+SEMINARS", {"Ģimeņu seminārs"}),
        ("audience=mixed", {"Kopienas vakars"}),
        ("place=rezeknes-novads", set()),
        ("place=daugavpils&topic=kopienas", {"Kopienas vakars"}),
        ("utm_source=zinas&fbclid=IwAR0", {"Ģimeņu seminārs", "Kopienas vakars"}),
        ("place=nav-tadas", None),
        ("topic=%00", None),
        ("page=zzz&audience=%3Cscript%3E", None),
        ("municipality=daugavpils", None),
        ("free=0", None),
    ],
)
def test_filters_live_in_the_address(client: Client, plan: Maker, query: str, expected: set[str] | None) -> None:
    """None: what is not known is said, in the calendar file too."""
    plan(title_lv="Ģimeņu seminārs")
    plan(title_lv="Kopienas vakars", audience_group="mixed")
    answer = client.get(f"/lv/seminari/?{query}")
    assert answer.status_code == (422 if expected is None else 200)
    text = answer.content.decode()
    assert {title for title in ("Ģimeņu seminārs", "Kopienas vakars") if title in text} == (expected or set())
    assert client.get(f"/lv/seminari/kalendars.ics?{query}").status_code == answer.status_code


@pytest.mark.parametrize("name", ["visitor", "ilze", "marta"])
def test_statements_stay_the_same(as_: As, who: Any, plan: Maker, name: str) -> None:
    browser = as_(who(name))
    counts: dict[str, list[int]] = {}
    for size in (1, 3):
        for _number in range(size):
            seminar = plan()
        browser.get(f"/lv/seminari/{seminar.pk}/")  # the words of consents are kept for a minute
        for url in ("/lv/seminari/", f"/lv/seminari/{seminar.pk}/", "/lv/seminari/apmacibu-programmas/"):
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url).status_code == 200
            counts.setdefault(url.replace(f"/{seminar.pk}/", "/1/"), []).append(len(queries))
    for url, (for_one, three) in counts.items():
        assert for_one == three <= 10, url


def test_page_is_whole_in_english(client: Client, plan: Maker) -> None:
    seminar = plan(title_en="Families and schools")
    text = tight(client.get(f"/en/seminars/{seminar.pk}/").content.decode())
    assert "Families and schools" in text
    assert "18\u00a0June 2020, 10:00–14:00" in text
    assert "Coming" in client.get("/en/seminars/").content.decode()
