from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import TODAY, register, taking

Maker = Callable[..., Activity]
Pair = tuple[Person, Person]
Entered = Callable[..., Organisation]


@pytest.fixture
def summer() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def make(summer: None, marta: User, in_daugavpils: Scope, components: dict[str, Component]) -> Maker:
    """An activity that takes registrations, in Daugavpils unless told otherwise."""

    def activity(scope: Scope = in_daugavpils, **more: Any) -> Activity:
        return taking(marta, scope, components["1"], **more)

    return activity


def person(name: str, address: str = "", *, verified: bool = True, **more: Any) -> Person:
    verified_at = clock.now() if address and verified else None
    return Person.objects.create(name=name, email=address, email_verified_at=verified_at, **more)


def seat(who: Person, activity: Activity, **more: Any) -> Registration:
    """Signed up as themselves."""
    return register(by=SYSTEM, activity=activity, **{"name": who.name, "email": who.email, "person": who, **more})


def whose(*places: Registration) -> list[int | None]:
    return [Registration.objects.values_list("person", flat=True).get(pk=place.pk) for place in places]


def place(by: User, scope: Scope, component: Component, person: Person, **given: Any) -> Registration:
    known = {"name": person.name, "person": person, "verified_at": clock.now()}
    return Registration.objects.create(activity=taking(by, scope, component), **{**known, **given})


EARLIER = date(2020, 6, 16)


@pytest.fixture
def spogi(daugavpils: Municipality) -> Organisation:
    """A school of Daugavpils in the register."""
    return Organisation.objects.create(
        kind="school", name_lv="Špoģu vidusskola", name_en="Špoģi Secondary School", municipality=daugavpils,
        registration_number="40900012345",
    )  # fmt: skip


@pytest.fixture
def malta(rezekne: Municipality) -> Organisation:
    """A school of Rēzeknes novads in the register."""
    return Organisation.objects.create(
        kind="school", name_lv="Maltas pamatskola", municipality=rezekne, registration_number="40900054321"
    )


@pytest.fixture
def merged(daugavpils: Municipality, spogi: Organisation) -> Organisation:
    """Entered a second time under another name, and merged."""
    return Organisation.objects.create(
        kind="school", name_lv="Višķu tehnikums", municipality=daugavpils, registration_number="40900077777",
        merged_into=spogi,
    )  # fmt: skip


@pytest.fixture
def pair(programme: Programme, daugavpils: Municipality) -> Pair:
    """One with a verified address, one without."""
    target = Person.objects.create(
        name="Anna Bērziņa", email="anna.b@example.lv", email_verified_at=clock.now(), entered_for=daugavpils
    )
    return target, Person.objects.create(name="Bērziņa Anna", entered_for=daugavpils)
