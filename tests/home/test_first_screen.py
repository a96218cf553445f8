"""What a teacher sees first: the next two seminars, what they are and the button; and whom to ask."""

import html as html_module
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.home.contacts import places_of
from darbigas_kopienas.home.front import front_of
from darbigas_kopienas.pages import page_cache
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from resource_centre.models import Centre
from seminars.hours.models import HoursRule
from seminars.plan.services import cancel_seminar, plan_seminar
from tests.builders import at, come

WORDS = re.compile(r"<[^>]+>")
pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 20)


def text_of(html: str) -> str:
    return " ".join(html_module.unescape(WORDS.sub(" ", html)).split())


def next_seminars(client: Client) -> str:
    """What stands beside the greeting: the sentence above speaks of registering too."""
    hero = client.get("/lv/").content.decode().split("</section>", 1)[0]
    return text_of(hero.split('class="hero-next"', 1)[1])


def planned(by: User, scope: Scope, title: str, day: date = DAY, **enrolment: Any) -> Activity:
    begins, ends = (at(day, hour) for hour in (10, 14))
    seminar = plan_seminar(
        by=by, scope=scope, title_lv=title, starts_at=begins, ends_at=ends, is_published=True, place="Smilšu iela 92",
        contact_email="ilze@example.lv",
    )  # fmt: skip
    participation.set_up(by=by, activity=seminar.activity, **enrolment)
    return seminar.activity


def test_the_next_two_seminars_say_when_how_long_and_how_many_seats(
    client: Client, programme: Programme, ilze: User, in_daugavpils: Scope
) -> None:
    second = planned(ilze, in_daugavpils, "Otrais", date(2020, 6, 22))
    first = planned(ilze, in_daugavpils, "Pirmais", capacity=3)
    planned(ilze, in_daugavpils, "Trešais", date(2020, 6, 23))
    come(first, "anna")
    page = client.get("/lv/").content.decode()
    hero, rest = page.split("</section>", 1)
    text = text_of(hero)
    for words in (
        "Pirmais",
        "sestd., 10.00–14.00",
        "6 akadēmiskās stundas",
        "2 brīvas vietas",
        "Pieteikties : Pirmais",
    ):
        assert words in text
    assert text.index("Pirmais") < text.index("Otrais")
    assert reverse("participation:register", args=[second.pk]) in hero
    assert "Trešais" not in hero
    assert ("Pirmais" in rest, "Trešais" in rest) == (False, True)


def test_a_full_one_offers_the_waiting_list_and_a_cancelled_one_is_not_offered(
    client: Client, programme: Programme, ilze: User, in_daugavpils: Scope
) -> None:
    full = planned(ilze, in_daugavpils, "Pilns", capacity=1, has_waiting_list=True)
    come(full, "anna")
    closed = planned(ilze, in_daugavpils, "Slēgts", closes_on=date(2020, 6, 1))
    cancelled = planned(ilze, in_daugavpils, "Atcelts", date(2020, 6, 12))
    cancel_seminar(by=ilze, seminar=cancelled.seminar, reason="slimība")
    hero = next_seminars(client)
    assert "Atcelts" not in hero
    assert (hero.count("Pieteikties"), hero.count("Pieteikties gaidīšanas sarakstā")) == (1, 1)
    assert "Pieteikšanās ir slēgta." in hero
    assert closed.title in hero


def test_one_that_ended_this_morning_takes_no_registrations(
    client: Client, programme: Programme, ilze: User, in_daugavpils: Scope
) -> None:
    planned(ilze, in_daugavpils, "Rīta seminārs")
    for hour, is_offered in ((13, True), (15, False)):
        with clock.frozen(at(DAY, hour)):
            page_cache.forget()  # by the clock, not by anybody's act
            hero = next_seminars(client)
            assert "Rīta seminārs" in hero
            assert ("Pieteikties" in hero) == is_offered
            assert ("Pieteikšanās ir slēgta." in hero) != is_offered


def test_hours_of_teachers_are_said_as_the_rule_in_force_says(client: Client, programme: Programme) -> None:
    HoursRule.objects.all().delete()
    assert "stundās, kas pedagogam" not in client.get("/lv/").content.decode()
    HoursRule.objects.create(valid_from=date(2019, 1, 1), hours=40, years=4, source="MK noteikumi")
    page_cache.forget()  # a rule comes with the portal, not by anybody's act
    text = text_of(client.get("/lv/").content.decode())
    assert "stundas ieskaita 40 stundās, kas pedagogam jāapgūst 4 gadu laikā" in text


def test_the_page_offers_no_line_of_the_grant(client: Client, programme: Programme) -> None:
    text = client.get("/lv/").content.decode()
    assert [component.name for component in programme.components.all() if str(component.name) in text] == []


def test_statements_of_the_first_screen_stay_the_same(programme: Programme, ilze: User, in_daugavpils: Scope) -> None:
    counts = []
    for size in (1, 3):
        for number in range(size):
            planned(ilze, in_daugavpils, f"Seminārs {size} {number}")
        with CaptureQueriesContext(connection) as queries:
            front_of(programme)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_languages_stand_in_the_head_of_every_page(client: Client, as_: Callable[[User], Client], ilze: User) -> None:
    for page in (client.get("/lv/privatums/"), as_(ilze).get("/lv/privatums/")):
        head = page.content.decode().split("</header>", 1)[0]
        assert 'href="/en/privacy/" lang="en"' in head
        assert ">LV<" in head


# -- contacts --------------------------------------------------------------------------------------
def test_contacts_say_of_each_municipality_what_is_public_already(
    client: Client, programme: Programme, ilze: User, in_daugavpils: Scope, daugavpils: Municipality
) -> None:
    Centre.objects.create(
        programme=programme, municipality=daugavpils, name_lv="„Mezgls”", address="Smilšu iela 92",
        contact_email="mezgls@example.lv", is_published=True,
    )  # fmt: skip
    Centre.objects.create(programme=programme, municipality=daugavpils, name_lv="Vēl neatvērts")
    planned(ilze, in_daugavpils, "Seminārs")
    text = text_of(client.get("/lv/kontakti/").content.decode())
    for words in ("„Mezgls”", "Smilšu iela 92", "mezgls@example.lv", "ilze@example.lv", "portals@example.lv"):
        assert words in text
    assert "Vēl neatvērts" not in text
    assert 'href="/lv/kontakti/"' in client.get("/lv/").content.decode().split("<footer", 1)[1]
    assert client.get("/en/contacts/").status_code == 200


def test_contacts_name_an_address_once_and_ask_the_same_statements(
    programme: Programme, ilze: User, in_daugavpils: Scope
) -> None:
    counts = []
    for size in (1, 3):
        for number in range(size):
            planned(ilze, in_daugavpils, f"Seminārs {size} {number}")
        with CaptureQueriesContext(connection) as queries:
            addresses = [place.addresses for place in places_of(programme) if place.addresses]
        counts.append(len(queries))
        assert addresses == [["ilze@example.lv"]]
    assert counts[0] == counts[1]
