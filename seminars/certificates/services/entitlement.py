"""Reading who attended how much of a seminar, and which paper each would get."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.people.models import Organisation
from seminars.certificates.facts import standing_sessions
from seminars.certificates.models import Certificate
from seminars.certificates.rules import Paper, Presence, Run, Training, Verdict, is_teacher, judge
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
        return next((one for one in self.certificates if one.is_valid), None)

    @property
    def is_ready(self) -> bool:
        """A paper can be issued now."""
        return self.verdict.paper is not Paper.NONE and self.valid is None


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
    hours = sum((one.academic_hours for one in standing_sessions(seminar)), Decimal(0))
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
    found = _registrations(seminar, registrations)
    attendances = defaultdict(list)
    sessions = [one.pk for one in standing_sessions(seminar)]
    for one in Attendance.objects.filter(registration__in=found, session__in=sessions):
        attendances[one.registration_id].append(one)
    papers = defaultdict(list)
    for paper in Certificate.objects.filter(seminar=seminar, registration__in=found).order_by("-pk"):
        papers[paper.registration_id].append(paper)
    run = run_of(seminar)
    return [_entitled(one, seminar, run, attendances[one.pk], papers[one.pk]) for one in found]


def _registrations(seminar: Seminar, only: Collection[int] | None) -> list[Registration]:
    seen = Exists(Attendance.objects.filter(registration=OuterRef("pk")))
    holds = Exists(Certificate.objects.filter(registration=OuterRef("pk")))
    found = Registration.objects.filter(Q(state="confirmed") | Q(seen) | Q(holds), activity=seminar.activity_id)
    if only is not None:
        found = found.filter(pk__in=only)
    return list(found.select_related("organisation"))


def _entitled(
    registration: Registration,
    seminar: Seminar,
    run: Run,
    attendances: Iterable[Attendance],
    papers: Iterable[Certificate],
) -> Entitled:
    organisation = registration.organisation
    teaches = is_teacher(
        group=registration.group,
        is_seminar_for_teachers=seminar.audience_group == Seminar.Audience.TEACHERS,
        is_from_school=organisation is not None and organisation.kind in SCHOOLS,
    )
    seen = list(attendances)
    presence = Presence(
        is_standing=registration.is_standing,
        is_teacher=teaches,
        hours=sum((one.hours for one in seen if one.counts), Decimal(0)),
        has_unsettled=any(not one.counts for one in seen),
    )
    return Entitled(registration, teaches, judge(presence, run), tuple(papers))
