"""Published seminars, as the pages of a place need them."""

from typing import Any

import pytest

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import VISITOR
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from tests.builders import Opener, open_seminar, register


@pytest.fixture
def opened(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Opener:
    return lambda **changes: open_seminar(ilze, in_daugavpils, **changes)


@pytest.fixture
def seminar_of_five(opened: Opener) -> Activity:
    return opened(capacity=5)


def guest_named(activity: Activity, name: str = "typo", **given: Any) -> Registration:
    return register(by=VISITOR, activity=activity, via="guest", name="Anna", email=f"{name}@example.lv", **given)
