from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from community_events import services
from community_events.models import CommunityEvent
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock

DAY = date(2020, 6, 4)
TODAY = date(2020, 6, 10)
Maker = Callable[..., CommunityEvent]


@pytest.fixture(autouse=True)
def today() -> Iterator[datetime]:
    with clock.frozen(TODAY) as moment:
        yield moment


@pytest.fixture
def log(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Maker:
    """Logs an event in Daugavpils, by Ilze, unless told otherwise."""

    def make(*, public: bool = False, **changes: Any) -> CommunityEvent:
        wanted: dict[str, Any] = {
            "by": ilze,
            "scope": in_daugavpils,
            "title": "Puķu stādīšana",
            "held_on": DAY,
            "place": "Smilšu iela 92",
            "type": "mobilisation",
            "counts": {"children": 20, "parents": 15},
        }
        event = services.log_event(**{**wanted, **changes})
        return services.publish_event(by=SYSTEM, event=event) if public else event

    return make


@pytest.fixture
def event(log: Maker) -> CommunityEvent:
    return log()
