"""Somebody is erased while they register, sign in, correct their data or are merged: nothing of them comes back.

The controls take a guard away, to show that the tests would see it.
"""

from functools import partial
from typing import Any

import pytest

from darbigas_kopienas.administration.models import ErasureRequest
from darbigas_kopienas.administration.people.duplicates import services as duplicates
from darbigas_kopienas.administration.privacy.erasure.services.carry_out import AlreadyAnswered, carry_out
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.services import RegistrationClosed
from darbigas_kopienas.people import services as people_services
from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.people.services import AccountErased, correct_own_data, person_of
from darbigas_kopienas.programme.models import Programme
from tests.administration.people.conftest import Maker, make, person, seat, summer
from tests.databases import superuser
from tests.together import before_commit, together

__all__ = ["make", "summer"]  # fixtures
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("summer")]
FOLLOWS = "participation_follows_target_person"


def erasing(marta: User, who: Person) -> Any:
    return partial(carry_out, by=marta, request=ErasureRequest.objects.create(person=who))


def names() -> set[str]:
    return {*Person.with_merged.values_list("name", flat=True), *Registration.objects.values_list("name", flat=True)}


def test_who_registers_while_being_erased_has_no_place(make: Maker, marta: User) -> None:
    who, first, second = person("Anna", "anna.kalna@example.lv"), make(), make()
    seat(who, first)
    assert isinstance(before_commit(erasing(marta, who), partial(seat, who, second)), RegistrationClosed)
    assert names() == {ERASED}


def test_who_has_just_registered_is_erased_with_the_place(make: Maker, marta: User) -> None:
    who, activity = person("Anna", "anna.kalna@example.lv"), make()
    before_commit(partial(seat, who, activity), erasing(marta, who))
    assert names() == {ERASED}


def test_control_without_the_trigger_the_name_comes_back(make: Maker, marta: User) -> None:
    who, activity = person("Anna", "anna.kalna@example.lv"), make()
    with superuser() as cursor:
        cursor.execute(f"ALTER TABLE participation_registration DISABLE TRIGGER {FOLLOWS}")
        before_commit(erasing(marta, who), partial(seat, who, activity))
        cursor.execute(f"ALTER TABLE participation_registration ENABLE TRIGGER {FOLLOWS}")
    assert names() == {ERASED, "Anna"}


@pytest.mark.parametrize("is_first", [True, False])
def test_merging_and_erasing(make: Maker, marta: User, programme: Programme, *, is_first: bool) -> None:
    """Whichever comes first: both rows are the erased one's, or the other is another human being still."""
    one, other = person("Anna", "anna.kalna@example.lv"), person("Anna B")
    given: dict[str, Any] = {"by": marta, "programme": programme, "first": one, "second": other, "note": "Viena"}
    merge, erase = partial(duplicates.merge_people, **given), erasing(marta, one)
    before_commit(merge, erase) if is_first else before_commit(erase, merge)
    assert ERASED in names()
    assert names() <= {ERASED, "Anna B"}


def test_twice_at_once_is_once(marta: User) -> None:
    who = person("Anna", "anna.kalna@example.lv")
    request = erasing(marta, who)
    outcomes = together(request, request)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [AlreadyAnswered.__name__, "ErasureRequest"]


@pytest.mark.parametrize("is_guarded", [True, False])
def test_whoever_was_read_before_has_no_name_afterwards(
    marta: User, janis: User, monkeypatch: pytest.MonkeyPatch, *, is_guarded: bool
) -> None:
    """A request that began before asks for the person after; the control does not look at the account once more."""
    who, read_before = person_of(janis), User.objects.get(pk=janis.pk)
    if not is_guarded:
        monkeypatch.setattr(people_services, "_require_same_account", lambda _user: None)
    erasing(marta, who)()
    person_of(read_before)
    assert Person.with_merged.filter(name__contains="Jānis").exists() is not is_guarded


def test_who_signs_in_for_the_first_time_meanwhile(marta: User, janis: User) -> None:
    """A guest until now: the account of the address is theirs, and is erased with them."""
    who = person("Jānis Kalniņš", janis.email)
    before_commit(erasing(marta, who), partial(person_of, User.objects.get(pk=janis.pk)))
    assert not Person.with_merged.filter(name__contains="Jānis").exists()
    assert User.objects.get(pk=janis.pk).name == ""


def test_who_corrects_their_data_meanwhile_is_refused(marta: User, janis: User) -> None:
    who = person_of(janis)
    given: dict[str, Any] = {"name": "Jānis Jauns", "organisation": None, "language": "lv"}
    correct = partial(correct_own_data, by=User.objects.get(pk=janis.pk), **given)
    assert isinstance(before_commit(erasing(marta, who), correct), AccountErased)
    assert not Person.with_merged.filter(name__contains="Jānis").exists()
    assert User.objects.get(pk=janis.pk).name == ""
