"""How an activity takes registrations, kept as a pattern for the next one: everything but people."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Enrolment, Question, SeatReserve
from darbigas_kopienas.participation.registration.services.waiting_list import keep_seats, set_up
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor

AS_THEY_ARE = (
    "capacity", "has_waiting_list", "offer_hours", "confirm_hours", "needs_approval", "shows_participants",
)  # fmt: skip
DAYS = ("opens_on", "closes_on", "changes_until")
OF_QUESTION = (
    "order", "kind", "purpose", "text_lv", "text_en", "text_en_source", "options_lv", "options_en",
    "options_en_source", "is_required", "depends_value",
)  # fmt: skip


def pattern_of(enrolment: Enrolment) -> dict[str, Any]:
    """JSON values only; days are kept as days before the activity begins."""
    begins = enrolment.activity.starts_on
    questions = list(enrolment.questions.all())
    place = {one.pk: number for number, one in enumerate(questions)}
    return {
        "settings": {name: getattr(enrolment, name) for name in AS_THEY_ARE},
        "days_before": {name: _days_before(begins, getattr(enrolment, name)) for name in DAYS},
        "questions": [
            {**{name: getattr(one, name) for name in OF_QUESTION}, "depends_on": place.get(one.depends_on_id or 0)}
            for one in questions
        ],
        "reserves": [
            {
                "municipality": one.municipality_id,
                "organisation": one.organisation_id,
                "seats": one.seats,
                "released": _days_before(begins, one.released_on),
            }
            for one in enrolment.reserves.all()
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
        keep_seats(by=by, activity=activity, reserves=reserves)
    return enrolment


def _reserves(begins: date, given: list[dict[str, Any]]) -> list[SeatReserve]:
    places = set(Municipality.objects.values_list("pk", flat=True))
    schools = set(
        Organisation.objects.filter(pk__in=[one["organisation"] for one in given]).values_list("pk", flat=True)
    )
    return [
        SeatReserve(
            municipality_id=one["municipality"],
            organisation_id=one["organisation"],
            seats=one["seats"],
            released_on=_day(begins, one["released"]),
        )
        for one in given
        if one["municipality"] in places or one["organisation"] in schools
    ]


def _days_before(begins: date, day: date | None) -> int | None:
    return None if day is None else (begins - day).days


def _day(begins: date, before: int | None) -> date | None:
    return None if before is None else begins - timedelta(days=before)
