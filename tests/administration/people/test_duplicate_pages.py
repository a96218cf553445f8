"""Likely duplicates on their pages: found, compared, merged with a note, told apart, and undone."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.administration.models import Duplicate
from darbigas_kopienas.administration.people.duplicates import services
from darbigas_kopienas.people.models import Municipality, Organisation, Person, SchoolContact, User
from darbigas_kopienas.programme.models import Component, Party, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.administration.people.conftest import Pair, place
from tests.builders import said
from tests.cast import make_user
from tests.counted import statements

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
Bodies = tuple[Organisation, Organisation]


@pytest.fixture
def bodies(daugavpils: Municipality) -> Bodies:
    first, second = (
        Organisation.objects.create(kind="ngo", name_lv=name, municipality=daugavpils)
        for name in ("Latgales kopā", "Biedrība „Latgales kopā”")
    )
    return first, second


def list_of(programme: Programme) -> str:
    return reverse("administration:duplicate_list", args=[programme.pk])


def compare(programme: Programme, first: Person | Organisation, second: Person | Organisation) -> str:
    name = "duplicate_compare" if isinstance(first, Person) else "duplicate_compare_organisations"
    return reverse(f"administration:{name}", args=[programme.pk, first.pk, second.pk])


def undo(programme: Programme, duplicate: Duplicate) -> str:
    return reverse("administration:duplicate_undo", args=[programme.pk, duplicate.pk])


def post(client: Client, address: str, **typed: object) -> Any:
    return client.post(address, {"submission_key": str(uuid4()), **typed})


# -- the list ----------------------------------------------------------------------------------------------
def test_the_list_leads_to_each_likely_pair_and_says_why(
    as_: As, ilze: User, programme: Programme, pair: Pair, bodies: Bodies
) -> None:
    page = as_(ilze).get(list_of(programme))
    words = said(page)
    assert "1 pair of people" in words
    assert "1 pair of organisations" in words
    assert "same name, same municipality" in words
    assert "Nothing has been decided yet" in words
    for first, second in (pair, bodies):
        assert compare(programme, first, second) in page.content.decode()


def test_without_pairs_the_list_says_so_and_knows_no_filter(as_: As, marta: User, programme: Programme) -> None:
    words = said(as_(marta).get(list_of(programme)))
    assert "No two people look like one" in words
    assert "No two organisations look like one" in words
    assert as_(marta).get(list_of(programme), {"kind": "person"}).status_code == 422


def test_the_pages_are_for_whoever_keeps_the_register(
    as_: As, ilze: User, karlis: User, anna: User, emma: User, olga: User, programme: Programme, pair: Pair,
    bodies: Bodies,
) -> None:  # fmt: skip
    decision = Duplicate.objects.create(
        target_person=pair[0], other_person=pair[1], state="different", decided_by=ilze, note="Dažādas skolas."
    )
    pages = [compare(programme, *pair), compare(programme, *bodies), undo(programme, decision)]
    for user in (anna, emma, olga):
        assert [as_(user).get(page).status_code for page in [list_of(programme), *pages]] == [403] * 4
    assert [as_(karlis).get(page).status_code for page in pages] == [404] * 3
    words = said(as_(karlis).get(list_of(programme)))
    assert "Anna" not in words
    assert "Latgales" not in words
    assert "login" in as_(None).get(list_of(programme))["Location"]
    assert "Dažādas skolas." in said(as_(ilze).get(list_of(programme)))


def test_nobody_reads_whom_another_municipality_told_apart(
    as_: As, ilze: User, karlis: User, marta: User, programme: Programme, pair: Pair, rezekne: Municipality
) -> None:
    stranger = Person.objects.create(name="Anna Berzina-Liepa", entered_for=rezekne)
    Duplicate.objects.create(target_person=pair[0], other_person=stranger, state="different", decided_by=marta)
    assert "Berzina-Liepa" not in said(as_(ilze).get(list_of(programme)))
    assert "Bērziņa" not in said(as_(karlis).get(list_of(programme)))
    assert "Berzina-Liepa" in said(as_(marta).get(list_of(programme)))


def test_the_list_asks_no_more_of_three_pairs(
    as_: As, marta: User, programme: Programme, pair: Pair, bodies: Bodies, daugavpils: Municipality
) -> None:
    client = as_(marta)
    decided = [Person.objects.create(name=f"Cits {at}", entered_for=daugavpils) for at in "abcdef"]

    def decide(first: Person, second: Person) -> None:
        Duplicate.objects.create(target_person=first, other_person=second, state="different", decided_by=marta)

    decide(*decided[:2])
    statements(client, list_of(programme))
    before = statements(client, list_of(programme))
    decide(*decided[2:4])
    decide(*decided[4:6])
    for name in ("Zane Liepa", "Ruta Ozola"):
        for _ in range(2):
            Person.objects.create(name=name, entered_for=daugavpils)
    assert statements(client, list_of(programme)) == before


# -- people side by side -----------------------------------------------------------------------------------
def test_two_people_are_shown_with_what_differs_and_who_stays(
    as_: As, ilze: User, programme: Programme, pair: Pair, in_daugavpils: Scope, components: dict[str, Component],
) -> None:  # fmt: skip
    place(ilze, in_daugavpils, components["1"], pair[1])
    for first, second in (pair, pair[::-1]):
        page = as_(ilze).get(compare(programme, first, second))
        facts = {fact.label: fact for fact in page.context["facts"]}
        assert [line.text for line in facts["Name"].first] == ["Anna Bērziņa"]
        assert {label for label, fact in facts.items() if fact.differs} == {"Name", "E-mail"}
        assert [(line.text, line.state) for line in facts["Registrations"].second] == [
            ("18.06.2020 · Talka", "confirmed")
        ]
        words = said(page)
        assert "It stays because its e-mail address is verified." in words
        assert "Registrations: 1" in words
        assert "Name differs" in words


def test_places_of_another_municipality_are_not_shown(
    as_: As, ilze: User, karlis: User, programme: Programme, pair: Pair, in_rezekne: Scope,
    components: dict[str, Component],
) -> None:  # fmt: skip
    place(karlis, in_rezekne, components["1"], pair[1])
    words = said(as_(ilze).get(compare(programme, *pair)))
    assert "Talka" not in words
    assert "Registrations: 1" not in words


def test_in_whose_register_somebody_stands_elsewhere_is_not_told(
    as_: As, karlis: User, marta: User, programme: Programme, pair: Pair, in_rezekne: Scope, rezekne: Municipality,
    components: dict[str, Component],
) -> None:  # fmt: skip
    entered = Person.objects.create(name="Anna Bērziņa", entered_for=rezekne)
    place(karlis, in_rezekne, components["1"], pair[0])
    shown = []
    for user in (karlis, marta):
        page = as_(user).get(compare(programme, pair[0], entered))
        (fact,) = [fact for fact in page.context["facts"] if fact.label == "Entered in the register of"]
        shown.append([[line.text for line in side] for side in (fact.first, fact.second)])
    assert shown == [[[], [str(rezekne)]], [["Daugavpils"], [str(rezekne)]]]


@pytest.mark.parametrize(
    ("target", "other", "why"),
    [
        ({"account": True}, {"email": "cita@example.lv", "email_verified_at": clock.now()}, "has an account"),
        ({"places": 1}, {}, "has more registrations"),
        ({}, {}, "was entered earlier"),
    ],
)
def test_why_one_stays(
    as_: As, ilze: User, programme: Programme, daugavpils: Municipality, in_daugavpils: Scope,
    components: dict[str, Component], target: dict[str, Any], other: dict[str, Any], why: str,
) -> None:  # fmt: skip
    people = []
    for given in (target, other):
        account, places = given.get("account"), given.get("places", 0)
        fields = {key: value for key, value in given.items() if key.startswith("email")}
        user = make_user("zane@example.lv", "Zane") if account else None
        people.append(Person.objects.create(name="Zane Liepa", entered_for=daugavpils, user=user, **fields))
        for _ in range(places):
            place(ilze, in_daugavpils, components["1"], people[-1])
    page = as_(ilze).get(compare(programme, *people))
    assert page.context["first"] == people[0]
    assert why in said(page)


def test_people_are_merged_with_a_note_and_undone(
    as_: As, ilze: User, programme: Programme, pair: Pair, in_daugavpils: Scope, components: dict[str, Component],
) -> None:  # fmt: skip
    registration = place(ilze, in_daugavpils, components["1"], pair[1])
    client = as_(ilze)
    refused = post(client, compare(programme, *pair))
    assert refused.status_code == 422
    key = str(uuid4())
    for _ in range(2):  # a second tap is led on
        answer = client.post(compare(programme, *pair), {"submission_key": key, "note": "Viena skola."})
        assert answer["Location"] == list_of(programme)
    decision = Duplicate.objects.get()
    assert (decision.state, decision.note, decision.decided_by) == ("merged", "Viena skola.", ilze)
    assert client.get(compare(programme, *pair)).status_code == 404
    page = client.get(list_of(programme))
    assert undo(programme, decision) in page.content.decode()
    assert "No two people look like one" in said(page)
    assert "Registrations: 1" in said(client.get(undo(programme, decision)))
    assert Duplicate.objects.get().state == "merged"  # a page that asks does nothing
    assert post(client, undo(programme, decision))["Location"] == list_of(programme)
    registration.refresh_from_db()
    assert registration.person == pair[1]
    page = client.get(list_of(programme))
    assert undo(programme, decision) not in page.content.decode()
    assert compare(programme, *pair) in page.content.decode()
    assert "undone on" in said(page)
    assert "nothing to undo" in said(client.get(undo(programme, decision)))


def test_people_are_told_apart_without_a_note(as_: As, ilze: User, programme: Programme, pair: Pair) -> None:
    assert post(as_(ilze), compare(programme, *pair), different="1").status_code == 302
    assert Duplicate.objects.get().state == "different"
    page = as_(ilze).get(list_of(programme))
    assert "No two people look like one" in said(page)
    words = said(as_(ilze).get(compare(programme, *pair)))
    assert "it was decided that they are two" in words
    assert "If you merge them" in words  # looked at once more
    for verb in ("get", "post"):
        assert getattr(as_(ilze), verb)(undo(programme, Duplicate.objects.get())).status_code == 404


def test_what_stands_against_it_is_said_on_the_page(
    as_: As, ilze: User, programme: Programme, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_given: object) -> Duplicate:
        raise ValidationError("Both have a place at the same seminar.", code="same")

    monkeypatch.setattr(services, "merge_people", refuse)
    answer = post(as_(ilze), compare(programme, *pair), note="Viena un tā pati.")
    assert answer.status_code == 422
    assert "Both have a place at the same seminar." in said(answer)
    assert 'value="Viena un tā pati."' in answer.content.decode()


@pytest.mark.parametrize("why", ["Only the programme coordinator can decide about these two.", ""])
def test_a_pair_that_reaches_further_is_refused_on_the_page(
    as_: As, ilze: User, programme: Programme, pair: Pair, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    def refuse(**_given: object) -> Duplicate:
        raise PermissionDenied(why)

    monkeypatch.setattr(services, "merge_people", refuse)
    monkeypatch.setattr(services, "undo_merge", refuse)
    decision = Duplicate.objects.create(
        target_person=pair[0], other_person=Person.objects.create(name="Anna B.", merged_into=pair[0]), state="merged",
        note="x",
    )  # fmt: skip
    for address in (compare(programme, *pair), undo(programme, decision)):
        answer = post(as_(ilze), address, note="Viena un tā pati.")
        assert answer.status_code == 422
        assert (why or "does not allow this") in said(answer)


def test_a_row_is_not_compared_with_itself_nor_with_one_that_is_not_theirs(
    as_: As, ilze: User, programme: Programme, pair: Pair, rezekne: Municipality, bodies: Bodies
) -> None:
    stranger = Person.objects.create(name="Anna Bērziņa", entered_for=rezekne)
    party = Organisation.objects.create(kind="ngo", name_lv="Latgales kopa")
    client = as_(ilze)
    for first, second in ((pair[0], pair[0]), (pair[0], stranger), (bodies[0], bodies[0]), (bodies[0], party)):
        for typed in ({}, {"different": "1"}):
            assert post(client, compare(programme, first, second), note="x", **typed).status_code == 404
        assert client.get(compare(programme, first, second)).status_code == 404
    assert not Duplicate.objects.exists()


def test_what_was_kept_and_merged_on_is_undone_from_the_last(
    as_: As, ilze: User, programme: Programme, pair: Pair, daugavpils: Municipality
) -> None:
    third = Person.objects.create(name="Anna B.", entered_for=daugavpils, user=make_user("ab@example.lv", "Anna"))
    Person.objects.filter(pk__in=[pair[0].pk, pair[1].pk]).update(merged_into=third)
    first, last = (
        Duplicate.objects.create(target_person=target, other_person=other, state="merged", note="x", decided_by=ilze)
        for target, other in ((pair[0], pair[1]), (third, pair[0]))
    )
    page = as_(ilze).get(list_of(programme))
    assert [row.pk for row in page.context["page_obj"] if row.is_undoable] == [last.pk]
    assert first in list(page.context["page_obj"])
    assert "Undo that first" in said(as_(ilze).get(undo(programme, first)))


# -- organisations side by side ----------------------------------------------------------------------------
def test_organisations_are_shown_and_one_is_chosen_to_stay(
    as_: As, marta: User, programme: Programme, daugavpils: Municipality, rezekne: Municipality, bodies: Bodies,
) -> None:  # fmt: skip
    first, second = bodies
    for name, municipality in (("Zane Liepa", daugavpils), ("Ruta Ozola", rezekne)):
        Person.objects.create(name=name, organisation=first, entered_for=municipality)
    SchoolContact.objects.create(organisation=first, user=make_user("kontakts@example.lv", "Vija Kontakte"))
    Party.objects.create(programme=programme, organisation=second, role="implementer")
    client = as_(marta)
    page = client.get(compare(programme, first, second))
    facts = {fact.label: fact for fact in page.context["facts"]}
    assert [line.text for line in facts["People"].first] == ["Ruta Ozola", "Zane Liepa"]
    assert [line.text for line in facts["Contact persons"].first] == ["Vija Kontakte"]
    assert [line.text for line in facts["Party to the grant"].second] == ["implementer"]
    assert [line.text for line in facts["What leads there"].first] == ["people: 2", "schools’ contacts: 1"]
    assert [line.text for line in facts["What leads there"].second] == ["parties: 1"]
    refused = post(client, compare(programme, first, second), note="Viena biedrība.")
    assert refused.status_code == 422
    assert "Which one stays?" in said(refused)
    assert post(client, compare(programme, first, second), note="x", target="0").status_code == 422
    assert post(client, compare(programme, first, second), note="Viena biedrība.", target=second.pk).status_code == 302
    decision = Duplicate.objects.get()
    assert (decision.target_organisation, decision.other_organisation) == (second, first)


def test_people_of_an_organisation_are_named_to_whoever_writes_them(
    as_: As, ilze: User, programme: Programme, daugavpils: Municipality, rezekne: Municipality, bodies: Bodies
) -> None:
    for name, municipality in (("Zane Liepa", daugavpils), ("Ruta Ozola", rezekne)):
        Person.objects.create(name=name, organisation=bodies[0], entered_for=municipality)
    words = said(as_(ilze).get(compare(programme, *bodies)))
    assert "Zane Liepa" in words
    assert "Ruta Ozola" not in words


def test_organisations_are_told_apart(as_: As, ilze: User, programme: Programme, bodies: Bodies) -> None:
    assert post(as_(ilze), compare(programme, *bodies), different="1").status_code == 302
    assert "No two organisations look like one" in said(as_(ilze).get(list_of(programme)))
