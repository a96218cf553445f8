"""Which people and organisations look like one: by name, spelling, address and number, and never by less."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.administration.models import Duplicate
from darbigas_kopienas.administration.people.duplicates.likely import likely_organisations, likely_people
from darbigas_kopienas.administration.people.duplicates.organisation_names import OrganisationName
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.programme.models import Component, Party, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, near_spellings
from darbigas_kopienas.values.near_spellings import Spelling, near_pairs, words_in
from tests.builders import taking

pytestmark = pytest.mark.django_db
Told = list[tuple[str, str, list[str]]]


def people(user: User, programme: Programme) -> Told:
    return [_told(pair.first.name, pair.second.name, pair.reasons) for pair in likely_people(user, programme)]


def organisations(user: User, programme: Programme) -> Told:
    return [_told(pair.first.name, pair.second.name, pair.reasons) for pair in likely_organisations(user, programme)]


def _told(first: str, second: str, reasons: Iterable[Any]) -> tuple[str, str, list[str]]:
    return first, second, [reason.value for reason in reasons]


@pytest.fixture
def school(daugavpils: Municipality) -> Organisation:
    return Organisation.objects.create(kind="school", name_lv="Daugavpils 3. vidusskola", municipality=daugavpils)


# -- people ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "second", "reasons"),
    [
        ("Anna Bērziņa", "Bērziņa Anna", ["same_name", "same_school"]),
        ("Anna Bērziņa", "ANNA BERZINA", ["same_name", "same_school"]),
        ("Anna-Marija Bērziņa", "Anna Marija Bērziņa", ["same_name", "same_school"]),
        ("Anna Bērziņa", "Anna Bērziņš", ["near_name", "same_school"]),
        ("Aleksandra Vītola", "Aleksandrs Vitolas", ["near_name", "same_school"]),
        ("Iva Ose", "Ija Osa", []),  # two letters of a short name
        ("Anna Bērziņa", "Anna Kalniņa", []),
    ],
)
def test_people_of_one_school_by_their_names(
    marta: User, programme: Programme, daugavpils: Municipality, school: Organisation,
    first: str, second: str, reasons: list[str],
) -> None:  # fmt: skip
    for name in (first, second):
        Person.objects.create(name=name, organisation=school, entered_for=daugavpils)
    assert people(marta, programme) == ([(first, second, reasons)] if reasons else [])


def test_what_is_strongest_comes_first_and_a_near_name_alone_is_nothing(
    marta: User, programme: Programme, daugavpils: Municipality, school: Organisation
) -> None:
    for name, organisation, email in (
        ("Anna Bērziņa", school, ""),
        ("Anna Berziņa", None, ""),
        ("Anna Bērziņš", None, ""),
        ("Zane Liepa", school, ""),
        ("Zane Liepa", school, ""),
        ("Ruta Ozola", None, "ruta@example.lv"),
        ("Ruta Kalniņa", None, "RUTA@example.lv".lower()),
    ):
        Person.objects.create(name=name, organisation=organisation, email=email, entered_for=daugavpils)
    assert people(marta, programme) == [
        ("Zane Liepa", "Zane Liepa", ["same_name", "same_school"]),
        ("Anna Bērziņa", "Anna Berziņa", ["same_name"]),
        ("Ruta Ozola", "Ruta Kalniņa", ["same_email"]),
    ]


def test_an_address_of_an_office_says_nothing_of_any_two(
    marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    for name in ("Anna", "Berta", "Cilda", "Dace", "Elza"):
        Person.objects.create(name=name, email="birojs@example.lv", entered_for=daugavpils)
    assert people(marta, programme) == []


def test_of_people_only_those_that_the_reader_writes_are_compared(
    ilze: User, karlis: User, marta: User, anna: User, emma: User, programme: Programme, daugavpils: Municipality,
    rezekne: Municipality, in_daugavpils: Scope, components: dict[str, Component],
) -> None:  # fmt: skip
    activity = taking(ilze, in_daugavpils, components["1"])
    by_place = Person.objects.create(name="Anna Bērziņa")
    Registration.objects.create(activity=activity, name="Anna Bērziņa", person=by_place, verified_at=clock.now())
    Person.objects.create(name="Bērziņa Anna", entered_for=daugavpils)
    Person.objects.create(name="Anna Berzina", entered_for=rezekne)
    Person.objects.create(name="Anna Bērziņa")  # took part in nothing
    assert people(ilze, programme) == [("Anna Bērziņa", "Bērziņa Anna", ["same_name"])]
    assert len(people(marta, programme)) == 3
    assert [people(user, programme) for user in (karlis, anna, emma)] == [[], [], []]


def test_what_was_decided_is_not_offered_and_what_was_undone_is(
    marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    first, second = (Person.objects.create(name="Anna Bērziņa", entered_for=daugavpils) for _ in range(2))
    decision = Duplicate.objects.create(target_person=second, other_person=first, state="different")
    assert people(marta, programme) == []
    decision.state, decision.undone_at = "undone", clock.now()
    decision.save()
    assert len(people(marta, programme)) == 1
    Person.objects.filter(pk=first.pk).update(merged_into=second)
    assert people(marta, programme) == []


# -- organisations -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "second", "is_likely"),
    [
        (("school", "Daugavpils 3. vidusskola"), ("school", "3. vidusskola, Daugavpils"), True),
        (("school", "Daugavpils 3. vidusskola"), ("school", "Daugavpils 3. skola"), True),
        (("school", "Daugavpils 3. vidusskola"), ("other", "Daugavpils 3. vsk."), True),
        (("school", "Daugavpils 3. vidusskola"), ("school", "Daugavpils 8. vidusskola"), False),
        (("school", "Daugavpils 3. vidusskola"), ("school", "Daugavpils 3. pamatskola"), False),
        (("school", "Daugavpils 3. vidusskola"), ("kindergarten", "Daugavpils PII Nr. 3"), False),
        (("kindergarten", "Daugavpils 3. pirmsskolas izglītības iestāde"),
         ("kindergarten", "Daugavpils PII Nr. 3"), True),
        (("ngo", "Biedrība „Latgales kopā”"), ("ngo", "Latgales kopa, biedrība"), True),
        (("ngo", "Latgales kopienu atbalsts"), ("ngo", "Latgales kopienas atbalsts"), True),
        (("ngo", "Biedrība"), ("ngo", "Nodibinājums"), False),
    ],
)  # fmt: skip
def test_organisations_by_their_names(
    marta: User, programme: Programme, daugavpils: Municipality,
    first: tuple[str, str], second: tuple[str, str], is_likely: bool,
) -> None:  # fmt: skip
    for kind, name in (first, second):
        Organisation.objects.create(kind=kind, name_lv=name, municipality=daugavpils)
    assert [told[:2] for told in organisations(marta, programme)] == ([(first[1], second[1])] if is_likely else [])


def test_the_municipality_before_a_name_is_no_part_of_it(rezekne: Municipality) -> None:
    long = Organisation(name_lv="Rēzeknes novada Maltas vidusskola", municipality=rezekne)
    assert OrganisationName.of(long) == OrganisationName.of(Organisation(name_lv="Maltas vidusskola"))
    assert OrganisationName.of(Organisation(name_lv="Rēzeknes novada muzejs")).words == ("muzejs", "novada", "rezeknes")


def test_one_registration_number_is_the_strongest_reason(
    marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    for kind, name, number in (
        ("ngo", "Kopā", "4000 8012 345"),
        ("company", "Pavisam kas cits", "40008012345"),
        ("ngo", "Atspēriens", ""),
        ("ngo", "„Atspēriens”", ""),
    ):
        Organisation.objects.create(kind=kind, name_lv=name, municipality=daugavpils, registration_number=number)
    assert organisations(marta, programme) == [
        ("Kopā", "Pavisam kas cits", ["same_number", "same_place"]),
        ("Atspēriens", "„Atspēriens”", ["same_title", "same_place"]),
    ]


def test_one_that_follows_another_or_stands_elsewhere_is_another(
    marta: User, programme: Programme, daugavpils: Municipality, rezekne: Municipality
) -> None:
    def school(name: str, municipality: Municipality, **more: Any) -> Organisation:
        return Organisation.objects.create(kind="school", name_lv=name, municipality=municipality, **more)

    school("Vienības vidusskola", daugavpils, valid_to=date(2020, 8, 31))
    school("Vienības skola", daugavpils, valid_from=date(2020, 9, 1))
    school("Maltas vidusskola", daugavpils).successors.add(school("Maltas skola", daugavpils))
    school("Saules vidusskola", daugavpils)
    school("Saules skola", rezekne)
    assert organisations(marta, programme) == []


def test_a_party_without_a_municipality_is_compared_for_the_programme_alone(
    ilze: User, marta: User, karlis: User, anna: User, programme: Programme, daugavpils: Municipality
) -> None:
    party = Organisation.objects.create(kind="ngo", name_lv="Latgales kopā")
    Party.objects.create(programme=programme, organisation=party, role="implementer")
    Organisation.objects.create(kind="ngo", name_lv="Biedrība „Latgales kopā”", municipality=daugavpils)
    likely = ("Latgales kopā", "Biedrība „Latgales kopā”", ["same_title"])
    assert organisations(marta, programme) == [likely]
    assert [organisations(user, programme) for user in (ilze, karlis, anna)] == [[], [], []]


def test_decided_organisations_are_not_offered(marta: User, programme: Programme, daugavpils: Municipality) -> None:
    first, second = (
        Organisation.objects.create(kind="ngo", name_lv=name, municipality=daugavpils) for name in ("Kopā", "„Kopā”")
    )
    assert len(organisations(marta, programme)) == 1
    Duplicate.objects.create(target_organisation=second, other_organisation=first, state="different")
    assert organisations(marta, programme) == []


# -- many --------------------------------------------------------------------------------------------------
def spelt(number: int) -> list[Spelling]:
    """Of fifty schools, with forty first names and as many surnames as it takes."""
    return [
        Spelling(at, at % 50, (f"vards{chr(97 + at % 40 % 26)}{at % 40 // 26}", f"uzvards{at:05d}"))
        for at in range(number)
    ]


def test_twice_as_many_are_not_compared_four_times_as_often(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    really = near_spellings.differ_by

    def counted(first: str, second: str, most: int) -> bool:
        calls.append(1)
        return really(first, second, most)

    monkeypatch.setattr(near_spellings, "differ_by", counted)
    asked = []
    for number in (1000, 2000):
        calls.clear()
        list(near_pairs(spelt(number)))
        asked.append(len(calls))
    assert asked[1] < 100_000  # of two million pairs


def test_near_spelling_finds_what_comparing_each_with_each_finds() -> None:
    names = ["Anna Bērziņa", "Ana Bērziņa", "Anna Bērziņš", "Brēziņa Anna", "Anna Berzia", "Jānis Kalns", "Janis Kalis",
             "Annamarija Liepa", "Anna Marija Liepa", "Anna"]  # fmt: skip
    rows = [Spelling(at, None, tuple(sorted(words_in(name)))) for at, name in enumerate(names)]
    slow = {
        (first.key, second.key)
        for first in rows
        for second in rows
        if first.key < second.key
        and first.text != second.text
        and near_spellings.differ_by(first.text, second.text, 2 if min(len(first.text), len(second.text)) >= 12 else 1)
    }
    assert set(near_pairs(rows)) == slow != set()


def test_the_number_of_statements_does_not_grow(marta: User, programme: Programme, daugavpils: Municipality) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            people(marta, programme)
            organisations(marta, programme)
        return len(caught)

    def more(name: str) -> None:
        for spelling in (name, f"„{name}”"):
            Person.objects.create(name=spelling, entered_for=daugavpils)
            Organisation.objects.create(kind="ngo", name_lv=spelling, municipality=daugavpils)

    more("Kopā")
    people(marta, programme)
    before = asked()
    for name in ("Atspēriens", "Latgales saule", "Malta"):
        more(name)
    assert asked() == before
