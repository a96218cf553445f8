"""Seminars to come whose registration is open: with room, full, nearly full, and one that asks. All invented."""

from datetime import date, timedelta
from typing import Any

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Group, Question, Registration, SeatReserve
from darbigas_kopienas.participation.services import Participant
from darbigas_kopienas.values import clock

from .participants import NAMES
from .stage import Stage

Way = dict[str, Any]
# In the order of the seminars' days: how registration is set up, how many have a seat, how many wait in line.
WAYS: tuple[tuple[Way, int, int], ...] = (
    ({"shows_participants": True}, 6, 0),
    ({"capacity": 8}, 8, 3),
    ({"capacity": 10, "confirm_hours": 24}, 9, 0),
    ({"capacity": 20}, 4, 0),
)
ASKING = 3  # which of them asks questions and keeps seats for its own municipality
RESERVED = 4
TYPED = "vsk. pie stacijas"  # what people type for a school, as the coordinator has explained it


def open_registrations(stage: Stage, today: date) -> None:
    """Of the seminars acted out just now, so a second run changes nothing and people's own are left alone."""
    to_come = Activity.objects.filter(
        pk__in=stage.played, kind=Activity.Kind.SEMINAR, enrolment__closes_on__gte=today
    ).order_by("starts_on", "pk")
    for number, (activity, (way, seats, waiting)) in enumerate(zip(to_come, WAYS, strict=False)):
        code = activity.municipality.code if activity.municipality else None
        with clock.frozen(today - timedelta(days=2)):
            participation.set_up(by=stage.coordinator(code), activity=activity, **way)
            if number == ASKING:
                _ask(activity)
                reserve = SeatReserve(municipality=activity.municipality, seats=RESERVED)
                participation.reserve_seats(by=stage.coordinator(code), activity=activity, reserves=[reserve])
            _come(stage, activity, number, seats, waiting)
            if number == 0 and code is not None:
                named: Way = {"typed": TYPED, "school": stage.schools[code][0].name_lv}
                participation.map_school(by=stage.coordinator(code), activity=activity, **named)


def _ask(activity: Activity) -> None:
    about = {"enrolment": activity.enrolment}
    lunch = Question.objects.create(
        **about, order=1, kind="yes_no", purpose="catering", is_required=True,
        text_lv="Vai pusdienosiet kopā ar mums?", text_en="Will you have lunch with us?",
    )  # fmt: skip
    Question.objects.create(
        **about, order=2, kind="choice", purpose="catering", is_required=True, depends_on=lunch, depends_value="yes",
        text_lv="Kādas pusdienas?", text_en="Which lunch?", options_lv="parastas\nveģetāras\nvegānas",
        options_en="regular\nvegetarian\nvegan",
    )  # fmt: skip
    Question.objects.create(
        **about, order=3, kind="text", purpose="access",
        text_lv="Kas Jums vajadzīgs, lai piedalītos (piekļuve, dzirde, redze)?",
        text_en="What do you need to take part (access, hearing, sight)?",
    )  # fmt: skip


def _come(stage: Stage, activity: Activity, number: int, seats: int, waiting: int) -> None:
    code = activity.municipality.code if activity.municipality else ""
    schools = stage.schools.get(code) or next(iter(stage.schools.values()))
    answers = {question.pk: "no" for question in activity.enrolment.questions.filter(kind="yes_no")}
    for place_no in range(seats + waiting):
        name = NAMES[(place_no + number * 5) % len(NAMES)]
        participation.register(
            by=stage.coordinator(code),
            activity=activity,
            participant=Participant(
                name=name,
                email=f"dalibnieks{number}{place_no:02}@example.lv"
                if place_no >= seats
                else "",  # those who wait are written to
                organisation=schools[(place_no * 3) % len(schools)],
                group=Group.TEACHERS,
                shows_name=place_no % 2 == 0,
                answers=answers,
            ),
            via=Registration.Via.ORGANISER,
            language="lv",
        )
