"""Named people at the seminars that the demonstration holds: registered before, seen day by day. All are invented."""

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Group, Registration
from darbigas_kopienas.participation.services import Participant
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.values import clock
from seminars.certificates import services as certificates
from seminars.certificates.facts import Signing
from seminars.evaluation import services as evaluation
from seminars.models import MARKS, EvaluationTicket, Seminar

from .happenings import SeminarPlan

if TYPE_CHECKING:
    from .stage import Stage


NAMES = (
    "Zenta Ziediņa", "Ārija Ābele", "Maija Čikste", "Līga Ķirse", "Vita Šteina", "Žanna Žagata", "Ņina Ņikitina",
    "Ļubova Ļaksa", "Gunārs Ģēģeris", "Inese Īve", "Ēriks Ērglis", "Ūla Ūdre",
)  # fmt: skip
OLD_ACQUAINTANCE = "janis"  # the demonstration's teacher comes to what is held in Daugavpils
REGISTERED_BEFORE = timedelta(days=8)


def register_people(stage: "Stage", plan: SeminarPlan, seminar: Seminar) -> list[Registration]:
    """Two thirds of the teachers give their names; the others are counted on the day. Nobody has an address."""
    by = stage.coordinator(plan.municipality)
    first = seminar.activity.sessions.order_by("starts_at").first()
    began = clock.day_of(first.starts_at) if first else seminar.activity.starts_on
    with clock.frozen(min(began - REGISTERED_BEFORE, clock.today())):
        made = [
            participation.register(by=by, activity=seminar.activity, participant=participant)
            for participant in _who(stage, plan, seminar)
        ]
        if plan.municipality == "daugavpils":
            janis = stage.users[OLD_ACQUAINTANCE]
            who = Participant.signed_in(janis, group=Group.TEACHERS)
            made.append(
                participation.register(by=janis, activity=seminar.activity, participant=who, via=Registration.Via.SELF)
            )
    return made


def _who(stage: "Stage", plan: SeminarPlan, seminar: Seminar) -> list[Participant]:
    schools = stage.schools[plan.municipality]
    offset = seminar.pk % len(NAMES)
    names = (NAMES + NAMES)[offset : offset + min(len(NAMES), plan.teachers * 2 // 3)]
    return [Participant(name=name, group=Group.TEACHERS, organisation=_school(schools, name)) for name in names]


def _school(schools: list[Organisation], name: str) -> Organisation:
    """The same person teaches at the same school each time."""
    return schools[sum(name.encode()) % len(schools)]


def take_attendance(stage: "Stage", plan: SeminarPlan, seminar: Seminar, people: list[Registration]) -> None:
    """Every fifth person misses the last day, every seventh leaves half-way on the first."""
    sessions = list(seminar.activity.sessions.exclude(state="cancelled").order_by("starts_at"))
    for number, registration in enumerate(people):
        for session in sessions:
            if session is sessions[-1] and len(sessions) > 1 and number % 5 == 3:  # noqa: PLR2004  every fifth
                continue
            participation.record_attendance(
                by=stage.coordinator(plan.municipality),
                registration=registration,
                session=session,
                hours=_hours(session, is_half=session is sessions[0] and number % 7 == 5),  # noqa: PLR2004  every seventh
            )


def _hours(session: Session, *, is_half: bool) -> Decimal:
    return (session.academic_hours / 2).quantize(Decimal("0.1")) if is_half else session.academic_hours


def what_came_of_it(stage: "Stage", plan: SeminarPlan, seminar: Seminar, people: list[Registration]) -> None:
    """Papers in Daugavpils but for the last seminar, signed by an invented head; what most people thought."""
    for number, registration in enumerate(people):
        if number % 4 != 3:  # noqa: PLR2004  every fourth keeps silent
            ticket = EvaluationTicket.objects.create(registration=registration)
            marks = {name: 5 - (number + place) % 3 for place, name in enumerate(MARKS)}
            evaluation.evaluate(ticket_pk=ticket.pk, marks=marks, **WORDS[number % len(WORDS)])
    if plan.municipality == "daugavpils" and plan.days[-1] != stage.certificates_wait_on:
        by, day = stage.coordinator(plan.municipality), clock.today()
        certificates.issue(by=by, seminar=seminar, signing=Signing("Velga Paraugkalna", "vadītāja", "head", day))


WORDS: tuple[dict[str, str], ...] = (
    {"will_use": "Spēles, kurās iesaistīt vecākus.", "to_improve": ""},
    {"will_use": "", "to_improve": "Vairāk laika grupu darbam."},
    {},
)
