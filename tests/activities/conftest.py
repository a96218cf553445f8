"""A clean-up of Daugavpils on 4 June 2020, looked at on the 10th."""

from collections.abc import Iterator
from datetime import date

import pytest

from darbigas_kopienas.activities import services
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock

DAY = date(2020, 6, 4)


@pytest.fixture(autouse=True)
def _summer() -> Iterator[None]:
    with clock.frozen(date(2020, 6, 10)):
        yield


@pytest.fixture
def activity(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    return services.plan(
        by=ilze, scope=in_daugavpils, component=components["3"], kind="event", title_lv="Talka", starts_on=DAY
    )
