"""The same seminar again: on another day, weekly, from a template."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Question, Registration, SeatReserve
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.services import OutsideProgramme
from darbigas_kopienas.values import clock
from seminars.materials import services as materials
from seminars.models import Seminar, SeminarTemplate
from seminars.plan import services as plan_services
from seminars.plan.errors import NoSuchHour, TemplateNameTaken
from tests.builders import at, register
from tests.seminars.conftest import Maker
from tests.seminars.files import document_of_kind

pytestmark = pytest.mark.django_db
NEXT = date(2020, 9, 3)


@pytest.fixture
def rich(ilze: User, plan: Maker, rezekne: Municipality) -> Seminar:
    """Two days, an agenda, a cost, questions that depend, kept seats, materials, a trainer and a participant."""
    seminar = plan(
        trainers="Prof. Ozols", agenda_lv="- Rīts", planned_cost=Decimal("120.50"), capacity=20,
        registration_until=date(2020, 6, 15), hours=Decimal("4.5"),
    )  # fmt: skip
    day = date(2020, 6, 19)
    plan_services.add_day(by=ilze, seminar=seminar, starts_at=at(day, 9), ends_at=at(day, 12), mode="online",
                     online_url="https://example.lv/secret")  # fmt: skip
    enrolment = seminar.activity.enrolment
    meal = Question.objects.create(enrolment=enrolment, kind="yes_no", text_lv="Ēdīsiet?", order=1)
    Question.objects.create(enrolment=enrolment, text_lv="Ko neēdat?", depends_on=meal, depends_value="yes", order=2)
    school = Organisation.objects.create(kind="school", name_lv="3. vidusskola")
    participation.reserve_seats(by=ilze, activity=seminar.activity, reserves=[
        SeatReserve(municipality=rezekne, seats=3, released_on=date(2020, 6, 14)),
        SeatReserve(organisation=school, seats=2),
    ])  # fmt: skip
    materials.hand_out(by=ilze, seminar=seminar, title_lv="Saite", url="https://example.lv/x")
    materials.hand_out(
        by=ilze, seminar=seminar, title_lv="Lapa", document=document_of_kind(ilze, seminar.scope, "other")
    )
    register(by=ilze, activity=seminar.activity, name="Anita", email="anita@example.lv")
    return seminar


def test_duplicate_copies_what_was_planned_and_nobody(ilze: User, rich: Seminar) -> None:
    made = plan_services.duplicate_seminar(by=ilze, seminar=rich, first_day=NEXT)
    made = Seminar.objects.with_activity().get(pk=made.pk)
    days = [
        (session.starts_at, session.ends_at, session.mode, session.online_url, session.hours)
        for session in made.activity.sessions.all()
    ]
    assert days == [
        (at(NEXT, 10), at(NEXT, 14), "in_person", "", Decimal("4.5")),
        (at(date(2020, 9, 4), 9), at(date(2020, 9, 4), 12), "online", "", None),
    ]
    assert (made.agenda_lv, made.planned_cost, made.trainers, made.is_published) == (
        "- Rīts",
        Decimal("120.50"),
        "",
        False,
    )
    enrolment = made.activity.enrolment
    assert (enrolment.capacity, enrolment.closes_on) == (20, date(2020, 8, 31))
    first, second = enrolment.questions.all()
    assert (second.text_lv, second.depends_on, second.depends_value) == ("Ko neēdat?", first, "yes")
    assert [(reserve.seats, reserve.released_on) for reserve in enrolment.reserves.all()] == [
        (3, date(2020, 8, 30)),
        (2, None),
    ]
    assert [material.title_lv for material in made.materials.all()] == ["Saite", "Lapa"]
    assert not Registration.objects.filter(activity=made.activity).exists()
    assert not made.engagements.exists()


def test_cancelled_seminar_can_be_planned_again(ilze: User, rich: Seminar) -> None:
    plan_services.cancel_seminar(by=ilze, seminar=rich, reason="x")
    made = plan_services.duplicate_seminar(by=ilze, seminar=rich, first_day=NEXT)
    assert [session.state for session in made.activity.sessions.all()] == ["planned", "planned"]


def test_seminar_without_days_is_not_repeated(ilze: User, seminar: Seminar) -> None:
    seminar.activity.sessions.all().delete()
    with pytest.raises(ValidationError, match="nav dienas"):
        plan_services.duplicate_seminar(by=ilze, seminar=seminar, first_day=NEXT)


def test_weekly_stays_at_the_same_hour_when_the_clock_is_turned(ilze: User, plan: Maker) -> None:
    seminar = plan(day=date(2020, 10, 22))
    made = plan_services.repeat_seminar(by=ilze, seminar=seminar, weeks=2, is_published=True)
    starts = [seminar.activity.sessions.get().starts_at for seminar in made]
    assert [clock.local(start).strftime("%d.%m. %H:%M %z") for start in starts] == [
        "29.10. 10:00 +0200", "05.11. 10:00 +0200",
    ]  # fmt: skip
    assert all(seminar.is_published for seminar in made)


def test_week_in_which_the_hour_does_not_exist_refuses_them_all(ilze: User, plan: Maker, programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(ends_on=date(2028, 1, 1))
    day = date(2027, 3, 14)
    seminar = plan(starts_at=at(day, 3, 30), ends_at=at(day, 5))
    with pytest.raises(NoSuchHour):
        plan_services.repeat_seminar(by=ilze, seminar=seminar, weeks=3)
    assert Seminar.objects.count() == 1


def test_week_outside_the_grant_refuses_them_all(ilze: User, plan: Maker) -> None:
    seminar = plan(day=date(2021, 2, 18))
    with pytest.raises(OutsideProgramme):
        plan_services.repeat_seminar(by=ilze, seminar=seminar, weeks=2)
    assert Seminar.objects.count() == 1


def test_template_holds_no_person_and_is_used_again(ilze: User, rich: Seminar, rezekne: Municipality) -> None:
    template = plan_services.save_template(by=ilze, seminar=rich, name="Divas dienas")
    text = str(template.pattern)
    assert "Anita" not in text
    assert "Ozols" not in text
    assert "secret" not in text
    with pytest.raises(TemplateNameTaken):
        plan_services.save_template(by=ilze, seminar=rich, name="Divas dienas")
    gone = rich.materials.get(title_lv="Lapa").document
    assert gone is not None
    evidence.erase(by=ilze, document=gone)
    rich.activity.enrolment.reserves.filter(organisation__isnull=False).delete()
    Organisation.objects.filter(name_lv="3. vidusskola").delete()
    made = plan_services.plan_from_template(by=ilze, template=template, first_day=NEXT)
    assert made.activity.enrolment.questions.count() == 2
    assert [reserve.municipality for reserve in made.activity.enrolment.reserves.all()] == [rezekne]
    assert [material.title_lv for material in made.materials.all()] == ["Saite"]
    plan_services.drop_template(by=ilze, template=template)
    assert not SeminarTemplate.objects.exists()


def test_stranger_neither_repeats_nor_uses_templates(ilze: User, karlis: User, seminar: Seminar) -> None:
    template = plan_services.save_template(by=ilze, seminar=seminar, name="Viena diena")
    for action in (
        lambda: plan_services.duplicate_seminar(by=karlis, seminar=seminar, first_day=NEXT),
        lambda: plan_services.repeat_seminar(by=karlis, seminar=seminar, weeks=1),
        lambda: plan_services.save_template(by=karlis, seminar=seminar, name="X"),
        lambda: plan_services.plan_from_template(by=karlis, template=template, first_day=NEXT),
        lambda: plan_services.drop_template(by=karlis, template=template),
    ):
        with pytest.raises(PermissionDenied):
            action()
