"""What may follow what: table, services and database say the same; what was held is set back, never cancelled."""

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from darbigas_kopienas import rooms
from darbigas_kopienas.activities import services
from darbigas_kopienas.activities.models import Activity, Change
from darbigas_kopienas.activities.reporting import deviation_of
from darbigas_kopienas.activities.states import TRANSITIONS, State
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import ClosingKind, Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import PeriodClosed, close_period
from darbigas_kopienas.rooms import Reliance, Room
from darbigas_kopienas.values import clock
from tests.activities.conftest import DAY
from tests.builders import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(activity: Activity, ilze: User) -> Activity:
    services.add_session(by=ilze, activity=activity, starts_at=at(DAY, 10), ends_at=at(DAY, 12))
    return services.mark_held(by=ilze, activity=activity, held_on=DAY)


@pytest.mark.parametrize(("was", "now"), list(product(State.values, State.values)))
def test_database_keeps_the_table_of_transitions(was: str, now: str, activity: Activity) -> None:
    path = {"planned": [], "held": ["held"], "postponed": ["postponed"], "moved_online": ["moved_online"],
            "cancelled": ["cancelled"]}[was]  # fmt: skip

    def become(state: str) -> None:
        Activity.objects.filter(pk=activity.pk).update(state=state, held_on=DAY if state == "held" else None)

    for state in path:
        become(state)
    if now == was or now in TRANSITIONS[was]:
        become(now)
        return
    with pytest.raises(IntegrityError, match="cannot become"), transaction.atomic():
        become(now)


def test_what_was_held_is_not_cancelled(held: Activity, ilze: User) -> None:
    for act in (services.cancel, services.postpone, services.move_online):
        with pytest.raises(services.WrongTransition):
            act(by=ilze, activity=held, reason="Kļūda")
    held.refresh_from_db()
    assert (held.state, held.held_on) == ("held", DAY)


def test_set_back_and_marked_anew(held: Activity, ilze: User) -> None:
    services.set_back(by=ilze, activity=held, reason="Cits pasākums")
    held.refresh_from_db()
    session = held.sessions.get()
    assert (held.state, held.held_on, session.state, session.held_on) == ("planned", None, "planned", None)
    assert held.last_held_on == DAY
    entry = Entry.objects.of(held).get(verb="activity.set_back")
    assert (entry.actor_id, entry.changes["from"], entry.changes["to"]) == (ilze.pk, "held", "planned")
    assert not Change.objects.with_reason().exists()  # nobody outside reads of it
    services.mark_held(by=ilze, activity=held, held_on=DAY)
    assert held.sessions.get().held_on == DAY


def test_set_back_asks_for_its_reason_and_right(held: Activity, ilze: User, karlis: User, anna: User) -> None:
    with pytest.raises(services.ReasonMissing):
        services.set_back(by=ilze, activity=held, reason=" ")
    for stranger in (karlis, anna):
        with pytest.raises(PermissionDenied):
            services.set_back(by=stranger, activity=held, reason="Kļūda")
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(activity=held, from_state="held", to_state="planned", day_before=DAY)


def test_only_what_was_held_is_set_back(activity: Activity, ilze: User) -> None:
    for act in (None, services.postpone, services.move_online, services.cancel):
        if act is not None:
            act(by=ilze, activity=activity, reason="Iemesls")
        with pytest.raises(services.WrongTransition):
            services.set_back(by=ilze, activity=activity, reason="Kļūda")


def test_set_back_in_a_closed_period_is_refused(held: Activity, ilze: User, marta: User, in_daugavpils: Scope) -> None:
    with clock.frozen(date(2020, 7, 1)):
        close_period(
            by=marta,
            scope=in_daugavpils,
            kind=ClosingKind.ACTIVITIES,
            starts_on=date(2020, 6, 1),
            ends_on=date(2020, 6, 30),
        )
    with pytest.raises(PeriodClosed):
        services.set_back(by=ilze, activity=held, reason="Kļūda")


@pytest.mark.parametrize("shows_it", [True, False])
def test_rooms_say_what_relies_on_it(
    shows_it: bool, held: Activity, activity: Activity, ilze: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("darbigas_kopienas.rooms._rooms", dict(rooms._rooms))
    rooms.register(
        Room(name="test", relies_on=lambda *_what: [Reliance("Vispirms A."), Reliance("Tad B.", shows_it=shows_it)])
    )
    with pytest.raises(services.StillReliedOn) as refused:
        services.set_back(by=ilze, activity=held, reason="Kļūda")
    assert refused.value.messages == ["Vispirms A.", "Tad B."]
    assert {error.code for error in refused.value.error_list} == {"relied_on"}


def test_what_only_counts_on_it_does_not_keep_a_plan(
    activity: Activity, ilze: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("darbigas_kopienas.rooms._rooms", dict(rooms._rooms))
    rooms.register(Room(name="test", relies_on=lambda *_what: [Reliance("Rēķins.", shows_it=False)]))
    services.cancel(by=ilze, activity=activity, reason="Slimība")
    assert activity.state == "cancelled"


def test_withdrawn_record_is_no_deviation_but_what_follows_anew_is(
    held: Activity, ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    services.set_back(by=ilze, activity=held, reason="Ierakstīts divreiz")
    services.cancel(by=ilze, activity=held, reason="Ierakstīts divreiz")
    assert not Change.objects.deviations_between(DAY, DAY).exists()
    other = services.plan(
        by=ilze, scope=in_daugavpils, component=components["3"], kind="event", title_lv="Cita", starts_on=DAY
    )
    services.mark_held(by=ilze, activity=other, held_on=DAY)
    services.set_back(by=ilze, activity=other, reason="Pārskatīšanās")
    services.postpone(by=ilze, activity=other, reason="Lietus", until=date(2020, 6, 20))
    (deviation,) = Change.objects.deviations_between(DAY, DAY)
    assert (deviation.activity, deviation.reason) == (other, "Lietus")


def test_deviations_are_told_by_day_in_the_words_of_their_room(
    activity: Activity, ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    def plan(day: int) -> Activity:
        return services.plan(
            by=ilze, scope=in_daugavpils, component=components["3"], kind="event", title_lv=f"Diena {day}",
            starts_on=date(2020, 6, day),
        )  # fmt: skip

    services.postpone(by=ilze, activity=plan(23), reason="Lietus", until=date(2020, 6, 30))
    services.postpone(by=ilze, activity=plan(22), reason="Lietus")
    services.move_online(by=ilze, activity=plan(21), reason="Vējš")
    words = {state: f"%(day)s “%(title)s” {state}: %(reason)s" for state in State}
    changes = Change.objects.deviations_between(date(2020, 6, 21), date(2020, 6, 23)).select_related("activity")
    assert [deviation_of(change, words, "%(title)s: %(moved_to)s").lv for change in changes] == [
        "21.06.2020 “Diena 21” moved_online: Vējš",
        "22.06.2020 “Diena 22” postponed: Lietus",
        "Diena 23: 30.06.2020",
    ]
