"""Acts out the plans with the portal's own services, each on its own day, so every rule holds for the seed too."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from community_events import services as events
from community_events.models import CommunityEvent
from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from seminars.catalogue import services as catalogue
from seminars.models import Seminar, TrainingProgramme
from seminars.plan import services as plan_services

from . import participants, pictures
from .happenings import PLACES, EventPlan, SeminarPlan

POSTPONED = "Ārkārtējā situācija Covid-19 dēļ: pulcēšanās nav atļauta."
ONLINE = "Covid-19 drošības noteikumi: norise tiešsaistē."


# What a seminar of the demonstration tells beside its days; the trainers are invented.
DETAILS: dict[str, Any] = {
    "trainers": "Velga Paraugkalna, Normunds Paraugs",
    "agenda_lv": "- 10.00 Iepazīšanās un gaidas\n- 10.30 Darbs grupās\n- 13.00 Pusdienas\n- 13.45 Kā to izmantot rīt",
    "agenda_en": "- 10.00 Getting to know each other\n- 10.30 Work in groups\n- 13.00 Lunch\n- 13.45 Using it tomorrow",
}


@dataclass(frozen=True)
class Stage:
    """Where it is played, and by whom."""

    programme: Programme
    municipalities: dict[str, Municipality]
    users: dict[str, User]
    schools: dict[str, list[Organisation]]
    certificates_wait_on: date | None = None  # the seminar that ended on this day still waits for its papers
    played: set[int] = field(default_factory=set)  # activities acted out this time: only these get invented receipts

    def scope(self, municipality: str | None) -> Scope:
        return Scope(self.programme.pk, self.municipalities[municipality].pk if municipality else None)

    def coordinator(self, municipality: str | None) -> User:
        """Who logs there; the programme coordinator where the demonstration has no coordinator of its own."""
        return self.users[{"daugavpils": "ilze", "rezeknes-novads": "karlis"}.get(municipality or "", "marta")]

    def other(self, municipality: str | None) -> User:
        """Who approves what the coordinator wrote."""
        return self.users[{"daugavpils": "anna", "rezeknes-novads": "marta"}.get(municipality or "", "rita")]

    def has(self, title: str, day: date) -> Activity | None:
        return Activity.objects.filter(
            programme=self.programme, title_lv=title, starts_on__range=(day - timedelta(days=300), day)
        ).filter(held_on=day).first() or Activity.objects.filter(
            programme=self.programme, title_lv=title, starts_on=day
        ).first()  # fmt: skip


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=clock.RIGA)


def _training(stage: Stage, plan: SeminarPlan) -> TrainingProgramme | None:
    """Teachers' seminars run an approved A programme; the approval's number is invented."""
    if plan.audience != "teachers":
        return None
    existing = TrainingProgramme.objects.filter(programme=stage.programme, title_lv=plan.title_lv).first()
    return existing or catalogue.add_training_programme(
        by=stage.users["marta"],
        scope=Scope(stage.programme.pk),
        title_lv=plan.title_lv,
        title_en=plan.title_en,
        academic_hours=18,
        type=TrainingProgramme.Type.A,
        approval_number=f"P-{stage.programme.starts_on.year}/{len(plan.title_lv)}",
        approved_on=stage.programme.starts_on + timedelta(days=20),
        valid_until=stage.programme.starts_on + timedelta(days=20 + 3 * 365),
    )


def play_seminar(stage: Stage, plan: SeminarPlan, today: date) -> None:
    """Planned a month ahead; postponed, moved online and held as the plan tells, as far as today has come."""
    first, last = plan.days[0], plan.days[-1]
    if stage.has(plan.title_lv, first) or stage.has(plan.title_lv, last):
        return
    by, scope = stage.coordinator(plan.municipality), stage.scope(plan.municipality)
    due = plan.was_due_on or first
    with clock.frozen(min(today, max(due - timedelta(days=30), stage.programme.starts_on))):
        seminar = plan_services.plan_seminar(
            by=by,
            scope=scope,
            title_lv=plan.title_lv,
            title_en=plan.title_en,
            description_lv="Praktisks seminārs ar grupu darbu un materiāliem, ko izmantot jau nākamajā dienā.",
            description_en="A practical seminar with group work and materials to use the very next day.",
            starts_at=_at(due, 10),
            ends_at=_at(due, 16),
            place=PLACES[plan.municipality],
            is_published=True,
            training_programme=_training(stage, plan),
            audience_group=plan.audience,
            capacity=30,
            registration_until=due - timedelta(days=3),
            contact_email="seminari@example.lv",
            **(DETAILS if stage.programme.is_demo else {}),
        )
        for day in plan.days[1:]:
            shifted = day - (first - due)
            plan_services.add_day(by=by, seminar=seminar, starts_at=_at(shifted, 10), ends_at=_at(shifted, 16))
    stage.played.add(seminar.activity_id)
    _carry_out_seminar(stage, plan, seminar, today)


def _carry_out_seminar(stage: Stage, plan: SeminarPlan, seminar: Seminar, today: date) -> None:
    by, first, last = stage.coordinator(plan.municipality), plan.days[0], plan.days[-1]
    if plan.was_due_on and plan.was_due_on <= today:
        with clock.frozen(plan.was_due_on - timedelta(days=2)):
            activities.postpone(by=by, activity=seminar.activity, reason=POSTPONED, until=first)
            for session, day in zip(seminar.activity.sessions.order_by("starts_at"), plan.days, strict=True):
                plan_services.move_day(
                    by=by, seminar=seminar, session=session, starts_at=_at(day, 10), ends_at=_at(day, 16)
                )
    if plan.is_online and first <= today:
        with clock.frozen(first - timedelta(days=6)):
            activities.move_online(by=by, activity=seminar.activity, reason=ONLINE)
    if last <= today:
        named = participants.register_people(stage, plan, seminar) if stage.programme.is_demo else []
        with clock.frozen(_at(last, 17)):
            counts = {"teachers": max(0, plan.teachers - len(named)), "others": plan.others}
            plan_services.mark_seminar_held(by=by, seminar=seminar, held_on=last, counts=counts)
            participants.take_attendance(stage, plan, seminar, named)
            if named:
                participants.what_came_of_it(stage, plan, seminar, named)
            _who_took_part(stage, seminar.activity, plan.municipality, plan.teachers + plan.others)


def _who_took_part(stage: Stage, activity: Activity, municipality: str | None, people: int) -> None:
    """Institutions in turn, and how many different people came; a third of them had been before."""
    schools = stage.schools[municipality] if municipality else [school[0] for school in stage.schools.values()]
    offset = activity.pk % len(schools)
    activity.organisations.set((schools + schools)[offset : offset + 4])
    Activity.objects.filter(pk=activity.pk).update(unique_people=max(1, people * 2 // 3))


def play_event(stage: Stage, plan: EventPlan, today: date) -> None:
    """As `play_seminar`, for a gathering."""
    if stage.has(plan.title_lv, plan.on):
        return
    by, scope, due = stage.coordinator(plan.municipality), stage.scope(plan.municipality), plan.was_due_on or plan.on
    with clock.frozen(min(today, max(due - timedelta(days=21), stage.programme.starts_on))):
        event = events.plan_event(
            by=by,
            scope=scope,
            title=plan.title_lv,
            title_en=plan.title_en,
            starts_on=due,
            type=plan.type,
            place=plan.place,
            note=plan.note,
            description=plan.description,
        )
        if plan.is_public:
            events.publish_event(by=stage.users["marta"], event=event)
    if plan.cancelled and due <= today:
        with clock.frozen(due - timedelta(days=8)):
            events.cancel_event(by=by, event=event, reason=POSTPONED)
        return
    stage.played.add(event.activity_id)
    _carry_out_event(stage, plan, event, today)


def _carry_out_event(stage: Stage, plan: EventPlan, event: CommunityEvent, today: date) -> None:
    by = stage.coordinator(plan.municipality)
    if plan.was_due_on and plan.was_due_on <= today:
        with clock.frozen(plan.was_due_on - timedelta(days=9)):
            events.postpone_event(by=by, event=event, reason=POSTPONED, until=plan.on)
    if plan.is_online and plan.on <= today:
        with clock.frozen(plan.on - timedelta(days=7)):
            events.move_event_online(by=by, event=event, reason=ONLINE)
    if plan.on > today:
        return
    with clock.frozen(_at(plan.on, 18)):
        photos = [_photo(stage, plan, by, number) for number in range(2 if plan.has_photo else 0)]
        events.mark_event_held(
            by=by, event=event, held_on=plan.on, counts=plan.counts, photos=photos, consent="cleared"
        )
        event.activity.refresh_from_db()
        _who_took_part(stage, event.activity, plan.municipality, sum(plan.counts.values()))


def _photo(stage: Stage, plan: EventPlan, by: User, number: int) -> Document:
    upload = pictures.photo(plan.on.toordinal() + number)
    return evidence.stage(by=by, upload=upload, scope=stage.scope(plan.municipality), kind="photo", taken_on=plan.on)
