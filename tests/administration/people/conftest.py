from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import TODAY, register, taking

Maker = Callable[..., Activity]


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


EARLIER = date(2020, 6, 16)
