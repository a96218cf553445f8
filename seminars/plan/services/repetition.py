"""The same again: on another day, week after week, or from a template. Texts, days and questions go along, people not.

A pattern holds JSON values only. Its days and hours are those of the wall clock, so a weekly seminar begins at ten
before and after the clock is turned; an hour that does not exist on a day is refused in words.
"""

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from seminars.catalogue.models import TrainingProgramme
from seminars.materials.models import Material
from seminars.plan.errors import TemplateNameTaken
from seminars.plan.models import SeminarTemplate
from seminars.seminar.models import Seminar

from .lifecycle import moment
from .seminar import plan_seminar

OF_ACTIVITY = ("title_lv", "title_en", "description_lv", "description_en", "place")
OF_SEMINAR = ("audience_group", "audience_lv", "audience_en", "contact_email", "agenda_lv", "agenda_en")
OF_MATERIAL = ("title_lv", "title_en", "title_en_source", "url", "audience", "when", "order")
WEEK = timedelta(days=7)


def pattern_of(seminar: Seminar) -> dict[str, object]:
    """All that goes along, days as they lie behind the first one. Links to join online do not: each run has its own."""
    every = list(seminar.activity.sessions.all())
    active = [
        session for session in every if session.state != "cancelled"
    ] or every  # a cancelled seminar can be held again
    if not active:
        raise ValidationError(_("The seminar has no day that could be repeated."), code="no_day")
    first = clock.day_of(active[0].starts_at)
    return {
        **{name: getattr(seminar.activity, name) for name in OF_ACTIVITY},
        **{name: getattr(seminar, name) for name in OF_SEMINAR},
        "training_programme": seminar.training_programme_id,
        "planned_cost": None if seminar.planned_cost is None else str(seminar.planned_cost),
        "days": [_day_of(session, first) for session in active],
        "registration": participation.pattern_of(seminar.activity.enrolment),
        "materials": [
            {**{name: getattr(material, name) for name in OF_MATERIAL}, "document": material.document_id}
            for material in seminar.materials.all()
        ],
    }


@transaction.atomic
def duplicate_seminar(*, by: Actor, seminar: Seminar, first_day: date, is_published: bool = False) -> Seminar:
    """The same on another day; what was planned is copied, nobody who registered or teaches.

    Raises PermissionDenied, NoSuchHour, OutsideProgramme, PeriodClosed.
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    return _plan(by, seminar.scope, pattern_of(seminar), first_day, is_published)


@transaction.atomic
def repeat_seminar(*, by: Actor, seminar: Seminar, weeks: int, is_published: bool = False) -> list[Seminar]:
    """The same in each of the next weeks, all or none. Raises as `duplicate_seminar` does."""
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    pattern = pattern_of(seminar)
    first = seminar.activity.starts_on
    days = [first + WEEK * number for number in range(1, weeks + 1)]
    return [_plan(by, seminar.scope, pattern, day, is_published) for day in days]


@transaction.atomic
def save_template(*, by: Actor, seminar: Seminar, name: str) -> SeminarTemplate:
    """The seminar as a pattern for its municipality. Raises PermissionDenied, TemplateNameTaken."""
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    scope = seminar.scope
    template = SeminarTemplate(
        programme_id=scope.programme_id,
        municipality_id=scope.municipality_id,
        name=name,
        pattern=pattern_of(seminar),
        made_by=account_of(by),
    )
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise TemplateNameTaken({"name": _("There is a template of this name already.")}, code="name") from error
    record(by=by, verb="seminar_template.saved", obj=template)
    return template


@transaction.atomic
def plan_from_template(*, by: Actor, template: SeminarTemplate, first_day: date, is_published: bool = False) -> Seminar:
    """A seminar by the pattern, in the template's municipality. Raises as `duplicate_seminar` does."""
    require(by, Permission.WRITE_SEMINAR, template.scope)
    return _plan(by, template.scope, template.pattern, first_day, is_published)


@transaction.atomic
def drop_template(*, by: Actor, template: SeminarTemplate) -> None:
    """Seminars that were planned from it stay. Raises PermissionDenied."""
    require(by, Permission.WRITE_SEMINAR, template.scope)
    record(by=by, verb="seminar_template.dropped", obj=template)
    template.delete()


def _day_of(session: Session, first: date) -> dict[str, object]:
    starts, ends = clock.local(session.starts_at), clock.local(session.ends_at)
    return {
        "after": (starts.date() - first).days,
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "ends_after": (ends.date() - first).days,
        "place": session.place,
        "mode": session.mode,
        "hours": None if session.hours is None else str(session.hours),
        "break_minutes": session.break_minutes,
    }


def _plan(by: Actor, scope: Scope, pattern: Mapping[str, Any], first_day: date, is_published: bool) -> Seminar:
    days = [_hours(day, first_day) for day in pattern["days"]]
    training = TrainingProgramme.objects.filter(pk=pattern["training_programme"]).first()
    cost = pattern["planned_cost"]
    seminar = plan_seminar(
        by=by,
        scope=scope,
        is_published=is_published,
        **{name: pattern[name] for name in (*OF_ACTIVITY, *OF_SEMINAR)},
        training_programme=training,
        planned_cost=None if cost is None else Decimal(cost),
        **{name: days[0][name] for name in ("starts_at", "ends_at", "mode", "hours", "break_minutes")},
        more_days=days[1:],
    )
    participation.set_up_like(by=by, activity=seminar.activity, pattern=pattern["registration"])
    _hand_out_again(seminar, pattern["materials"])
    return seminar


def _hours(day: Mapping[str, Any], first: date) -> dict[str, Any]:
    starts, ends = time.fromisoformat(day["starts"]), time.fromisoformat(day["ends"])
    return {
        "starts_at": moment(first + timedelta(days=day["after"]), starts),
        "ends_at": moment(first + timedelta(days=day["ends_after"]), ends),
        "place": day["place"],
        "mode": day["mode"],
        "hours": None if day["hours"] is None else Decimal(day["hours"]),
        "break_minutes": day.get("break_minutes", 0),  # an older template does not say
    }


def _hand_out_again(seminar: Seminar, materials: list[dict[str, Any]]) -> None:
    """The same files, not copies of them; one that was erased meanwhile stays behind."""
    wanted = [material["document"] for material in materials if material["document"]]
    stored = set(Document.objects.stored().filter(pk__in=wanted).values_list("pk", flat=True))
    Material.objects.bulk_create(
        Material(seminar=seminar, document_id=material["document"], **{name: material[name] for name in OF_MATERIAL})
        for material in materials
        if material["document"] is None or material["document"] in stored
    )
