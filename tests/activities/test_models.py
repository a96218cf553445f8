"""What the database itself refuses, and who sees which rows."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from darbigas_kopienas.activities.models import Activity, Change, Cost, Session
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope

pytestmark = pytest.mark.django_db


def make(scope: Scope, component: Component, **fields: Any) -> Activity:
    wanted: dict[str, Any] = {"kind": "event", "title_lv": "Talka", "starts_on": date(2020, 6, 4)}
    return Activity.objects.create(
        programme_id=scope.programme_id,
        municipality_id=scope.municipality_id,
        component=component,
        **{**wanted, **fields},
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "held"},
        {"state": "planned", "held_on": date(2020, 6, 4)},
        {"state": "cancelled", "held_on": date(2020, 6, 4)},
        {"title_lv": ""},
        {"state": "forgotten"},
        {"unique_people": -1},
    ],
)
def test_activity_the_database_refuses(
    fields: dict[str, Any], in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make(in_daugavpils, components["3"], **fields)
    assert Activity.objects.count() == 0


@pytest.mark.parametrize(
    "fields", [{"ends_at": datetime(2020, 6, 4, 9, tzinfo=UTC)}, {"state": "held"}, {"held_on": date(2020, 6, 4)}]
)
def test_session_the_database_refuses(
    fields: dict[str, Any], in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    activity = make(in_daugavpils, components["3"])
    wanted = {
        "starts_at": datetime(2020, 6, 4, 9, tzinfo=UTC),
        "ends_at": datetime(2020, 6, 4, 10, tzinfo=UTC),
        **fields,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(activity=activity, **wanted)


@pytest.mark.parametrize("fields", [{"amount": Decimal("-0.01")}, {"origin": ""}])
def test_cost_the_database_refuses(fields: dict[str, Any], in_daugavpils: Scope) -> None:
    wanted = {"origin": "room.row:1", "amount": Decimal(1), "stage": "asked", "on": date(2020, 6, 4), **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Cost.objects.create(programme_id=in_daugavpils.programme_id, description="Krēsls", **wanted)


def test_cost_origin_stands_once(in_daugavpils: Scope) -> None:
    wanted: dict[str, Any] = {"origin": "room.row:1", "amount": 1, "stage": "asked", "on": date(2020, 6, 4)}
    Cost.objects.create(programme_id=in_daugavpils.programme_id, description="Krēsls", **wanted)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cost.objects.create(programme_id=in_daugavpils.programme_id, description="Galds", **wanted)


def test_change_without_reason_is_refused_and_changes_are_never_changed(
    in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    activity = make(in_daugavpils, components["3"])
    day = activity.starts_on
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(activity=activity, from_state="planned", to_state="cancelled", day_before=day)
    Change.objects.create(activity=activity, from_state="planned", to_state="held", day_before=day, day_after=day)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE activities_change SET reason = 'cits'")
    with pytest.raises(ProgrammingError), transaction.atomic():
        Change.objects.all().delete()


@pytest.fixture
def four(in_daugavpils: Scope, in_rezekne: Scope, components: dict[str, Component]) -> dict[str, Activity]:
    whole = Scope(in_daugavpils.programme_id)
    return {
        "daugavpils": make(in_daugavpils, components["3"]),
        "daugavpils public": make(in_daugavpils, components["3"], is_public=True),
        "rezekne": make(in_rezekne, components["3"]),
        "programme": make(whole, components["6"]),
    }


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (None, {"daugavpils public"}),
        ("janis", {"daugavpils public"}),
        ("ilze", {"daugavpils", "daugavpils public"}),
        ("anna", {"daugavpils", "daugavpils public"}),
        ("karlis", {"daugavpils public", "rezekne"}),
        ("marta", {"daugavpils", "daugavpils public", "rezekne", "programme"}),
        ("olga", {"daugavpils", "daugavpils public", "rezekne", "programme"}),
        ("emma", {"daugavpils public"}),
        ("admin", {"daugavpils public"}),
    ],
)
def test_who_sees_which(
    who: str | None, expected: set[str], four: dict[str, Activity], request: pytest.FixtureRequest
) -> None:
    user: User | None = request.getfixturevalue(who) if who else None
    seen = set(Activity.objects.visible_to(user))
    assert {name for name, activity in four.items() if activity in seen} == expected


def test_staff_side_leaves_out_the_neighbours_public_rows(four: dict[str, Activity], karlis: User) -> None:
    assert list(Activity.objects.for_staff(karlis)) == [four["rezekne"]]


def test_queryset_words(four: dict[str, Activity], in_rezekne: Scope) -> None:
    held = four["daugavpils"]
    held.state, held.held_on = "held", date(2020, 6, 30)
    held.save()
    everything = Activity.objects.all()
    assert list(everything.held_between(date(2020, 6, 30), date(2020, 6, 30))) == [held] == list(everything.held())
    assert list(everything.held_between(date(2020, 7, 1), date(2020, 7, 30))) == []
    assert list(everything.public()) == [four["daugavpils public"]]
    assert list(everything.of_component("6")) == [four["programme"]]
    assert list(everything.in_scope(in_rezekne).upcoming(date(2020, 6, 4))) == [four["rezekne"]]
    assert list(everything.upcoming(date(2020, 6, 5))) == []


def test_costs_are_seen_by_those_who_see_the_budget(
    in_daugavpils: Scope, ilze: User, karlis: User, emma: User, janis: User
) -> None:
    cost = Cost.objects.create(
        programme_id=in_daugavpils.programme_id,
        municipality_id=in_daugavpils.municipality_id,
        origin="room.row:1",
        amount=Decimal(1),
        stage="asked",
        on=date(2020, 6, 4),
        description="Krēsls",
    )
    seen = {user.name: list(Cost.objects.visible_to(user).at_stage("asked")) for user in (ilze, karlis, emma, janis)}
    assert seen == {ilze.name: [cost], karlis.name: [], emma.name: [], janis.name: []}
