"""How an activity takes registrations is set up, by hand or by the pattern of an earlier one."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.changes import put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.enrolment.errors import ReserveTooLarge, ReserveTwice
from darbigas_kopienas.participation.enrolment.models import Enrolment, SeatReserve
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.questions.models import Question
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.reserved_seats import reserve_of
from darbigas_kopienas.participation.registration.services import settle
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor

FIELDS = frozenset(
    {"is_offered", "capacity", "opens_on", "closes_on", "changes_until", "has_waiting_list", "offer_hours",
     "confirm_hours", "needs_approval", "shows_participants"}
)  # fmt: skip


@transaction.atomic
def set_up(*, by: Actor, activity: Activity, reserves: list[SeatReserve] | None = None, **fields: object) -> Enrolment:
    """How the activity takes registrations; a raised limit is offered at once to the first in line.

    `reserves`, where given, is the whole list of whom seats are kept for: both hold before anything is offered.
    Setting it up is what opens it (`is_offered`). A limit below what is taken takes nobody's seat away.
    Raises PermissionDenied, ValidationError, ReserveTooLarge, ReserveTwice.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, activity.scope)
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"not a field of a registration: {sorted(unknown)}")
    enrolment = locked(activity)
    fields.setdefault("is_offered", True)
    changed = put(enrolment, fields)
    if changed:
        enrolment.full_clean(exclude=["activity"])
        _require_room(enrolment, reserves)
        enrolment.save()
        record(by=by, verb="enrolment.set_up", obj=enrolment, changes=changed.stored)
    if reserves is not None:
        _store(enrolment, reserves, by)
    if changed or reserves is not None:
        settle(enrolment, by=by)
    activity.enrolment = enrolment
    return enrolment


@transaction.atomic
def reserve_seats(*, by: Actor, activity: Activity, reserves: list[SeatReserve]) -> list[SeatReserve]:
    """The whole list of whom seats are kept for; those left out are no longer kept.

    Raises PermissionDenied, ValidationError, ReserveTooLarge, ReserveTwice.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, activity.scope)
    enrolment = locked(activity)
    made = _store(enrolment, reserves, by)
    settle(enrolment, by=by)
    return made


def _store(enrolment: Enrolment, reserves: list[SeatReserve], by: Actor) -> list[SeatReserve]:
    """With the lock held. Registrations that stand are sorted anew into the reserves, so the count stays right."""
    rows = Registration.objects.filter(activity_id=enrolment.activity_id).active()
    registrations = list(rows.select_related("reserve", "registered_by"))
    before = _seats(enrolment.reserves.all())
    enrolment.reserves.all().delete()
    for reserve in reserves:
        reserve.pk, reserve.enrolment = None, enrolment
        reserve._state.adding = True
        reserve.full_clean(exclude=["enrolment"])
    if len({(reserve.municipality_id, reserve.organisation_id) for reserve in reserves}) < len(reserves):
        raise ReserveTwice(_("Seats are kept twice for the same municipality or school."), code="reserve_twice")
    _require_room(enrolment, reserves)
    made = SeatReserve.objects.bulk_create(reserves)
    for registration in registrations:
        registration.reserve = reserve_of(registration, made)
    Registration.objects.bulk_update(registrations, ["reserve"])
    if _seats(made) != before:
        seats = sum(reserve.seats for reserve in made)
        record(by=by, verb="enrolment.seats_kept", obj=enrolment, changes={"seats": seats})
    return made


def _seats(reserves: Iterable[SeatReserve]) -> set[tuple[object, ...]]:
    """For whom how many are kept, and until when."""
    return {
        (reserve.municipality_id, reserve.organisation_id, reserve.seats, reserve.released_on) for reserve in reserves
    }


def _require_room(enrolment: Enrolment, reserves: list[SeatReserve] | None = None) -> None:
    reserved = sum(reserve.seats for reserve in (enrolment.reserves.all() if reserves is None else reserves))
    if enrolment.capacity is not None and reserved > enrolment.capacity:
        raise ReserveTooLarge(_("More seats are kept than there are at all."), code="reserve")


# -- as a pattern for the next one: everything but people --------------------------------------------
AS_THEY_ARE = (
    "capacity", "has_waiting_list", "offer_hours", "confirm_hours", "needs_approval", "shows_participants",
)  # fmt: skip
DAYS = ("opens_on", "closes_on", "changes_until")
OF_QUESTION = (
    "order", "kind", "purpose", "text_lv", "text_en", "text_en_source", "options_lv", "options_en",
    "options_en_source", "is_required", "depends_value",
)  # fmt: skip


def pattern_of(enrolment: Enrolment) -> dict[str, object]:
    """JSON values only; days are kept as days before the activity begins."""
    begins = enrolment.activity.starts_on
    questions = list(enrolment.questions.all())
    place = {question.pk: number for number, question in enumerate(questions)}
    return {
        "settings": {name: getattr(enrolment, name) for name in AS_THEY_ARE},
        "days_before": {name: _days_before(begins, getattr(enrolment, name)) for name in DAYS},
        "questions": [
            {
                **{name: getattr(question, name) for name in OF_QUESTION},
                "depends_on": place.get(question.depends_on_id or 0),
            }
            for question in questions
        ],
        "reserves": [
            {
                "municipality": reserve.municipality_id,
                "organisation": reserve.organisation_id,
                "seats": reserve.seats,
                "released": _days_before(begins, reserve.released_on),
            }
            for reserve in enrolment.reserves.all()
        ],
    }


@transaction.atomic
def set_up_like(*, by: Actor, activity: Activity, pattern: Mapping[str, Any]) -> Enrolment:
    """The registration of a new activity by a pattern; seats are not kept for institutions that are gone.

    Raises PermissionDenied, ValidationError, ReserveTooLarge.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, activity.scope)
    begins = activity.starts_on
    days: dict[str, Any] = {name: _day(begins, before) for name, before in pattern["days_before"].items()}
    enrolment = set_up(by=by, activity=activity, **pattern["settings"], **days)
    made: list[Question] = []
    for given in pattern["questions"]:
        fields = {name: value for name, value in given.items() if name != "depends_on"}
        above = made[given["depends_on"] : (given["depends_on"] or 0) + 1] if given["depends_on"] is not None else []
        made.append(Question.objects.create(enrolment=enrolment, depends_on=next(iter(above), None), **fields))
    if reserves := _reserves(begins, pattern["reserves"]):
        reserve_seats(by=by, activity=activity, reserves=reserves)
    return enrolment


def _reserves(begins: date, given: list[dict[str, Any]]) -> list[SeatReserve]:
    places = set(Municipality.objects.values_list("pk", flat=True))
    schools = set(
        Organisation.objects.filter(pk__in=[given_reserve["organisation"] for given_reserve in given]).values_list(
            "pk", flat=True
        )
    )
    return [
        SeatReserve(
            municipality_id=given_reserve["municipality"],
            organisation_id=given_reserve["organisation"],
            seats=given_reserve["seats"],
            released_on=_day(begins, given_reserve["released"]),
        )
        for given_reserve in given
        if given_reserve["municipality"] in places or given_reserve["organisation"] in schools
    ]


def _days_before(begins: date, day: date | None) -> int | None:
    return None if day is None else (begins - day).days


def _day(begins: date, before: int | None) -> date | None:
    return None if before is None else begins - timedelta(days=before)
