"""The ledger of hours: how many academic hours somebody has attended in the span that the state's rule looks at.

Only hours at an approved A programme count towards the rule; those of other seminars are told beside them, never added.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DateField, F, Q, Sum
from django.db.models.functions import Coalesce, TruncDate

from darbigas_kopienas.activities.states import State
from darbigas_kopienas.participation.models import Attendance
from darbigas_kopienas.values import clock
from seminars.catalogue.models import approved_on
from seminars.hours.models import HoursRule

SEMINAR = "registration__activity__seminar"


@dataclass(frozen=True)
class LearningSpan:
    """The rule on a day and the span of days that it looks at, both inclusive."""

    needed: int
    years: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Hours:
    """Academic hours attended: `counting` towards the rule, and `others` beside them."""

    counting: Decimal = Decimal(0)
    others: Decimal = Decimal(0)


def learning_span(day: date) -> LearningSpan | None:
    """None where no rule was in force on the day."""
    rule = HoursRule.objects.on(day)
    return LearningSpan(rule.hours, rule.years, rule.first_day(day), day) if rule else None


def attended(**registrations: object) -> Any:
    """Attendances that count, at seminars that were held, each with its `day` and whether it `is_counting`.

    An odd one counts after the organiser looked at it; one of a cancelled registration does not.
    """
    day = Coalesce("session__held_on", TruncDate("session__starts_at", tzinfo=clock.RIGA), output_field=DateField())
    return (
        Attendance.objects.counting()
        .filter(registration__activity__state=State.HELD, **{f"{SEMINAR}__isnull": False}, **registrations)
        .exclude(registration__state__in=["cancelled", "refused"])
        .annotate(day=day)
    )


def approved() -> Q:
    """Of an attendance: the seminar ran an A programme that was approved on the day it was held."""
    return approved_on("registration__activity__held_on", f"{SEMINAR}__training_programme__")


def hours_of(person_ids: Iterable[int], starts_on: date, ends_on: date) -> dict[int, Hours]:
    """By person, over the days of a span; one statement. Whoever attended nothing is left out."""
    rows = (
        attended(registration__person__in=list(person_ids))
        .filter(day__range=(starts_on, ends_on))
        .order_by()
        .values(person=F("registration__person"))
        .annotate(counting=Sum("hours", filter=approved(), default=Decimal(0)), together=Sum("hours"))
    )
    return {row["person"]: Hours(row["counting"], row["together"] - row["counting"]) for row in rows}
