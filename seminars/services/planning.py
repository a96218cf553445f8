"""Deeds on seminars. The days, states and people are kept by the floor; here is what only a seminar knows."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas import clock, texts
from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from seminars.models import Seminar, TrainingProgramme

from .errors import NoSuchComponent, RegistrationAfterStart, WrongProgramme

# Component 1 of the grant: training programmes and seminars. Other labels never hold a seminar.
COMPONENT_LABEL = "1"
ABOUT_ACTIVITY = frozenset({"title_lv", "title_en", "description_lv", "description_en", "place"})
ABOUT_SEMINAR = frozenset(
    {"training_programme", "audience_group", "audience_lv", "audience_en", "trainers", "contact_email", "agenda_lv",
     "agenda_en", "planned_cost"}
)  # fmt: skip
TEXTS = ("audience", "agenda")
# Kept with the activity's registration; the form names its last day as people say it.
ABOUT_REGISTRATION = {"capacity": "capacity", "registration_until": "closes_on"}


@transaction.atomic
def plan_seminar(
    *,
    by: Any,
    scope: Scope,
    title_lv: str,
    starts_at: datetime,
    ends_at: datetime,
    is_published: bool = False,
    mode: str = "in_person",
    **fields: Any,
) -> Seminar:
    """A seminar with its first session; `fields` are those of `ABOUT_ACTIVITY`, `_SEMINAR` and `_REGISTRATION`.

    Raises PermissionDenied, NoSuchComponent, WrongProgramme, RegistrationAfterStart, PeriodClosed.
    """
    require(by, Permission.WRITE_SEMINAR, scope)
    about_activity, about_seminar, about_registration = _sorted_fields(fields)
    day = clock.day_of(starts_at)
    activity = activities.plan(
        by=by,
        scope=scope,
        component=_component(scope),
        kind=Activity.Kind.SEMINAR,
        title_lv=title_lv,
        starts_on=day,
        is_public=is_published,
        **about_activity,
    )
    activities.add_session(by=by, activity=activity, starts_at=starts_at, ends_at=ends_at, mode=mode)
    _set_up(by, activity, about_registration)
    seminar = Seminar(activity=activity, **about_seminar)
    _check(seminar)
    for name in TEXTS:
        texts.stamp_translation(seminar, name)
    seminar.save()
    record(by=by, verb="seminar.planned", obj=seminar)
    return seminar


@transaction.atomic
def edit_seminar(*, by: Any, seminar: Seminar, is_published: bool | None = None, **fields: Any) -> Seminar:
    """Correct what is written of it. Days are sessions: `add_day`, `move_day`.

    Raises PermissionDenied, WrongProgramme, RegistrationAfterStart, PeriodClosed, WrongTurn.
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    about_activity, about_seminar, about_registration = _sorted_fields(fields)
    locked = (
        Seminar.objects.select_for_update(of=("self",))
        .select_related("activity", "training_programme")
        .get(pk=seminar.pk)
    )
    if about_activity:
        activities.edit(by=by, activity=locked.activity, **about_activity)
    if is_published is not None:
        activities.publish(by=by, activity=locked.activity, is_public=is_published)
    _set_up(by, locked.activity, about_registration)
    changed = sorted(name for name, value in about_seminar.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, about_seminar[name])
    _check(locked)
    for name in TEXTS:
        if f"{name}_en" in changed:
            texts.stamp_translation(locked, name)
    locked.save()
    if changed:
        record(by=by, verb="seminar.edited", obj=locked, changes={"fields": changed})
    return locked


@transaction.atomic
def add_day(
    *, by: Any, seminar: Seminar, starts_at: datetime, ends_at: datetime, place: str = "", mode: str = "in_person"
) -> Session:
    """One more session. Raises PermissionDenied, ValidationError (order), PeriodClosed."""
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    session = activities.add_session(
        by=by, activity=seminar.activity, starts_at=starts_at, ends_at=ends_at, place=place, mode=mode
    )
    _follow_first_day(by, seminar)
    return session


@transaction.atomic
def move_day(*, by: Any, seminar: Seminar, session: Session, starts_at: datetime, ends_at: datetime) -> Session:
    """A session to another hour or day. Raises PermissionDenied, ValidationError (order, already held)."""
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    locked = seminar.activity.sessions.select_for_update().get(pk=session.pk)
    if locked.held_on is not None:
        raise ValidationError(_("A session that was held is not moved."), code="held")
    if ends_at <= starts_at:
        raise ValidationError(_("The end has to be after the start."), code="order")
    if (locked.starts_at, locked.ends_at) != (starts_at, ends_at):
        locked.starts_at, locked.ends_at, locked.sequence = starts_at, ends_at, locked.sequence + 1
        locked.save(update_fields=["starts_at", "ends_at", "sequence"])
        record(by=by, verb="session.moved", obj=locked, scope=seminar.scope)
        _follow_first_day(by, seminar)
    return locked


@transaction.atomic
def hold_seminar(*, by: Any, seminar: Seminar, held_on: date, counts: Mapping[str, int] | None = None) -> Seminar:
    """It happened; `counts` are people whose names were not taken, by group.

    Raises PermissionDenied, WrongTurn, DayInFuture, PeriodClosed, NegativeCount.
    """
    require(by, Permission.RECORD_ATTENDANCE, seminar.scope)
    activities.hold(by=by, activity=seminar.activity, held_on=held_on)
    if counts:
        participation.count_heads(by=by, activity=seminar.activity, counts=counts)
    return seminar


@transaction.atomic
def cancel_seminar(*, by: Any, seminar: Seminar, reason: str) -> Seminar:
    """It will not happen. It stays in sight as cancelled, so nobody comes in vain.

    Raises PermissionDenied, WrongTurn, ReasonMissing, PeriodClosed.
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    activities.cancel(by=by, activity=seminar.activity, reason=reason)
    return seminar


@transaction.atomic
def add_training_programme(
    *, by: Any, scope: Scope, title_lv: str, academic_hours: int, **fields: Any
) -> TrainingProgramme:
    """A programme that seminars can run. Raises PermissionDenied, ValidationError."""
    require(by, Permission.WRITE_SEMINAR, scope)
    training = TrainingProgramme(
        programme_id=scope.programme_id,
        municipality_id=scope.municipality_id,
        title_lv=title_lv,
        academic_hours=academic_hours,
        **fields,
    )
    texts.stamp_translation(training, "title")
    training.full_clean()
    training.save()
    record(by=by, verb="training_programme.added", obj=training)
    return training


Fields = dict[str, Any]


def _sorted_fields(fields: Fields) -> tuple[Fields, Fields, Fields]:
    unknown = set(fields) - ABOUT_ACTIVITY - ABOUT_SEMINAR - set(ABOUT_REGISTRATION)
    if unknown:
        raise TypeError(f"not a field of a seminar: {sorted(unknown)}")
    return (
        {name: value for name, value in fields.items() if name in ABOUT_ACTIVITY},
        {name: value for name, value in fields.items() if name in ABOUT_SEMINAR},
        {name: value for name, value in fields.items() if name in ABOUT_REGISTRATION},
    )


def _set_up(by: Any, activity: Activity, fields: Fields) -> None:
    """Every seminar has its registration; a seminar's own words for it become the floor's."""
    until = fields.get("registration_until")
    if until is not None and until > activity.starts_on:
        raise RegistrationAfterStart(
            {"registration_until": _("Registration has to end before the seminar begins.")}, code="after_start"
        )
    participation.set_up(
        by=by, activity=activity, **{ABOUT_REGISTRATION[name]: value for name, value in fields.items()}
    )


def _component(scope: Scope) -> Component:
    component = Component.objects.filter(programme_id=scope.programme_id, label=COMPONENT_LABEL).first()
    if component is None:
        raise NoSuchComponent(_("The programme has no component for seminars."), code="component")
    return component


def _check(seminar: Seminar) -> None:
    training = seminar.training_programme
    if training is not None and training.programme_id != seminar.activity.programme_id:
        raise WrongProgramme(_("The training programme belongs to another grant."), code="programme")


def _follow_first_day(by: Any, seminar: Seminar) -> None:
    """The activity's planned day is that of the first session still standing."""
    first = seminar.activity.sessions.exclude(state="cancelled").order_by("starts_at").first()
    if first is not None and seminar.activity.held_on is None:
        activities.edit(by=by, activity=seminar.activity, day=clock.day_of(first.starts_at))
