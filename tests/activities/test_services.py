from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from darbigas_kopienas.activities import services
from darbigas_kopienas.activities.models import Activity, Change, Cost, Session
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import ClosingKind, Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import OutsideProgramme, PeriodClosed, close_period
from darbigas_kopienas.values import clock, texts
from tests.activities.conftest import DAY

pytestmark = pytest.mark.django_db


def verbs(activity: Activity) -> list[str]:
    return [entry.verb for entry in Entry.objects.of(activity)]


def test_plan_keeps_who_and_remembers_the_translation(
    ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    made = services.plan(
        by=ilze,
        scope=in_daugavpils,
        component=components["3"],
        kind="event",
        title_lv="Talka",
        title_en="Clean-up",
        starts_on=DAY,
    )
    made.refresh_from_db()
    assert (made.state, made.held_on, made.created_by, made.scope) == ("planned", None, ilze, in_daugavpils)
    assert made.folded == "talka clean-up"
    assert not texts.is_stale(made, "title")
    assert verbs(made) == ["activity.planned"]


def test_plan_with_another_programmes_component_is_refused(ilze: User, in_daugavpils: Scope) -> None:
    other = Programme.objects.create(
        code="next", name_lv="N", name_en="N", goal_lv="M", starts_on=date(2020, 1, 1), ends_on=date(2022, 1, 1)
    )
    component = Component.objects.create(programme=other, label="3", name_lv="K", name_en="K")
    with pytest.raises(services.WrongComponent):
        services.plan(by=ilze, scope=in_daugavpils, component=component, kind="event", title_lv="T", starts_on=DAY)


def test_plan_outside_the_programme_is_refused(
    ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    with pytest.raises(OutsideProgramme):
        services.plan(
            by=ilze,
            scope=in_daugavpils,
            component=components["3"],
            kind="event",
            title_lv="T",
            starts_on=date(2021, 3, 1),
        )


def test_hold_tells_day_turn_and_trail(activity: Activity, ilze: User) -> None:
    services.mark_held(by=ilze, activity=activity, held_on=date(2020, 6, 5))
    activity.refresh_from_db()
    assert (activity.state, activity.held_on, activity.day, activity.is_held) == (
        "held",
        date(2020, 6, 5),
        date(2020, 6, 5),
        True,
    )
    change = Change.objects.get()
    assert (change.from_state, change.to_state, change.day_before, change.day_after) == (
        "planned",
        "held",
        DAY,
        date(2020, 6, 5),
    )
    assert verbs(activity) == ["activity.held", "activity.planned"]


@pytest.mark.parametrize(("days", "last"), [([], None), ([3], None), ([3, 17, 10], date(2020, 6, 17))])
def test_a_postponement_keeps_the_old_days_from_first_to_last(
    activity: Activity, ilze: User, days: list[int], last: date | None
) -> None:
    for day in days:
        activity.sessions.create(
            starts_at=datetime(2020, 6, day, 7, tzinfo=UTC), ends_at=datetime(2020, 6, day, 8, tzinfo=UTC)
        )
    services.postpone(by=ilze, activity=activity, reason="Slimība", until=date(2020, 6, 24))
    change = Change.objects.get()
    assert (change.day_before, change.last_day_before, change.day_after) == (DAY, last, date(2020, 6, 24))


def test_hold_marks_past_sessions_only(activity: Activity, ilze: User) -> None:
    def at(day: int, hour: int) -> datetime:
        return datetime(2020, 6, day, hour, tzinfo=UTC)

    past = services.add_session(by=ilze, activity=activity, starts_at=at(4, 7), ends_at=at(4, 9))
    coming = services.add_session(by=ilze, activity=activity, starts_at=at(20, 7), ends_at=at(20, 9))
    services.mark_held(by=ilze, activity=activity, held_on=DAY)
    past.refresh_from_db()
    coming.refresh_from_db()
    assert (past.state, past.held_on) == ("held", DAY)
    assert (coming.state, coming.held_on) == ("planned", None)


def test_session_after_midnight_belongs_to_the_local_day(activity: Activity, ilze: User) -> None:
    late = services.add_session(  # 22:30 UTC on the 4th is 01:30 on the 5th in Daugavpils
        by=ilze,
        activity=activity,
        starts_at=datetime(2020, 6, 4, 22, 30, tzinfo=UTC),
        ends_at=datetime(2020, 6, 4, 23, 0, tzinfo=UTC),
    )
    services.mark_held(by=ilze, activity=activity, held_on=DAY)
    late.refresh_from_db()
    assert late.held_on == date(2020, 6, 5)


def test_session_that_ends_before_it_starts_is_refused(activity: Activity, ilze: User) -> None:
    moment = datetime(2020, 6, 4, 9, tzinfo=UTC)
    with pytest.raises(ValidationError) as refused:
        services.add_session(by=ilze, activity=activity, starts_at=moment, ends_at=moment)
    assert refused.value.code == "order"


def test_hold_in_the_future_is_refused(activity: Activity, ilze: User) -> None:
    with pytest.raises(services.DayInFuture):
        services.mark_held(by=ilze, activity=activity, held_on=date(2020, 6, 11))


def test_hold_in_a_closed_period_is_refused_and_nothing_changes(
    activity: Activity, ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    close_june(marta, in_daugavpils)
    with pytest.raises(PeriodClosed):
        services.mark_held(by=ilze, activity=activity, held_on=DAY)
    activity.refresh_from_db()
    assert (activity.state, Change.objects.count()) == ("planned", 0)


def close_june(marta: User, scope: Scope) -> None:
    with clock.frozen(date(2020, 7, 1)):
        close_period(
            by=marta, scope=scope, kind=ClosingKind.ACTIVITIES, starts_on=date(2020, 6, 1), ends_on=date(2020, 6, 30)
        )


def test_postpone_to_a_day_and_then_hold(activity: Activity, ilze: User) -> None:
    session = services.add_session(
        by=ilze,
        activity=activity,
        starts_at=datetime(2020, 6, 4, 7, tzinfo=UTC),
        ends_at=datetime(2020, 6, 4, 9, tzinfo=UTC),
    )
    services.postpone(by=ilze, activity=activity, reason="Lietus", until=date(2020, 6, 9))
    session.refresh_from_db()
    assert (activity.state, activity.starts_on, session.state) == ("postponed", date(2020, 6, 9), "postponed")
    services.mark_held(by=ilze, activity=activity, held_on=date(2020, 6, 9))
    assert [(change.to_state, change.day_before, change.day_after) for change in activity.turns.all()] == [
        ("postponed", DAY, date(2020, 6, 9)),
        ("held", date(2020, 6, 9), date(2020, 6, 9)),
    ]


def test_postpone_without_a_new_day_keeps_the_last_known_one(activity: Activity, ilze: User) -> None:
    services.postpone(by=ilze, activity=activity, reason="Covid-19")
    assert (activity.starts_on, activity.turns.get().day_after) == (DAY, None)


@pytest.mark.parametrize("act", [services.postpone, services.move_online, services.cancel])
def test_a_turn_without_its_reason_is_refused(act: Any, activity: Activity, ilze: User) -> None:
    with pytest.raises(services.ReasonMissing):
        act(by=ilze, activity=activity, reason="  ")


def test_move_online_keeps_the_day(activity: Activity, ilze: User) -> None:
    session = services.add_session(
        by=ilze,
        activity=activity,
        starts_at=datetime(2020, 6, 4, 7, tzinfo=UTC),
        ends_at=datetime(2020, 6, 4, 9, tzinfo=UTC),
    )
    services.move_online(by=ilze, activity=activity, reason="Covid-19")
    session.refresh_from_db()
    assert (activity.state, activity.day, session.mode) == ("moved_online", DAY, "online")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("cancel", "mark_held"),
        ("cancel", "cancel"),
        ("mark_held", "mark_held"),
        ("mark_held", "postpone"),
        ("mark_held", "cancel"),
        ("plan", "set_back"),
        ("move_online", "move_online"),
    ],
)
def test_turns_that_cannot_be(first: str, second: str, activity: Activity, ilze: User) -> None:
    def become(name: str) -> None:
        more: dict[str, Any] = {"held_on": DAY} if name == "mark_held" else {"reason": "Iemesls"}
        getattr(services, name)(by=ilze, activity=activity, **more)

    if first != "plan":
        become(first)
    with pytest.raises(services.WrongTransition):
        become(second)


def test_edit_changes_only_what_differs(activity: Activity, ilze: User) -> None:
    services.edit(by=ilze, activity=activity, title_lv="Talka", place="Pils iela")
    assert (activity.place, Entry.objects.of(activity)[0].changes) == (
        "Pils iela",
        {"fields": ["place"], "values": {"place": ["", "Pils iela"]}},
    )
    services.edit(by=ilze, activity=activity, place="Pils iela")
    assert verbs(activity) == ["activity.edited", "activity.planned"]


def test_edit_of_the_latvian_leaves_the_english_stale_and_of_the_english_not(activity: Activity, ilze: User) -> None:
    services.edit(by=ilze, activity=activity, title_en="Clean-up")
    assert not texts.is_stale(activity, "title")
    services.edit(by=ilze, activity=activity, title_lv="Lielā talka")
    assert texts.is_stale(activity, "title")


def test_edit_moves_the_planned_day_or_the_day_held(activity: Activity, ilze: User) -> None:
    services.edit(by=ilze, activity=activity, day=date(2020, 6, 6))
    assert (activity.starts_on, activity.held_on) == (date(2020, 6, 6), None)
    services.mark_held(by=ilze, activity=activity, held_on=date(2020, 6, 6))
    services.edit(by=ilze, activity=activity, day=date(2020, 6, 7))
    assert (activity.starts_on, activity.held_on) == (date(2020, 6, 6), date(2020, 6, 7))
    with pytest.raises(services.DayInFuture):
        services.edit(by=ilze, activity=activity, day=date(2020, 6, 30))


def test_edit_into_a_closed_period_is_refused(
    activity: Activity, ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    services.mark_held(by=ilze, activity=activity, held_on=DAY)
    with clock.frozen(date(2020, 7, 1)):
        close_period(
            by=marta,
            scope=in_daugavpils,
            kind=ClosingKind.ACTIVITIES,
            starts_on=date(2020, 5, 1),
            ends_on=date(2020, 5, 31),
        )
    with pytest.raises(PeriodClosed):
        services.edit(by=ilze, activity=activity, day=date(2020, 5, 31))
    close_june(marta, in_daugavpils)
    with pytest.raises(PeriodClosed):
        services.edit(by=ilze, activity=activity, title_lv="Cits")


def test_edit_of_a_cancelled_one_is_refused(activity: Activity, ilze: User) -> None:
    services.cancel(by=ilze, activity=activity, reason="Lietus")
    with pytest.raises(services.WrongTransition):
        services.edit(by=ilze, activity=activity, place="Cita")


def test_edit_of_the_state_is_a_programming_error(activity: Activity, ilze: User) -> None:
    with pytest.raises(TypeError):
        services.edit(by=ilze, activity=activity, state="held")


def test_publish_is_told_once(activity: Activity, marta: User) -> None:
    services.publish(by=marta, activity=activity)
    services.publish(by=marta, activity=activity)
    assert activity.is_public
    services.publish(by=marta, activity=activity, is_public=False)
    assert verbs(activity) == ["activity.withdrawn", "activity.published", "activity.planned"]


def state(by: User, scope: Scope, **changes: Any) -> Cost:
    wanted: dict[str, Any] = {
        "origin": "resource_centre.purchase:12",
        "stage": "asked",
        "amount": Decimal("100.00"),
        "description": "Izšujamā mašīna",
        "on": DAY,
    }
    return services.state_cost(by=by, scope=scope, **{**wanted, **changes})


def test_cost_is_one_row_from_asked_to_invoiced(ilze: User, in_daugavpils: Scope, activity: Activity) -> None:
    first = state(ilze, in_daugavpils)
    state(ilze, in_daugavpils)
    last = state(ilze, in_daugavpils, stage="invoiced", amount=Decimal("121.00"), activity=activity)
    assert Cost.objects.get() == first == last
    assert (last.stage, last.amount, last.activity) == ("invoiced", Decimal("121.00"), activity)
    assert [entry.verb for entry in Entry.objects.of(first)] == ["cost.restated", "cost.stated"]


def test_cost_never_goes_back(ilze: User, in_daugavpils: Scope) -> None:
    state(ilze, in_daugavpils, stage="ordered")
    with pytest.raises(services.CostGoesBack):
        state(ilze, in_daugavpils, stage="asked")
    with pytest.raises(IntegrityError, match="cannot become"), transaction.atomic():
        Cost.objects.update(stage="asked")


def test_states_and_turns_cover_each_other() -> None:
    from darbigas_kopienas.activities.states import TRANSITIONS

    assert set(TRANSITIONS) == set(State)
    assert Session.Mode.values == ["in_person", "online", "hybrid"]
