"""What a school's head sees: the hours of the teachers who agreed to it, and only how many did not."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Organisation, Person
from seminars.certificates.models import Certificate

from .ledger import Hours, LearningSpan, hours_of, learning_span


@dataclass(frozen=True)
class TeacherHours:
    """One teacher who agreed that the school sees it."""

    pk: int
    name: str
    hours: Hours


@dataclass(frozen=True)
class SchoolHours:
    """`silent` is how many teachers of the school have not agreed."""

    teachers: tuple[TeacherHours, ...]
    silent: int
    coming: tuple[Registration, ...]
    span: LearningSpan | None

    @property
    def together(self) -> Decimal:
        return sum((teacher.hours.counting for teacher in self.teachers), Decimal(0))


def school_hours(school: Organisation, day: date) -> SchoolHours:
    """Five statements, however many teachers."""
    people = list(Person.objects.of_school(school))
    agreed = [person for person in people if person.school_sees_hours_since is not None]
    span = learning_span(day)
    hours = hours_of([teacher.pk for teacher in agreed], span.starts_on, span.ends_on) if span and agreed else {}
    coming = (
        Registration.objects.active()
        .filter(person__in=agreed, activity__seminar__isnull=False, activity__in=Activity.objects.upcoming(day))
        .select_related("activity__seminar", "person")
        .prefetch_related("activity__sessions")
        .order_by("activity__starts_on", "sort_key", "pk")
    )
    return SchoolHours(
        teachers=tuple(TeacherHours(teacher.pk, teacher.name, hours.get(teacher.pk, Hours())) for teacher in agreed),
        silent=len(people) - len(agreed),
        coming=tuple(coming) if agreed else (),
        span=span,
    )


def certificates_of_school(school: Organisation, span: LearningSpan | None) -> Any:
    """Valid papers of the span's years, of those who agree today."""
    agreed = Person.objects.of_school(school).who_agreed()
    certificates = Certificate.objects.valid().filter(registration__person__in=agreed)
    return certificates.filter(issued_on__gte=span.starts_on) if span else certificates
