"""What a seminar cost beside what was planned and who came."""

from dataclasses import dataclass
from decimal import Decimal

from darbigas_kopienas.activities.spending import booked_on
from darbigas_kopienas.values import formats
from seminars.seminar.models import Seminar


@dataclass(frozen=True)
class SeminarCost:
    """Euros; `planned` and `each` are None where nothing was planned, booked, or nobody came."""

    planned: Decimal | None
    booked: Decimal
    each: Decimal | None


def cost_of(seminar: Seminar, attendances: int) -> SeminarCost:
    """One statement."""
    booked = booked_on([seminar.activity_id])[seminar.activity_id]
    return SeminarCost(seminar.planned_cost, booked, per_attendance(booked, attendances))


def per_attendance(spent: Decimal, attendances: int) -> Decimal | None:
    """Euros for each attendance; None where nothing was booked or nobody came."""
    return formats.half_up(spent / attendances, 2) if spent and attendances else None
