"""Whom a colleague enters in the register, whom they put right, and whom they are never told of."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from darbigas_kopienas.administration.people.register import people, services
from darbigas_kopienas.administration.people.register.personal_codes import PersonalCode
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.together import together_times

from .register import enter, person, place, school_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(date(2020, 6, 10)):
        yield


@pytest.fixture
def school(daugavpils: Municipality) -> Organisation:
    return school_in(daugavpils)


@pytest.fixture
def school_of_rezekne(rezekne: Municipality) -> Organisation:
    return school_in(rezekne, "Ezera iestāde")


def names(user: User, programme: Programme) -> list[str]:
    return [row.name for row in people.people_of(user, programme)]


def to_write(user: User, programme: Programme) -> list[str]:
    return [row.name for row in people.people_to_write(user, programme)]


# -- who sees whom ---------------------------------------------------------------------------------
def test_who_is_seen_by_places_and_by_whose_register_it_is(
    programme: Programme, ilze: User, anna: User, karlis: User, marta: User, emma: User, olga: User,
    in_daugavpils: Scope, in_rezekne: Scope, school: Organisation, school_of_rezekne: Organisation,
) -> None:  # fmt: skip
    place(ilze, in_daugavpils, person("Anna Abola", "a@example.lv", verified=True))
    place(karlis, in_rezekne, person("Baiba Bite", "b@example.lv", verified=True))
    enter(ilze, programme, "Cilda Celma", school)
    enter(karlis, programme, "Daina Dāle", school_of_rezekne)
    place(marta, Scope(programme.pk), person("Elza Egle", "e@example.lv", verified=True))
    person("Neviena Nekur")
    assert names(ilze, programme) == names(anna, programme) == ["Anna Abola", "Cilda Celma"]
    assert names(karlis, programme) == ["Baiba Bite", "Daina Dāle"]
    assert names(marta, programme) == ["Anna Abola", "Baiba Bite", "Cilda Celma", "Daina Dāle", "Elza Egle"]
    assert names(emma, programme) == names(olga, programme) == []
    assert to_write(anna, programme) == []


def test_an_address_registered_by_an_organiser_does_not_tell_who_reads_it(
    programme: Programme, karlis: User, in_rezekne: Scope
) -> None:
    """Not before the person has opened the link: else any address could be asked after."""
    teacher = person("Anna Abola", "a@example.lv", verified=True)
    registration = place(karlis, in_rezekne, person("X", "x@example.lv"))
    registration.person, registration.verified_at = teacher, None
    registration.save()
    assert names(karlis, programme) == []
    registration.verified_at = clock.now()
    registration.save()
    assert names(karlis, programme) == ["Anna Abola"]


def test_another_grant_has_a_register_of_its_own(programme: Programme, ilze: User, in_daugavpils: Scope) -> None:
    place(ilze, in_daugavpils, person("Anna Abola", "a@example.lv", verified=True))
    other = Programme.objects.create(
        code="cita", name_lv="Cita", name_en="Other", starts_on=programme.starts_on, ends_on=programme.ends_on
    )
    assert names(ilze, other) == []


def test_numbers_are_of_the_readers_scopes(
    programme: Programme, ilze: User, karlis: User, marta: User, in_daugavpils: Scope, in_rezekne: Scope
) -> None:
    who = person("Anna Abola", "a@example.lv", verified=True)
    place(ilze, in_daugavpils, who)
    place(karlis, in_rezekne, who)
    counted = {
        user.name: people.with_places(people.people_of(user, programme), user, programme).get().activities  # type: ignore[attr-defined]
        for user in (ilze, marta)
    }
    assert counted == {ilze.name: 1, marta.name: 2}


# -- whose data one may correct --------------------------------------------------------------------
def test_of_the_erased_there_is_nothing_to_correct(programme: Programme, ilze: User, in_daugavpils: Scope) -> None:
    for name in ("Anna Abola", "Baiba Bite"):
        place(ilze, in_daugavpils, person(name, f"{name[0]}@example.lv", verified=True))
    Person.objects.filter(name="Baiba Bite").update(name=ERASED)
    assert (names(ilze, programme), to_write(ilze, programme)) == (["Anna Abola"], ["Anna Abola"])


def test_only_who_is_ones_own_alone_is_corrected(
    programme: Programme, ilze: User, karlis: User, marta: User, janis: User, in_daugavpils: Scope, in_rezekne: Scope,
    school: Organisation, school_of_rezekne: Organisation,
) -> None:  # fmt: skip
    both, theirs = person("Abi", "a@example.lv", verified=True), enter(karlis, programme, "Viņu", school_of_rezekne)
    signed_in = person("Konts", "k@example.lv", verified=True, user=janis, organisation=school)
    ours = person("Mūsu", "m@example.lv", verified=True)
    for who in (both, theirs, signed_in, ours):
        place(ilze, in_daugavpils, who)
    place(karlis, in_rezekne, both)
    assert to_write(ilze, programme) == ["Mūsu"]
    assert to_write(marta, programme) == ["Abi", "Mūsu", "Viņu"]
    Person.objects.filter(pk=signed_in.pk).update(organisation=None)
    assert to_write(ilze, programme) == ["Konts", "Mūsu"]


def test_a_person_is_corrected_and_the_trail_keeps_no_name(
    programme: Programme, ilze: User, school: Organisation, daugavpils: Municipality
) -> None:
    made, other = enter(ilze, programme, "Ana Kalna", school), school_in(daugavpils, "Mēness iestāde")
    for _twice in range(2):
        services.edit_person(
            by=ilze, programme=programme, person=made, name=" Anna  Kalna", email="Anna@Example.lv", school=other
        )
    made.refresh_from_db()
    assert (made.name, made.email, made.organisation) == ("Anna Kalna", "anna@example.lv", other)
    edited, entered = Entry.objects.of(made)
    assert (edited.verb, edited.municipality_id) == ("person.edited", daugavpils.pk)
    assert edited.changes == {
        "fields": ["email", "name", "organisation"], "values": {"organisation": [school.pk, other.pk]}
    }  # fmt: skip
    assert (entered.verb, entered.programme_id, entered.municipality_id) == (
        "person.entered", programme.pk, daugavpils.pk
    )  # fmt: skip
    assert "Kalna" not in str(entered.changes)


def test_whoever_has_an_account_is_only_given_the_school_that_is_missing(
    programme: Programme, ilze: User, janis: User, in_daugavpils: Scope, school: Organisation
) -> None:
    who = person("Jānis Kalniņš", janis.email, verified=True, user=janis, school_sees_hours_since=clock.now())
    place(ilze, in_daugavpils, who)
    as_is: dict[str, Any] = {"name": who.name, "email": who.email, "school": school}
    for field, value in (("name", "Cits Vārds"), ("email", "cits@example.lv")):
        with pytest.raises(services.NotToCorrect) as refused:
            services.edit_person(by=ilze, programme=programme, person=who, **{**as_is, field: value})
        assert list(refused.value.message_dict) == [field]
    edited = services.edit_person(by=ilze, programme=programme, person=who, **as_is)
    assert (edited.organisation, edited.school_sees_hours_since) == (school, None)
    with pytest.raises(services.NotTheirsAlone):
        services.edit_person(by=ilze, programme=programme, person=who, **{**as_is, "school": None})
    assert services.fields_to_correct(edited) == frozenset()


def test_an_address_that_somebody_reads_stays(programme: Programme, marta: User, in_daugavpils: Scope) -> None:
    who = person("Anna Abola", "a@example.lv", verified=True)
    place(marta, in_daugavpils, who)
    with pytest.raises(services.NotToCorrect):
        services.edit_person(by=marta, programme=programme, person=who, name=who.name, email="b@x.lv", school=None)
    services.edit_person(by=marta, programme=programme, person=who, name="Anna Ābola", email=who.email, school=None)
    assert Entry.objects.of(who)[0].municipality_id is None


def test_somebody_who_is_no_more_is_not_corrected(programme: Programme, ilze: User, school: Organisation) -> None:
    made = enter(ilze, programme, "Anna Kalna", school)
    Person.objects.filter(pk=made.pk).update(merged_into=person("Anna Kalna"))
    with pytest.raises(services.NotTheirsAlone):
        services.edit_person(by=ilze, programme=programme, person=made, name="A", email="", school=school)


def test_a_guest_of_one_municipality_stands_in_its_history(
    programme: Programme, ilze: User, in_daugavpils: Scope, daugavpils: Municipality, school: Organisation
) -> None:
    who = person("Anna Abola", "a@example.lv", verified=True)
    place(ilze, in_daugavpils, who)
    services.edit_person(by=ilze, programme=programme, person=who, name="Anna Ābola", email=who.email, school=None)
    assert Entry.objects.of(who)[0].municipality_id == daugavpils.pk
    assert [line.sentence for line in people.history_here(ilze, who)] == ["person’s data corrected"]


# -- who is entered --------------------------------------------------------------------------------
@pytest.mark.parametrize("user", ["anna", "karlis", "emma", "olga", "janis"])
def test_nobody_else_enters_or_corrects(
    user: str, request: pytest.FixtureRequest, programme: Programme, ilze: User, school: Organisation
) -> None:
    who, made = request.getfixturevalue(user), enter(ilze, programme, "Anna Kalna", school)
    with pytest.raises(PermissionDenied):
        enter(who, programme, "Cita Kalna", school)
    with pytest.raises(PermissionDenied):
        services.edit_person(by=who, programme=programme, person=made, name="Cita", email="", school=school)
    assert Person.objects.count() == 1


def test_the_school_is_one_of_the_writers(
    programme: Programme, ilze: User, marta: User, school: Organisation, school_of_rezekne: Organisation
) -> None:
    nowhere = Organisation.objects.create(kind="ngo", name_lv="Biedrība")
    old = Organisation.objects.create(
        kind="school", name_lv="Senā", municipality=school.municipality, valid_to=date(2019, 1, 1)
    )
    for wrong in (nowhere, old):
        with pytest.raises(services.SchoolElsewhere):
            enter(marta, programme, "Anna Kalna", wrong)
    made = enter(ilze, programme, "Anna Kalna", school)
    for other in (school_of_rezekne, None):
        with pytest.raises(services.SchoolElsewhere):
            services.edit_person(by=ilze, programme=programme, person=made, name=made.name, email="", school=other)
    assert enter(marta, programme, "Zane Zile", school_of_rezekne).entered_for == school_of_rezekne.municipality


@pytest.mark.parametrize("code", ["010180-12345", "01018012345", "010180–12345", "010180 12345"])
def test_personal_codes_are_refused(code: str, programme: Programme, ilze: User, school: Organisation) -> None:
    with pytest.raises(PersonalCode, match="personal codes"):
        enter(ilze, programme, f"Anna Kalna {code}", school)
    made = enter(ilze, programme, "Anna Kalna", school)
    with pytest.raises(PersonalCode):
        services.edit_person(by=ilze, programme=programme, person=made, name=f"A {code}", email="", school=school)


@pytest.mark.parametrize(
    ("name", "email", "field"),
    [
        ("Kalna Anna", "", "name"),
        ("anna kālna", "cits@example.lv", "name"),
        ("Anna Kalne", "", "name"),
        ("Zane Zile", "ANNA@example.lv", "email"),
    ],
)
def test_whoever_is_much_alike_is_named(
    name: str, email: str, field: str, programme: Programme, ilze: User, school: Organisation
) -> None:
    enter(ilze, programme, "Anna Kalna", school, "anna@example.lv")
    with pytest.raises(services.PersonKnown, match=r"Anna Kalna \(Saules iestāde\)") as refused:
        enter(ilze, programme, name, school, email)
    assert list(refused.value.message_dict) == [field]
    assert enter(ilze, programme, name, school, email, is_another=True).pk


def test_almost_the_same_name_at_another_school_is_another_person(
    programme: Programme, ilze: User, school: Organisation, daugavpils: Municipality, in_daugavpils: Scope
) -> None:
    enter(ilze, programme, "Anna Kalna", school)
    assert enter(ilze, programme, "Anna Kalne", school_in(daugavpils, "Mēness iestāde")).pk
    place(ilze, in_daugavpils, person("Bez Iestādes", "b@example.lv", verified=True))
    with pytest.raises(services.PersonKnown, match="This may be Bez Iestādes: "):
        enter(ilze, programme, "Bez Iestādes", school)


def test_whoever_is_known_elsewhere_alone_is_not_named(
    programme: Programme, ilze: User, karlis: User, in_rezekne: Scope, school: Organisation,
    school_of_rezekne: Organisation,
) -> None:  # fmt: skip
    enter(karlis, programme, "Anna Kalna", school_of_rezekne, "anna@example.lv")
    place(karlis, in_rezekne, person("Zane Zile", "zane@example.lv", verified=True))
    for name, email in (("Anna Kalna", "anna@example.lv"), ("Zane Zile", "zane@example.lv")):
        assert enter(ilze, programme, name, school, email).entered_for == school.municipality


def test_an_address_that_is_none_is_refused(programme: Programme, ilze: User, school: Organisation) -> None:
    with pytest.raises(ValidationError) as refused:
        enter(ilze, programme, "Anna Kalna", school, "nav adrese")
    assert list(refused.value.message_dict) == ["email"]


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_the_same_at_once_make_one(programme: Programme, ilze: User, school: Organisation) -> None:
    def once() -> bool:
        try:
            return bool(enter(ilze, programme, "Anna Kalna", school))
        except services.PersonKnown:
            return False

    assert sorted(together_times(3, once)) == [False, False, True]
