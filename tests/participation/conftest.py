"""A published seminar day in Daugavpils: 18 June 2020, 10:00–14:00 in Riga, six academic hours."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import TODAY, register, taking

DAY = date(2020, 6, 18)
DayMaker = Callable[..., Session]
OpenActivity = Callable[..., Activity]


def riga(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.RIGA)


@pytest.fixture
def summer() -> Iterator[None]:
    """Eight days before the activities that `make` opens."""
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def make(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> OpenActivity:
    """`make(capacity=2)`: an activity of Ilze's that takes registrations."""
    return lambda **fields: taking(ilze, in_daugavpils, components["1"], **fields)


@pytest.fixture
def activity(make: OpenActivity) -> Activity:
    return make()


@pytest.fixture
def make_day(components: dict[str, Component]) -> DayMaker:
    def make(
        by: User, scope: Scope, *, is_public: bool = False, title: str = "Ģimenes un skola", **times: Any
    ) -> Session:
        activity = activities.plan(
            by=by, scope=scope, component=components["1"], kind="seminar", title_lv=title, starts_on=DAY,
            place="Smilšu iela 92",
        )  # fmt: skip
        Activity.objects.filter(pk=activity.pk).update(is_public=is_public)
        activity.refresh_from_db()
        return sitting(by, activity, **times)

    return make


def sitting(
    by: User, activity: Activity, starts_at: datetime | None = None, ends_at: datetime | None = None
) -> Session:
    return activities.add_session(
        by=by, activity=activity, starts_at=starts_at or riga(10), ends_at=ends_at or riga(14)
    )  # fmt: skip


@pytest.fixture
def sitting_day(make_day: DayMaker, ilze: User, in_daugavpils: Scope) -> Session:
    return make_day(ilze, in_daugavpils)


@pytest.fixture
def people(sitting_day: Session, ilze: User) -> list[Registration]:
    names = ["Anna Āboliņa", "Čaks Bērziņš", "Zane Žagare"]
    return [
        register(
            by=ilze, activity=sitting_day.activity, name=name, email=f"p{number}@example.lv", school="3. vidusskola"
        )
        for number, name in enumerate(names)
    ]
