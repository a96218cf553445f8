"""What the public front page tells: what comes next and how to register, what is new, how far the promises are."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Case, CharField, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject, Least, Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.participation.models import HeadCount, Registration
from darbigas_kopienas.participation.registration.identity import known_person
from darbigas_kopienas.participation.registration.seat_columns import seat_columns
from darbigas_kopienas.programme.choices import partnerships_of
from darbigas_kopienas.programme.models import Indicator, Partnership, Party, Programme
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.prepared_queries import Asked
from guidelines.models import Guideline
from resource_centre.models import Centre
from seminars.hours.models import HoursRule

NEXT = 6
FIRST = 2  # seminars above the fold, each with a button
AMONG = 30  # the next activities, of which the first seminars are chosen
NEWEST = 3
CENTRES = 4
# The indicators that the front page shows, in this order; their targets are the programme's own rows.
SHOWN = {
    "seminars.days": _("Days of seminars held"),
    "community_events.mobilisation_events": _("Community events held"),
    "resource_centre.centres": _("Resource centres opened"),
    "participation.unique_people": _("People who took part"),
}


@dataclass(frozen=True)
class KeyNumber:
    """How much of a public promise is done."""

    label: "str | Promise"
    value: int
    target: int
    is_more_than: bool


@dataclass(frozen=True)
class NextSeminar:
    """What somebody needs to know in order to register."""

    activity: Activity
    hours: Decimal
    seats_left: int | None
    people_waiting: int
    is_open: bool
    has_waiting_list: bool


@dataclass(frozen=True)
class Front:
    programme: Programme
    numbers: list[KeyNumber]
    first: list[NextSeminar]
    upcoming: list[Activity]
    guidelines: list[Guideline]
    centres: list[Centre]
    partnerships: list[Partnership]
    parties: list[Party]
    hours_rule: HoursRule | None

    @property
    def period(self) -> str:
        """A start that is known to the month only is said so."""
        programme = self.programme
        return formats.long_period(programme.starts_on, programme.ends_on, starts_known_to=programme.starts_known_to)


def front_of(programme: Programme) -> Front:
    """Seven statements, whatever there is; the rule is asked for along with the seminars that count towards it."""
    today = clock.today()
    coming: list[Any] = _coming.objects(programme.pk, today)
    seminars = [row for row in coming if hasattr(row, "seminar")][:FIRST]
    return Front(
        programme=programme,
        numbers=key_numbers(programme),
        first=[_next_seminar(activity) for activity in seminars],
        upcoming=[activity for activity in coming if activity not in seminars][:NEXT],
        guidelines=_guidelines.objects(programme.pk),
        centres=_centres.objects(programme.pk),
        partnerships=partnerships_of.objects(programme.pk),
        parties=_parties.objects(programme.pk),
        hours_rule=_rule_of(coming[0]) if coming else HoursRule.objects.on(today),
    )


@Asked
def _coming(programme: int, today: date) -> "QuerySet[Activity]":
    rule = Subquery(HoursRule.objects.on_day(today).values(told=JSONObject(hours="hours", years="years"))[:1])
    rows = upcoming(programme, today).select_related("enrolment")
    return rows.annotate(**seat_columns(on=today), hours_rule=rule)[:AMONG]


@Asked
def _guidelines(programme: int) -> "QuerySet[Guideline]":
    return Guideline.objects.published().filter(programme=programme).for_lists()[:NEWEST]


@Asked
def _centres(programme: int) -> "QuerySet[Centre]":
    return Centre.objects.published().filter(programme=programme).for_lists()[:CENTRES]


@Asked
def _parties(programme: int) -> "QuerySet[Party]":
    return Party.objects.filter(programme=programme).select_related("organisation")


def _rule_of(activity: Any) -> HoursRule | None:
    return HoursRule(**activity.hours_rule) if activity.hours_rule else None


def _next_seminar(activity: Activity) -> NextSeminar:
    """Of a seminar with its enrolment, its sessions and its seats beside it."""
    counted: Any = activity
    enrolment = counted.enrolment
    return NextSeminar(
        activity=activity,
        hours=sum((session.academic_hours for session in activity.shown_sessions), Decimal(0)),
        seats_left=counted.seats_left,
        people_waiting=counted.people_waiting,
        is_open=enrolment.is_open_at(clock.now()),
        has_waiting_list=enrolment.has_waiting_list,
    )


def upcoming(programme: int, day: date) -> "QuerySet[Activity]":
    """Public seminars and events to come, each with its own room's row."""
    return (
        Activity.objects.public()
        .upcoming(day)
        .filter(programme=programme)
        .filter(Q(seminar__isnull=False) | Q(community_event__isnull=False))
        .select_related("municipality", "seminar", "community_event")
        .prefetch_related("sessions")
    )


def key_numbers(programme: Programme) -> list[KeyNumber]:
    """The promises of the programme with what stands behind each today, in one statement."""
    indicators = {row.measured_by: row for row in _indicators.objects(programme.pk, clock.today())}
    return [
        KeyNumber(label, indicators[name].done, indicators[name].target, indicators[name].is_more_than)
        for name, label in SHOWN.items()
        if name in indicators
    ]


@Asked
def _indicators(programme: int, today: date) -> "QuerySet[Indicator]":
    counts = _counts(today)
    done = Case(*(When(measured_by=name, then=count) for name, count in counts.items()), default=Value(0))
    rows = Indicator.objects.filter(programme=programme, measured_by__in=SHOWN)
    return rows.annotate(done=Coalesce(done, Value(0)))


def _counts(today: date) -> dict[str, object]:
    """As the report counts: days by session held, events held, centres open, people by participation's rule."""
    held_activities = Activity.objects.filter(programme=OuterRef("programme"), state=State.HELD)
    mobilisation = held_activities.filter(community_event__type="mobilisation")
    centres = Centre.objects.filter(programme=OuterRef("programme"), opened_on__lte=today)
    return {
        "seminars.days": _seminar_days(),
        "community_events.mobilisation_events": _number(mobilisation, Count("pk")),
        "resource_centre.centres": _number(centres, Count("pk")),
        "participation.unique_people": Coalesce(_counted_people(held_activities), Value(0))
        + Coalesce(_named_people(), Value(0)),
    }


def _number(rows: "QuerySet[Any]", what: models.Aggregate, group: str = "programme") -> Subquery:
    return Subquery(rows.order_by().values(group).annotate(number=what).values("number"), output_field=IntegerField())


def _seminar_days() -> object:
    """Different days of each seminar; a seminar kept without sessions has the one day it was held."""
    sessions = Session.objects.filter(
        activity__programme=OuterRef("programme"),
        activity__seminar__isnull=False,
        activity__state=State.HELD,
        held_on__isnull=False,
    )
    day_of_seminar = Concat(Cast("activity", CharField()), Value(" "), Cast("held_on", CharField()))
    without = Activity.objects.filter(
        programme=OuterRef("programme"), seminar__isnull=False, state=State.HELD, sessions__isnull=True
    )
    with_sessions = _number(sessions, Count(day_of_seminar, distinct=True), "activity__programme")
    return Coalesce(with_sessions, Value(0)) + Coalesce(_number(without, Count("pk")), Value(0))


def _counted_people(activities: "QuerySet[Activity]") -> Subquery:
    """Of each activity the estimate of different people, never more than were counted; else the count itself."""
    heads = HeadCount.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    total = Subquery(heads.annotate(number=Sum("count")).values("number"), output_field=IntegerField())
    people = activities.annotate(total=total).annotate(people=Least(Coalesce("unique_people", "total"), F("total")))
    return _number(people, Sum("people"))


def _named_people() -> Subquery:
    """Registered people who were seen, each once over the programme: by person, else address, else registration."""
    seen = (
        Registration.objects.active()
        .seen()
        .filter(activity__programme=OuterRef("programme"), activity__state=State.HELD)
    )
    identity = Case(
        When(~Q(anonymous_key=""), then=Concat(Value("anonymous "), "anonymous_key")),
        When(reader__isnull=False, then=Concat(Value("person "), Cast("reader", CharField()))),
        When(~Q(email=""), then=Lower("email")),
        default=Concat(Value("registration "), Cast("pk", CharField())),
        output_field=CharField(),
    )
    return _number(seen.annotate(reader=known_person()), Count(identity, distinct=True), "activity__programme")
