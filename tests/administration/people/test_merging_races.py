"""Two who merge, and somebody who registers, at one moment on a real PostgreSQL.

The controls take the guards away, to show that the tests would see a chain, or a place of somebody offered nowhere.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError

from darbigas_kopienas.administration.models import Duplicate
from darbigas_kopienas.administration.people.duplicates import services
from darbigas_kopienas.administration.people.duplicates.services import people
from darbigas_kopienas.administration.people.register import services as register
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.services import AlreadyRegistered
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.models import Programme
from tests.administration.people.conftest import Maker, person, seat, whose
from tests.databases import superuser
from tests.together import before_commit, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("summer")]
Merge = Callable[[Person, Person], Callable[[], Duplicate]]


@pytest.fixture
def merge(marta: User, programme: Programme) -> Merge:
    def prepared(first: Person, second: Person) -> Callable[[], Duplicate]:
        given: dict[str, Any] = {"by": marta, "programme": programme, "first": first, "second": second}
        return partial(services.merge_people, **given, note="Viena")

    return prepared


@contextmanager
def without(table: str, *triggers: str) -> Iterator[None]:
    with superuser() as cursor:
        for trigger in triggers:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        try:
            yield
        finally:
            for trigger in triggers:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(first: Person, second: Person) -> tuple[Person, Person]:
        return Person.with_merged.get(pk=first.pk), Person.with_merged.get(pk=second.pk)

    monkeypatch.setattr(people, "locked_pair", unlocked)
    monkeypatch.setattr(people, "lock_registers", lambda: None)


def chains() -> int:
    return Person.with_merged.filter(merged_into__merged_into__isnull=False).count()


# -- two merge -----------------------------------------------------------------------------------------------
def test_the_same_pair_twice_at_once(merge: Merge) -> None:
    first, second = person("A"), person("B")
    outcomes = together(merge(first, second), merge(second, first), merge(first, second))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyMerged", "AlreadyMerged", "Duplicate"]
    assert (Duplicate.objects.count(), Person.objects.count()) == (1, 1)


def test_one_into_another_that_is_being_merged(merge: Merge) -> None:
    """The older is kept: `b` into `a`, while `c` comes into `b`."""
    a, b, c = (person(name) for name in "abc")
    outcome = before_commit(merge(a, b), merge(b, c))
    assert isinstance(outcome, services.AlreadyMerged)
    assert (Person.with_merged.get(pk=b.pk).merged_into, Person.objects.get(pk=c.pk)) == (a, c)


def test_another_into_one_that_is_being_merged(merge: Merge) -> None:
    a, b, c = (person(name) for name in "abc")
    before_commit(merge(b, c), merge(a, b))
    assert set(Person.with_merged.exclude(pk=a.pk).values_list("merged_into", flat=True)) == {a.pk}
    assert chains() == 0


@pytest.mark.usefixtures("no_lock")
def test_without_the_lock_the_database_refuses(merge: Merge) -> None:
    a, b, c = (person(name) for name in "abc")
    assert isinstance(before_commit(merge(b, c), merge(a, b)), IntegrityError)
    assert chains() == 0


@pytest.mark.usefixtures("no_lock")
def test_control_without_lock_and_trigger_one_leads_on_to_a_third(merge: Merge) -> None:
    a, b, c = (person(name) for name in "abc")
    with without("people_person", "people_target_is_not_merged"):
        before_commit(merge(b, c), merge(a, b))
    assert chains() == 1


def test_a_table_that_comes_to_the_two_in_its_own_order(
    merge: Merge, ilze: User, programme: Programme, daugavpils: Municipality, spogi: Organisation
) -> None:
    """Both are written; neither waits for what the other has."""
    first, second = (person(name, entered_for=daugavpils) for name in "AB")
    given: dict[str, Any] = {"by": ilze, "programme": programme, "email": "", "school": spogi}

    def table() -> None:
        register.lock_registers({daugavpils.pk})
        register.edit_person(person=second, name="Baiba", **given)

    decided = before_commit(
        table, merge(first, second), lambda: register.edit_person(person=first, name="Anna", **given)
    )
    assert (decided.target_person.name, decided.other_person.name) == ("Anna", "Baiba")


# -- somebody registers --------------------------------------------------------------------------------------
def test_whoever_registers_meanwhile_gets_the_kept_one_s_place(merge: Merge, make: Maker) -> None:
    target, other, activity = person("A"), person("B"), make()
    place = before_commit(merge(target, other), partial(seat, other, activity))
    assert whose(place) == [target.pk]


def test_whoever_was_just_registered_is_moved(merge: Merge, make: Maker) -> None:
    target, other, activity = person("A", "a@example.lv"), person("B"), make()
    decided = before_commit(partial(seat, other, activity), merge(target, other))
    assert whose(place := Registration.objects.get()) == [target.pk]
    assert decided.moved == {"participation.Registration": {"person": [place.pk]}}


def test_nobody_gets_two_places_by_being_merged(merge: Merge, make: Maker) -> None:
    target, other, activity = person("A", "a@example.lv"), person("B", "b@example.lv"), make()
    seat(other, activity)
    assert isinstance(before_commit(merge(target, other), partial(seat, target, activity)), AlreadyRegistered)
    assert Registration.objects.get().person == other  # who had a place was kept


def test_the_place_follows_where_the_kept_one_is_merged_too(merge: Merge, make: Maker) -> None:
    a, b, c = (person(name) for name in "abc")
    activity = make()
    merge(b, c)()
    place = before_commit(merge(a, b), partial(seat, c, activity))
    assert whose(place) == [a.pk]


def test_control_without_the_trigger_a_place_is_left_behind(merge: Merge, make: Maker) -> None:
    target, other, activity = person("A"), person("B"), make()
    follows = "participation_follows_target_person"
    with without("participation_registration", follows, f"{follows}_since"):
        place = before_commit(merge(target, other), partial(seat, other, activity))
    assert whose(place) == [other.pk]


# -- somebody is put into an institution ---------------------------------------------------------------------
FOLLOWS = "follows_target_organisation"


@pytest.fixture
def merge_schools(marta: User, programme: Programme, spogi: Organisation, other_school: Organisation) -> Any:
    given: dict[str, Any] = {"by": marta, "programme": programme, "target": spogi, "other": other_school}
    return partial(services.merge_organisations, **given, note="Viena")


@pytest.fixture
def other_school(daugavpils: Municipality) -> Organisation:
    return Organisation.objects.create(kind="school", name_lv="Špoģi", municipality=daugavpils)


def test_whoever_is_of_a_school_that_is_being_merged_is_of_the_kept_one(
    merge_schools: Any, spogi: Organisation, other_school: Organisation, make: Maker
) -> None:
    activity, who = make(), person("B")

    def both() -> None:
        person("A", organisation=other_school)
        seat(who, activity, organisation=other_school)

    before_commit(merge_schools, both)
    assert Person.objects.get(name="A").organisation == Registration.objects.get().organisation == spogi


def test_whoever_was_just_put_there_is_moved(
    merge_schools: Any, spogi: Organisation, other_school: Organisation, make: Maker
) -> None:
    who, activity = person("A"), make()

    def both() -> None:
        Person.objects.filter(pk=who.pk).update(organisation=other_school)
        seat(who, activity, organisation=other_school)

    before_commit(both, merge_schools)
    assert Person.objects.get().organisation == Registration.objects.get().organisation == spogi


def test_control_without_the_trigger_somebody_is_left_at_the_merged_one(
    merge_schools: Any, other_school: Organisation
) -> None:
    with without("people_person", f"people_{FOLLOWS}", f"people_{FOLLOWS}_since"):
        before_commit(merge_schools, partial(person, "A", organisation=other_school))
    assert Person.objects.get().organisation == other_school


# -- somebody signs in ---------------------------------------------------------------------------------------
def test_whoever_signs_in_meanwhile_is_the_kept_one(merge: Merge, janis: User) -> None:
    target, other = person("A", "a@example.lv"), person("B", janis.email)
    before_commit(merge(target, other), partial(person_of, janis))
    assert Person.objects.get(user=janis) == target


def test_whoever_just_signed_in_is_kept(merge: Merge, janis: User) -> None:
    other, target = person("A", "a@example.lv"), person("B", janis.email)
    before_commit(partial(person_of, janis), merge(target, other))
    assert Person.objects.get() == target
