"""The public list and month: the seats that are left, and the days of each seminar."""

import re
from datetime import date

import pytest
from django.test import Client

from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import SeatReserve
from darbigas_kopienas.participation.registration.prepared import occupancy_of
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.values import clock
from seminars.models import Seminar
from seminars.plan import services as plan_services
from tests.builders import at, register
from tests.page_text import tight
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db


def test_list_shows_seats_left_as_the_arithmetic_of_seats_does(
    client: Client, ilze: User, plan: Maker, rezekne: Municipality
) -> None:
    seminar = plan(capacity=5)
    school = Organisation.objects.create(kind="school", name_lv="3. vidusskola", municipality=rezekne)
    reserves = [SeatReserve(municipality=rezekne, seats=2)]
    participation.reserve_seats(by=ilze, activity=seminar.activity, reserves=reserves)
    expected = [3, 2, 2, 2, 1]  # ours, from there, from there (kept ones used up), from there
    seats_left = []
    for name, organisation in (("", None), ("A", None), ("B", school), ("C", school), ("D", school)):
        if name:
            register(by=ilze, activity=seminar.activity, name=name, email=f"{name}@x.lv", organisation=organisation)
        row = Seminar.objects.with_seats().get()
        enrolment = seminar.activity.enrolment
        occupancy = occupancy_of(enrolment, list(enrolment.reserves.all()))
        seats_left.append((row.seats_left, occupancy.seats.left))  # type: ignore[attr-defined]  # annotated
    assert seats_left == [(row, row) for row in expected]
    with clock.frozen(date(2020, 6, 11)):
        SeatReserve.objects.update(released_on=date(2020, 6, 11))
        assert Seminar.objects.with_seats().get().seats_left == 1  # type: ignore[attr-defined]  # annotated


def test_free_seats_only_leaves_out_full_closed_and_cancelled(client: Client, ilze: User, plan: Maker) -> None:
    full = plan(title_lv="Pilnais", capacity=1)
    register(by=ilze, activity=full.activity, name="Anita", email="anita@example.lv")
    plan(title_lv="Brīvais", capacity=1)
    plan(title_lv="Bezgalīgais")
    plan(title_lv="Slēgtais", registration_until=date(2020, 6, 9))
    plan_services.cancel_seminar(by=ilze, seminar=plan(title_lv="Atceltais"), reason="x")
    names = ("Pilnais", "Brīvais", "Bezgalīgais", "Slēgtais", "Atceltais")
    text = client.get("/lv/seminari/").content.decode()
    assert [name for name in names if name in text] == list(names)
    assert "1\u00a0brīva vieta" in text
    assert "gaidīšanas saraksts" in text
    text = client.get("/lv/seminari/?free=on").content.decode()
    assert [name for name in names if name in text] == ["Brīvais", "Bezgalīgais"]


def test_month_shows_each_day_of_each_seminar(client: Client, ilze: User, plan: Maker) -> None:
    seminar = plan(day=date(2020, 12, 30), title_lv="Gadu mija")
    last = date(2021, 1, 2)
    plan_services.add_day(by=ilze, seminar=seminar, starts_at=at(last, 0, 30), ends_at=at(last, 2))
    plan(day=date(2020, 11, 30), title_lv="Novembris")
    plan(day=date(2020, 12, 1), title_lv="Slepenais", is_published=False)
    december = client.get("/lv/seminari/?month=2020-12").content.decode()
    assert december.count("Gadu mija") == 1
    assert "10.00 Gadu mija" in december
    assert [word for word in ("Novembris", "Slepenais") if word in december] == []
    assert "month=2020-11" in december
    assert "month=2021-01" in december
    assert "2020.\u00a0gada decembris" in december
    january = client.get("/lv/seminari/?month=2021-01&topic=gadu").content.decode()
    assert "00.30 Gadu mija" in january
    assert "month=2021-02&amp;topic=gadu" in january
    assert "Šajā mēnesī semināru nav." in client.get("/lv/seminari/?month=2020-08").content.decode()
    nothing = client.get("/lv/seminari/?month=2020-12&topic=zzz").content.decode()
    assert "neatbilst meklētajam" in nothing
    for wrong in ("2020-13", "x", "%00", "1999-01", "9999-12", "0001-01", "2100-12", "1900-01"):
        assert client.get(f"/lv/seminari/?month={wrong}").status_code in {200, 422}


def test_month_opens_where_the_next_seminar_is(client: Client, ilze: User, plan: Maker) -> None:
    def opens_at(words: str = "") -> str:
        found = re.search(r"\?month=([0-9-]+)", client.get(f"/lv/seminari/{words}").content.decode())
        assert found is not None
        return found[1]

    assert opens_at() == "2020-06"
    plan(day=date(2020, 6, 9), title_lv="Bijušais")
    plan_services.cancel_seminar(by=ilze, seminar=plan(day=date(2020, 7, 9), title_lv="Atceltais"), reason="x")
    plan(day=date(2020, 11, 30), title_lv="Rudens", is_published=False)
    last = plan(day=date(2020, 12, 30), title_lv="Gadu mija")
    plan_services.add_day(by=ilze, seminar=last, starts_at=at(date(2020, 9, 30), 10), ends_at=at(date(2020, 9, 30), 12))
    assert opens_at() == "2020-09"
    assert opens_at("?topic=rudens") == "2020-06"
    with clock.frozen(date(2020, 10, 1)):
        assert opens_at() == "2020-12"
    plan(day=date(2020, 6, 30), title_lv="Vēl šomēnes")
    assert opens_at() == "2020-06"


def test_month_has_its_neighbours_beside_it_and_short_weekdays(client: Client, plan: Maker) -> None:
    text = tight(client.get("/lv/seminari/?month=2020-12").content.decode())
    row = text.split('<nav class="months"', 1)[1].split("</nav>", 1)[0]
    assert [row.index(word) for word in ("2020-11", "2020.\u00a0gada decembris", "2021-01")] == sorted(
        row.index(word) for word in ("2020-11", "2020.\u00a0gada decembris", "2021-01")
    )
    assert re.findall(r"<abbr[^>]*>(\w+)</abbr>", text) == ["P", "O", "T", "C", "Pk", "S", "Sv"]
