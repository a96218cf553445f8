"""Reading who attended how much of a seminar, and which paper each would get."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.people.models import Organisation
from seminars.certificates.facts import active_sessions
from seminars.certificates.models import Certificate
from seminars.certificates.rules import Kind, Presence, Run, Training, Verdict, is_teacher, judge
from seminars.seminar.models import Seminar

SCHOOLS = frozenset({Organisation.Kind.SCHOOL, Organisation.Kind.KINDERGARTEN})


@dataclass(frozen=True)
class Entitled:
    """One participant: what they would get and the papers already issued, the newest first."""

    registration: Registration
    is_teacher: bool
    verdict: Verdict
    certificates: tuple[Certificate, ...]

    @property
    def valid(self) -> Certificate | None:
        return next((certificate for certificate in self.certificates if certificate.is_valid), None)

    @property
    def is_ready(self) -> bool:
        """A paper can be issued now: it names its holder, so not where that was erased."""
        is_known = self.registration.name != ERASED
        return is_known and self.verdict.kind is not Kind.NONE and self.valid is None


def read_seminar(pk: int) -> Seminar:
    """With all that a paper says of it, in two statements."""
    about = (
        "activity__programme",
        "activity__municipality",
        "training_programme__issuer",
        "training_programme__approved_by",
    )
    return Seminar.objects.select_related(*about).prefetch_related("activity__sessions").get(pk=pk)


def run_of(seminar: Seminar) -> Run:
    hours = sum((session.academic_hours for session in active_sessions(seminar)), Decimal(0))
    training = seminar.training_programme
    return Run(
        is_held=seminar.activity.is_held,
        hours=hours,
        training=None
        if training is None
        else Training(
            hours=training.academic_hours,
            share=training.certificate_share,
            is_approved=training.is_approved_on(seminar.last_day),
        ),
    )


def entitled(seminar: Seminar, registrations: Collection[int] | None = None) -> list[Entitled]:
    """Everybody confirmed, seen or already holding a paper; by name. Three statements, however many people.

    `seminar` as `read_seminar` gives it; `registrations` narrows it to some.
    """
    people = _registrations(seminar, registrations)
    attendances = defaultdict(list)
    sessions = [session.pk for session in active_sessions(seminar)]
    for attendance in Attendance.objects.filter(registration__in=people, session__in=sessions):
        attendances[attendance.registration_id].append(attendance)
    certificates = defaultdict(list)
    for certificate in Certificate.objects.filter(seminar=seminar, registration__in=people).order_by("-pk"):
        certificates[certificate.registration_id].append(certificate)
    run = run_of(seminar)
    return [
        _entitled(registration, seminar, run, attendances[registration.pk], certificates[registration.pk])
        for registration in people
    ]


def _registrations(seminar: Seminar, only: Collection[int] | None) -> list[Registration]:
    seen = Exists(Attendance.objects.filter(registration=OuterRef("pk")))
    certified = Exists(Certificate.objects.filter(registration=OuterRef("pk")))
    registrations = Registration.objects.filter(
        Q(state="confirmed") | Q(seen) | Q(certified), activity=seminar.activity_id
    )
    if only is not None:
        registrations = registrations.filter(pk__in=only)
    return list(registrations.select_related("organisation"))


def _entitled(
    registration: Registration,
    seminar: Seminar,
    run: Run,
    attendances: Iterable[Attendance],
    certificates: Iterable[Certificate],
) -> Entitled:
    organisation = registration.organisation
    teaches = is_teacher(
        group=registration.group,
        is_seminar_for_teachers=seminar.audience_group == Seminar.Audience.TEACHERS,
        is_from_school=organisation is not None and organisation.kind in SCHOOLS,
    )
    seen = list(attendances)
    presence = Presence(
        is_active=registration.is_active,
        is_teacher=teaches,
        hours=sum((attendance.hours for attendance in seen if attendance.counts), Decimal(0)),
        has_unsettled=any(not attendance.counts for attendance in seen),
    )
    return Entitled(registration, teaches, judge(presence, run), tuple(certificates))
