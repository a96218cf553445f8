"""Deeds on activities. Every turn is locked, checked against the closing of periods, told to the audit trail."""

from datetime import date
from typing import Any, NotRequired, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity, Change, Session
from darbigas_kopienas.activities.states import NEEDS_REASON, State
from darbigas_kopienas.audit.changes import put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.access import require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import ClosingKind, Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import require_open, require_within
from darbigas_kopienas.values import clock, texts

from .reliance import require_nothing_relies_on, require_nothing_shows_it
from .rights import to_publish, to_write


class WrongTransition(ValidationError):
    """The state does not allow this deed."""


class ReasonMissing(ValidationError):
    """Postponing, moving online and cancelling are told with their reason."""


class DayInFuture(ValidationError):
    """Nothing was held on a day that has not come."""


class WrongComponent(ValidationError):
    """The component belongs to another programme."""


# What `edit` may touch. State and days have their own deeds.
EDITABLE = frozenset(
    {"component", "kind", "place", "organiser", "unique_people"}
    | {"title_lv", "title_en", "description_lv", "description_en"}
)
TEXTS = ("title", "description")


class PlannedFields(TypedDict):
    """What is said of an activity when it is planned, by the model's own names."""

    component: Component
    kind: str
    title_lv: str
    starts_on: date
    title_en: NotRequired[str]
    description_lv: NotRequired[str]
    description_en: NotRequired[str]
    place: NotRequired[str]
    organiser: NotRequired[Organisation | None]
    is_public: NotRequired[bool]
    unique_people: NotRequired[int | None]


@transaction.atomic
def plan(*, by: Actor, scope: Scope, **fields: Unpack[PlannedFields]) -> Activity:
    """A new activity, planned. A closed period is asked only when it is held: plans are not yet facts.

    Raises PermissionDenied, WrongComponent, OutsideProgramme.
    """
    activity = Activity(
        programme_id=scope.programme_id, municipality_id=scope.municipality_id, created_by=account_of(by), **fields
    )
    require(by, to_write(activity.kind), scope)
    if activity.is_public:
        require(by, to_publish(activity.kind), scope)
    _require_component(activity.component, scope)
    require_within(activity.component.programme, activity.starts_on)
    for name in TEXTS:
        texts.stamp_translation(activity, name)
    activity.save()
    record(by=by, verb="activity.planned", obj=activity, changes={"starts_on": activity.starts_on.isoformat()})
    return activity


@transaction.atomic
def mark_held(*, by: Actor, activity: Activity, held_on: date) -> Activity:
    """It happened on that local day; sessions that are past are held too, each on its own day.

    Raises PermissionDenied, WrongTransition, DayInFuture, OutsideProgramme, PeriodClosed.
    """
    require(by, to_write(activity.kind), activity.scope)
    if held_on > clock.today():
        raise DayInFuture(_("The day has not come yet, so it cannot be marked as held."), code="future")
    locked = Activity.objects.locked(activity.pk)
    _require_transition(locked, State.HELD)
    require_within(locked.component.programme, held_on)
    require_open(locked.scope, kind=ClosingKind.ACTIVITIES, on=held_on)
    for session in locked.sessions.exclude(state__in=[State.HELD, State.CANCELLED]):
        day = clock.day_of(session.starts_at)
        if day <= clock.today():
            session.state, session.held_on = State.HELD, day
            session.save(update_fields=["state", "held_on"])
    before = locked.day
    was, locked.state, locked.held_on = locked.state, State.HELD, held_on
    return _after_transition(by=by, activity=activity, locked=locked, was=was, before=before, after=held_on, reason="")


@transaction.atomic
def postpone(*, by: Actor, activity: Activity, reason: str, until: date | None = None) -> Activity:
    """To another day, or to one not known yet (`until` None keeps the planned day as the last known one).

    Raises PermissionDenied, WrongTransition, ReasonMissing, OutsideProgramme, PeriodClosed, StillReliedOn.
    """
    require(by, to_write(activity.kind), activity.scope)
    locked = _ready_to(activity, State.POSTPONED, reason)
    before = locked.day
    was, locked.state = locked.state, State.POSTPONED
    if until is not None:
        require_within(locked.component.programme, until)
        locked.starts_on = until
    moved = locked.sessions.exclude(state__in=[State.HELD, State.CANCELLED])
    last = max((clock.day_of(session.starts_at) for session in moved), default=before)
    moved.update(state=State.POSTPONED)
    return _after_transition(
        by=by, activity=activity, locked=locked, was=was, before=before, after=until, reason=reason,
        last_before=last if last > before else None,
    )  # fmt: skip


@transaction.atomic
def move_online(*, by: Actor, activity: Activity, reason: str) -> Activity:
    """Same day, no longer in the same room.

    Raises PermissionDenied, WrongTransition, ReasonMissing, PeriodClosed, StillReliedOn.
    """
    require(by, to_write(activity.kind), activity.scope)
    locked = _ready_to(activity, State.MOVED_ONLINE, reason)
    was, locked.state = locked.state, State.MOVED_ONLINE
    locked.sessions.exclude(state__in=[State.HELD, State.CANCELLED]).update(
        state=State.MOVED_ONLINE, mode=Session.Mode.ONLINE
    )
    return _after_transition(
        by=by, activity=activity, locked=locked, was=was, before=locked.day, after=locked.day, reason=reason
    )


@transaction.atomic
def cancel(*, by: Actor, activity: Activity, reason: str) -> Activity:
    """It will not happen. Final.

    Raises PermissionDenied, WrongTransition, ReasonMissing, PeriodClosed, StillReliedOn.
    """
    require(by, to_write(activity.kind), activity.scope)
    locked = _ready_to(activity, State.CANCELLED, reason)
    before = locked.day
    was, locked.state, locked.held_on = locked.state, State.CANCELLED, None
    locked.sessions.exclude(state=State.CANCELLED).update(state=State.CANCELLED, held_on=None)
    return _after_transition(by=by, activity=activity, locked=locked, was=was, before=before, after=None, reason=reason)


@transaction.atomic
def set_back(*, by: Actor, activity: Activity, reason: str) -> Activity:
    """It was marked as held by mistake: planned again, its sessions too, until it is marked anew. Counts stay.

    Raises PermissionDenied, WrongTransition, ReasonMissing, PeriodClosed, StillReliedOn.
    """
    require(by, to_write(activity.kind), activity.scope)
    locked = _ready_to(activity, State.PLANNED, reason)
    require_nothing_relies_on(locked)
    before = locked.day
    was, locked.state, locked.held_on = locked.state, State.PLANNED, None
    locked.sessions.filter(state=State.HELD).update(state=State.PLANNED, held_on=None)
    return _after_transition(
        by=by, activity=activity, locked=locked, was=was, before=before, after=locked.day, reason=reason
    )


@transaction.atomic
def edit(*, by: Actor, activity: Activity, day: date | None = None, **fields: Any) -> Activity:
    """Correct what is written of it; `day` is the day held of a held one, else the planned day.

    Raises PermissionDenied, PeriodClosed for the old day and for the new one, DayInFuture, OutsideProgramme,
    WrongComponent, WrongTransition (cancelled).
    """
    require(by, to_write(activity.kind), activity.scope)
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    locked = Activity.objects.locked(activity.pk)
    if locked.state == State.CANCELLED:
        raise WrongTransition(_("A cancelled activity is not changed any more."), code="wrong_transition")
    require_open(locked.scope, kind=ClosingKind.ACTIVITIES, on=locked.day)
    _require_component(fields.get("component", locked.component), locked.scope)
    changed = put(locked, {**fields, **_moved_day(locked, day)})
    if changed:
        for name in TEXTS:
            if f"{name}_en" in changed:
                texts.stamp_translation(locked, name)
        locked.save()
        record(by=by, verb="activity.edited", obj=locked, changes=changed.stored)
    _copy_back(activity, locked)
    return activity


@transaction.atomic
def publish(*, by: Actor, activity: Activity, is_public: bool = True) -> Activity:
    """Show it to everybody, or take it back. Saying the same twice changes nothing. Raises PermissionDenied."""
    require(by, to_publish(activity.kind), activity.scope)
    locked = Activity.objects.locked(activity.pk)
    if locked.is_public != is_public:
        locked.is_public = is_public
        locked.save(update_fields=["is_public"])
        record(by=by, verb="activity.published" if is_public else "activity.withdrawn", obj=locked)
    _copy_back(activity, locked)
    return activity


def _copy_back(activity: Activity, locked: Activity) -> None:
    """The caller's object tells the new state too, without another query."""
    for field in Activity._meta.concrete_fields:
        setattr(activity, field.attname, getattr(locked, field.attname))


def _require_component(component: Component, scope: Scope) -> None:
    if component.programme_id != scope.programme_id:
        raise WrongComponent(_("The component belongs to another programme."), code="component")


def _require_transition(activity: Activity, state: State) -> None:
    if not activity.may_become(state):
        raise WrongTransition(
            _("“%(was)s” cannot become “%(now)s”.") % {"was": activity.get_state_display(), "now": state.label},
            code="wrong_transition",
        )


def _ready_to(activity: Activity, state: State, reason: str) -> Activity:
    """The locked row, once reason, state and period allow it."""
    if not reason.strip():
        raise ReasonMissing(_("Give the reason; it appears in the report."), code="reason")
    locked = Activity.objects.locked(activity.pk)
    _require_transition(locked, state)
    require_open(locked.scope, kind=ClosingKind.ACTIVITIES, on=locked.day)
    if state in NEEDS_REASON:
        require_nothing_shows_it(locked)
    return locked


def _moved_day(locked: Activity, day: date | None) -> dict[str, date]:
    """A new day by the field that it belongs to, where there is one."""
    if day is None or day == locked.day:
        return {}
    require_within(locked.component.programme, day)
    if locked.held_on is None:
        return {"starts_on": day}
    if day > clock.today():
        raise DayInFuture(_("The day has not come yet, so it cannot be marked as held."), code="future")
    require_open(locked.scope, kind=ClosingKind.ACTIVITIES, on=day)
    return {"held_on": day}


def _after_transition(
    *,
    by: Actor,
    activity: Activity,
    locked: Activity,
    was: str,
    before: date,
    after: date | None,
    reason: str,
    last_before: date | None = None,
) -> Activity:
    locked.save()
    Change.objects.create(
        activity=locked,
        from_state=was,
        to_state=locked.state,
        day_before=before,
        last_day_before=last_before,
        day_after=after,
        reason=reason.strip(),
    )
    changes = {"from": was, "to": locked.state, "on": after.isoformat() if after else None}
    verb = "activity.set_back" if was == State.HELD else f"activity.{locked.state}"
    record(by=by, verb=verb, obj=locked, changes=changes)
    _copy_back(activity, locked)
    return activity
