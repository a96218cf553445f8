from collections.abc import Iterator

import pytest

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import TODAY, taking


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def activity(marta: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    return taking(marta, in_daugavpils, components["1"])
