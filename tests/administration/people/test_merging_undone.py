"""Two people who were taken for one are parted again: as before, but for what came since."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from darbigas_kopienas.administration.models import Duplicate
from darbigas_kopienas.administration.people.duplicates import services
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.administration.people.conftest import Maker, person, seat, whose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


@pytest.fixture
def merge(marta: User, programme: Programme) -> Any:
    def act(first: Person, second: Person) -> Duplicate:
        return services.merge_people(by=marta, programme=programme, first=first, second=second, note="Viena")

    return act


@pytest.fixture
def undo(marta: User, programme: Programme) -> Any:
    def act(duplicate: Duplicate, by: User = marta) -> Duplicate:
        return services.undo_merge(by=by, programme=programme, duplicate=duplicate)

    return act


def test_what_was_moved_goes_back_and_the_rest_stays(
    merge: Any, undo: Any, make: Maker, ilze: User, janis: User
) -> None:
    target, other = person("A", "a@example.lv"), person("B", verified=False)
    first, second, third = seat(target, make()), seat(other, make()), seat(other, make())
    decided = merge(target, other)
    since = seat(target, make())
    third.person = person("C")  # somebody else's after all
    third.save()
    undone = undo(decided, ilze)
    assert (undone.state, undone.undone_by, undone.undone_at) == ("undone", ilze, clock.now())
    assert whose(first, second, third, since) == [target.pk, other.pk, third.person_id, target.pk]
    assert set(Person.objects.values_list("pk", flat=True)) >= {target.pk, other.pk}
    assert undo(undone, ilze).undone_at == undone.undone_at
    assert [entry.verb for entry in Entry.objects.of(target).order_by("pk")] == ["person.merged", "person.merge_undone"]
    again = merge(target, other)
    assert (again.pk != decided.pk, whose(second)) == (True, [target.pk])


def test_what_was_filled_is_emptied_unless_it_changed(
    merge: Any, undo: Any, janis: User, daugavpils: Municipality
) -> None:
    school = Organisation.objects.create(kind="school", name_lv="Saules skola")
    about: dict[str, Any] = {"organisation": school, "entered_for": daugavpils}
    target, other = person("A"), person("B", "b@example.lv", verified=False, **about)
    undo(merge(target, other))
    target.refresh_from_db()
    assert (target.organisation, target.entered_for, target.email) == (None, None, "")
    decided = merge(target, other)
    Person.objects.filter(pk=target.pk).update(email="cita@example.lv", school_sees_hours_since=clock.now())
    undo(decided)
    target.refresh_from_db()
    assert (target.organisation, target.email, target.entered_for) == (school, "cita@example.lv", None)


def test_an_address_that_was_proven_since_stays(merge: Any, undo: Any) -> None:
    target, other = person("A"), person("B", "b@example.lv", verified=False)
    decided = merge(target, other)
    Person.objects.filter(pk=target.pk).update(email_verified_at=clock.now())
    undo(decided)
    assert Person.objects.get(pk=target.pk).email == "b@example.lv"


def test_who_was_merged_later_is_parted_first(merge: Any, undo: Any) -> None:
    first, second, third = (person(name) for name in "abc")
    one = merge(second, third)
    two = merge(second, first)
    with pytest.raises(services.TargetIsMerged, match="Undo that first"):
        undo(one)
    undo(two)
    assert Person.with_merged.get(pk=third.pk).merged_into == second
    undo(one)
    assert Person.objects.filter(pk__in=[first.pk, second.pk, third.pk]).count() == 3


def test_an_account_goes_with_the_address_that_it_signs_in_with(merge: Any, undo: Any, janis: User) -> None:
    """Else the reader of that address would see another's certificates for ever."""
    target, other = person("Jānis Kalns", "kalns@example.lv"), person("Jānis Kalniņš", "janis@example.lv")
    school = Organisation.objects.create(kind="school", name_lv="Saules skola")
    Person.objects.filter(pk=target.pk).update(organisation=school)
    decided = merge(target, other)
    assert person_of(janis) == target
    Person.objects.filter(pk=target.pk).update(school_sees_hours_since=clock.now())
    undo(decided)
    assert person_of(janis) == other
    target.refresh_from_db()
    assert (target.user, target.school_sees_hours_since, target.organisation) == (None, None, school)


def test_places_taken_since_with_the_other_s_address_go_with_it(
    merge: Any, undo: Any, make: Maker, janis: User
) -> None:
    """Whoever reads it registered there, not the one who was kept."""
    target, other = person("Jānis Kalns", "kalns@example.lv"), person("Jānis Kalniņš", janis.email)
    third = person("J. Kalniņš", "j@example.lv", merged_into=other)
    own, before = seat(target, make()), seat(other, make())
    decided = merge(target, other)
    addresses = (janis.email, third.email, target.email, "cita@example.lv")
    since = [seat(target, make(), email=address) for address in addresses]
    undo(decided)
    assert whose(own, before, *since) == [target.pk, *[other.pk] * 3, *[target.pk] * 2]


def test_an_address_that_nobody_had_proven_takes_no_places_along(merge: Any, undo: Any, make: Maker) -> None:
    target, other = person("A", "a@example.lv"), person("B", "b@example.lv", verified=False)
    decided = merge(target, other)
    since = seat(target, make(), email=other.email)
    undo(decided)
    assert whose(since) == [target.pk]


def test_an_account_of_another_address_stays(merge: Any, undo: Any, janis: User) -> None:
    target = person_of(janis)
    for other in (person("B", "b@example.lv"), person("C", verified=False)):
        undo(merge(target, other))
        assert person_of(janis) == target


def test_nobody_parts_them_without_the_right(
    merge: Any, undo: Any, make: Maker, ilze: User, emma: User, karlis: User, programme: Programme,
    rezekne: Municipality,
) -> None:  # fmt: skip
    target, other = person("A", "a@example.lv"), person("B")
    seat(target, make()), seat(other, make())
    decided = merge(target, other)
    for stranger in (emma, karlis):
        with pytest.raises(PermissionDenied):
            undo(decided, stranger)
    seat(target, make(Scope(programme.pk, rezekne.pk)))
    with pytest.raises(services.NotAllOfIt):
        undo(decided, ilze)
    assert undo(decided).state == "undone"


def test_a_decision_that_merged_nothing_stays(undo: Any, marta: User, programme: Programme) -> None:
    apart = services.tell_apart(by=marta, programme=programme, first=person("A"), second=person("B"))
    assert undo(apart).state == "different"
