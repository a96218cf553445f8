"""Participants are listed in Latvian order and found by what is shown, by the plain spelling too."""

import random

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.participants.filters import RegistrationFilter
from darbigas_kopienas.people.models import User
from tests.builders import register

SCHOOLS = [
    "apes pamatskola", "Cēsu pamatskola", "Čornajas pamatskola", "Ķekavas pamatskola", "Lielā skola",
    "Salas pamatskola",
    "Šķeltovas pamatskola", "Tilžas vidusskola", "Zaļā pamatskola", "Žīguru pamatskola",
]  # fmt: skip
NAMES = {
    "Jürgen Müller": ["Müller", "muller", "MÜLLER", "Mu\u0308ller", "jurgen mul"],
    "Rūta Žukauskienė": ["Žukauskienė", "zukauskiene", "Z\u030cukauskiene\u0307"],
    "Łukasz Wójcik": ["Łukasz", "lukasz", "wojcik łuk"],
    "Андрей Зайцев": ["Андрей", "зайцев", "АНДРЕИ"],
    "Søren Ærø": ["søren", "soren aero"],
    "Straße Groß": ["Straße", "strasse", "GROSS", "groẞ"],
    "O’Konors Šons": ["O’Konors", "O'Konors", "okonors", "o\u2060’konors"],
    "D'Anželo Karla": ["D'Anželo", "D’Anželo", "danzelo"],
    "Be\u0304rzin\u0326s\u030c Ģirts": ["Bērziņš", "berzins", "be\u0304rz"],
    "Đorđe Ŋħŧ": ["Đorđe", "dorde", "nht"],
}


@pytest.fixture
def people(ilze: User, activity: Activity) -> list[Registration]:
    pairs = [(name, f"n{at}@example.lv", SCHOOLS[at]) for at, name in enumerate(NAMES)]
    random.Random(7).shuffle(pairs)
    return [
        register(by=ilze, activity=activity, name=name, email=email, school=school) for name, email, school in pairs
    ]


def _shown(user: User, activity: Activity, query: str) -> RegistrationFilter:
    request = RequestFactory().get("/")
    request.user = user
    rows = Registration.objects.for_staff(user).filter(activity=activity)
    return RegistrationFilter(QueryDict(query), queryset=rows, request=request, activity=activity)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("sort", "wanted"), [("school", SCHOOLS), ("-school", SCHOOLS[::-1])])
def test_by_school_in_latvian_order(ilze: User, activity: Activity, sort: str, wanted: list[str]) -> None:
    assert [row.school for row in _shown(ilze, activity, f"sort={sort}").rows()] == wanted


@pytest.mark.usefixtures("people")
def test_everybody_is_found_by_each_spelling(ilze: User, activity: Activity) -> None:
    for name, spellings in NAMES.items():
        for words in spellings:
            query = QueryDict(mutable=True)
            query["q"] = words
            rows = _shown(ilze, activity, query.urlencode()).rows()
            assert [(words, row.email) for row in rows] == [(words, f"n{list(NAMES).index(name)}@example.lv")]


def test_found_by_the_new_school_after_a_change(ilze: User, people: list[Registration]) -> None:
    changed = services.change(by=ilze, registration=people[0], school="Ļaudonas skola", name="Žanis Āķis")
    found = Registration.objects.all().about("akis laudonas")
    assert list(found) == [changed]
