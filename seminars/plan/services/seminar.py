"""Planning a seminar and correcting what is written of it. Days and people are kept by the floor."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.changes import put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.registration.differences import Announced, announced
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, texts
from seminars.plan.errors import NoSuchComponent, RegistrationAfterStart, WrongProgramme
from seminars.seminar.models import Seminar
from seminars.trainers.services import engage_by_names

from .days import notify_of_days

# Component 1 of the grant: training programmes and seminars. Other labels never hold a seminar.
COMPONENT_LABEL = "1"
ABOUT_ACTIVITY = frozenset({"title_lv", "title_en", "description_lv", "description_en", "place"})
ABOUT_SEMINAR = frozenset(
    {"training_programme", "audience_group", "audience_lv", "audience_en", "contact_email", "agenda_lv", "agenda_en",
     "planned_cost"}
)  # fmt: skip
TEXTS = ("audience", "agenda")
# Kept with the activity's registration; the form names its last day as people say it.
ABOUT_REGISTRATION = {"capacity": "capacity", "registration_until": "closes_on"}
# What is told of its first day beside its hours.
ABOUT_DAY = frozenset({"online_url", "hours", "break_minutes"})


@transaction.atomic
def plan_seminar(
    *,
    by: Actor,
    scope: Scope,
    title_lv: str,
    starts_at: datetime,
    ends_at: datetime,
    is_published: bool = False,
    mode: str = "in_person",
    trainers: str = "",
    more_days: Sequence[Mapping[str, Any]] = (),
    **fields: Any,
) -> Seminar:
    """A seminar with its first session and one for each of `more_days`, which are told as `add_day` takes them.

    `fields` are those of `ABOUT_ACTIVITY`, `_SEMINAR`, `_REGISTRATION`, `_DAY`; each of the `trainers` is engaged.

    Raises PermissionDenied, NoSuchComponent, WrongProgramme, RegistrationAfterStart, PeriodClosed.
    """
    require(by, Permission.WRITE_SEMINAR, scope)
    about_day = {name: fields.pop(name) for name in ABOUT_DAY & set(fields)}
    about_activity, about_seminar, about_registration = _sorted_fields(fields)
    days = [{"starts_at": starts_at, "ends_at": ends_at, "mode": mode, **about_day}, *more_days]
    activity = activities.plan(
        by=by,
        scope=scope,
        component=_component(scope),
        kind=Activity.Kind.SEMINAR,
        title_lv=title_lv,
        starts_on=clock.day_of(min(day["starts_at"] for day in days)),
        is_public=is_published,
        **about_activity,
    )
    for day in days:
        activities.add_session(by=by, activity=activity, **day)
    _set_up(by, activity, about_registration)
    seminar = Seminar(activity=activity, **about_seminar)
    _check(seminar)
    for name in TEXTS:
        texts.stamp_translation(seminar, name)
    seminar.save()
    record(by=by, verb="seminar.planned", obj=seminar)
    engage_by_names(by=by, seminar=seminar, names=trainers)
    return seminar


@transaction.atomic
def edit_seminar(
    *, by: Actor, seminar: Seminar, is_published: bool | None = None, trainers: str | None = None, **fields: Any
) -> Seminar:
    """Correct what is written of it; a new place is that of the days that were to be at the old one, and is told.

    Days are sessions: `add_day`, `move_day`. Raises PermissionDenied, WrongProgramme, RegistrationAfterStart,
    PeriodClosed, WrongTransition, TrainerIsEngaged.
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    about_activity, about_seminar, about_registration = _sorted_fields(fields)
    locked = (
        Seminar.objects.select_for_update(of=("self",))
        .select_related("activity", "training_programme")
        .get(pk=seminar.pk)
    )
    before = announced(locked.activity)
    if about_activity:
        activities.edit(by=by, activity=locked.activity, **about_activity)
        _move_days_along(by, locked, before)
    if is_published is not None:
        activities.publish(by=by, activity=locked.activity, is_public=is_published)
    _set_up(by, locked.activity, about_registration)
    changed = put(locked, about_seminar)
    _check(locked)
    for name in TEXTS:
        if f"{name}_en" in changed:
            texts.stamp_translation(locked, name)
    locked.save()
    if changed:
        record(by=by, verb="seminar.edited", obj=locked, changes=changed.stored)
    if trainers is not None:
        engage_by_names(by=by, seminar=locked, names=trainers)
    return locked


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


def _set_up(by: Actor, activity: Activity, fields: Fields) -> None:
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


def _move_days_along(by: Actor, seminar: Seminar, before: Announced) -> None:
    """Those still to come at the old place go to the new one."""
    place, was_at = seminar.activity.place, before["place"]
    if place == was_at:
        return
    coming = seminar.activity.sessions.filter(place=was_at, held_on__isnull=True, ends_at__gte=clock.now())
    for session in coming.exclude(state="cancelled"):
        activities.edit_session(by=by, activity=seminar.activity, session=session, place=place)
        notify_of_days(by=by, seminar=seminar, ends_at=session.ends_at, before=before)


def _check(seminar: Seminar) -> None:
    training = seminar.training_programme
    if training is not None and training.programme_id != seminar.activity.programme_id:
        raise WrongProgramme(_("The training programme belongs to another grant."), code="programme")
