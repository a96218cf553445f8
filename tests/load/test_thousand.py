"""A thousand people at one moment through the real web server and PostgreSQL, again and again: fifty seats, no more."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import taking
from tests.collected import static_files_into
from tests.load.crowd import CONNECTIONS, registration, send, served
from tests.machine import rounds
from tests.participation.registration.test_seat_races import without_trigger

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS = rounds(1, 20)
PEOPLE, SEATS = 1000, 50


@pytest.fixture
def make(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Any:
    """Ahead of today: the server's clock is the machine's."""
    programme = components["1"].programme
    programme.ends_on = clock.today() + timedelta(days=90)
    programme.save()

    def fresh() -> Activity:
        day = clock.today() + timedelta(days=30)
        return taking(ilze, in_daugavpils, components["1"], day=day, capacity=SEATS)

    return fresh


@pytest.fixture(scope="module", autouse=True)
def _static_files() -> None:
    """The server's pages name its static files."""
    static_files_into(Path(os.environ["PORTAL_DATA"]))


@pytest.fixture
def port() -> Iterator[int]:
    connection.close()
    with served() as port:
        yield port


def crowd(activity: Activity, people: int = PEOPLE) -> list[bytes]:
    path = reverse("participation:register", args=[activity.pk])
    return [registration(path, number) for number in range(people)]


def test_fifty_seats_and_a_line_without_gaps_every_time(make: Any, port: int) -> None:
    assert CONNECTIONS >= 100
    for _round in range(ROUNDS):
        activity = make()
        answered = send(port, crowd(activity))
        assert answered.statuses == Counter({302: PEOPLE})
        _require_right(activity)


def _require_right(activity: Activity) -> None:
    """Numbers are drawn behind the lock, so the order of coming is the order of the rows' own numbers."""
    rows = list(activity.registrations.order_by("pk").values_list("state", "waiting_no", "email"))
    assert [state for state, _no, _email in rows] == ["confirmed"] * SEATS + ["waiting"] * (PEOPLE - SEATS)
    assert [no for _state, no, _email in rows] == [None] * SEATS + list(range(1, PEOPLE - SEATS + 1))
    assert len({email for _state, _no, email in rows}) == PEOPLE
    moments = activity.registrations.order_by("waiting_no").filter(waiting_no__isnull=False)
    assert list(moments.values_list("pk", flat=True)) == sorted(moments.values_list("pk", flat=True))


def test_control_without_the_lock_it_oversells(make: Any) -> None:
    activity = make()
    connection.close()
    with without_trigger(), served("tests.load.unlocked") as port:
        send(port, crowd(activity, 300))
    assert activity.registrations.with_seat().count() > SEATS


def test_without_the_lock_the_database_still_refuses(make: Any) -> None:
    activity = make()
    connection.close()
    with served("tests.load.unlocked") as port:
        send(port, crowd(activity, 300))  # two with one number in the line end as an error, which is the point
    assert activity.registrations.with_seat().count() == SEATS
