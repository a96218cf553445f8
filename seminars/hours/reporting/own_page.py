"""What a teacher's own page tells: places to come, what was attended, and the papers for it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, OuterRef, Prefetch, Subquery, Sum, Value
from django.db.models.fields.json import JSONField
from django.db.models.functions import Coalesce, JSONObject

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import clock
from seminars.certificates.models import Certificate
from seminars.evaluation.models import EvaluationTicket
from seminars.materials.models import Material
from seminars.seminar.models import Seminar

from .ledger import Hours, LearningSpan, hours_of, learning_span

BAR_LENGTH = 600  # units of the drawing: a full bar
HOURS: "DecimalField[object, object]" = DecimalField(max_digits=7, decimal_places=2)


@dataclass(frozen=True)
class OwnCertificate:
    """The valid certificate or confirmation of one place."""

    pk: int
    number: str
    kind: str

    @property
    def name(self) -> Any:
        return Certificate.Kind(self.kind).label


@dataclass(frozen=True)
class OwnSeminar:
    """One's own place at a seminar; `rank` is the place in the waiting list, 0 for whoever does not wait."""

    registration: Registration
    seminar: Seminar
    rank: int = 0
    hours: Decimal = Decimal(0)
    is_counting: bool = False
    certificate: OwnCertificate | None = None
    materials: tuple[Material, ...] = ()
    ticket: EvaluationTicket | None = None  # to evaluate with

    @property
    def has_offer(self) -> bool:
        return self.registration.state == Registration.State.OFFERED


@dataclass(frozen=True)
class OwnSeminars:
    """Coming ones soonest first, past ones latest first; `hours` over the days of `span`."""

    coming: tuple[OwnSeminar, ...] = ()
    past: tuple[OwnSeminar, ...] = ()
    span: LearningSpan | None = None
    hours: Hours = field(default_factory=Hours)

    @property
    def left(self) -> Decimal:
        """Hours still to learn; never below zero."""
        return max(Decimal(0), self.span.needed - self.hours.counting) if self.span else Decimal(0)

    @property
    def full(self) -> int:
        return BAR_LENGTH

    @property
    def filled(self) -> int:
        """How much of the bar stands for hours that count."""
        needed = self.span.needed if self.span else 0
        return min(BAR_LENGTH, int(self.hours.counting * BAR_LENGTH / needed)) if needed else 0


def seminars_of(user: Reader, day: date) -> OwnSeminars:
    """Five statements at most, however many seminars."""
    now = clock.now()
    rows = [_own(registration, day) for registration in _registrations(user)]
    span = learning_span(day)
    people = {row.registration.person_id for row in rows if row.registration.person_id is not None}
    hours = hours_of(people, span.starts_on, span.ends_on) if span and people else {}
    coming = [row for row in rows if not row.seminar.activity.is_over_at(now)]
    past = [row for row in rows if row.seminar.activity.is_over_at(now) and row.registration.is_active]
    return OwnSeminars(
        coming=tuple(sorted(coming, key=lambda line: (line.seminar.activity.day, line.registration.pk))),
        past=tuple(sorted(past, key=lambda line: (line.seminar.activity.day, line.registration.pk), reverse=True)),
        span=span,
        hours=next(iter(hours.values()), Hours()),
    )


def _registrations(user: Reader) -> list[Registration]:
    """One's own at seminars, cancelled ones left out, with all that a row shows."""
    seen = Attendance.objects.counting().filter(registration=OuterRef("pk")).order_by().values("registration")
    certificates = Certificate.objects.valid().filter(registration=OuterRef("pk"))
    certificate = certificates.values(told=JSONObject(pk="pk", number="number", kind="kind"))[:1]
    rows = (
        Registration.objects.own(user)
        .filter(activity__seminar__isnull=False)
        .exclude(state=Registration.State.CANCELLED)
        .with_rank()
        .annotate(
            hours_seen=Coalesce(
                Subquery(seen.annotate(sum=Sum("hours")).values("sum"), output_field=HOURS),
                Value(Decimal(0)),
                output_field=HOURS,
            ),
            certificate=Subquery(certificate, output_field=JSONField()),
        )
        .select_related(
            "activity__enrolment",
            "activity__municipality",
            "activity__seminar__training_programme",
            "evaluation_ticket",
        )
        .prefetch_related(
            Prefetch("activity__sessions", Session.objects.order_by("starts_at")),
            "activity__seminar__materials",
        )
    )  # fmt: skip
    return list(rows)


def _own(registration: Any, day: date) -> OwnSeminar:
    """`registration` as `_registrations` read it."""
    activity = registration.activity
    seminar: Seminar = activity.seminar
    training, ticket = seminar.training_programme, getattr(registration, "evaluation_ticket", None)
    is_in = registration.state == Registration.State.CONFIRMED
    return OwnSeminar(
        registration=registration,
        seminar=seminar,
        rank=registration.rank or 0,
        hours=registration.hours_seen,
        is_counting=training is not None and activity.held_on is not None and training.is_approved_on(activity.held_on),
        certificate=OwnCertificate(**registration.certificate) if registration.certificate else None,
        materials=tuple(material for material in seminar.materials.all() if is_in and material.is_shown_on(day)),
        ticket=ticket if ticket is not None and not ticket.is_used else None,
    )
