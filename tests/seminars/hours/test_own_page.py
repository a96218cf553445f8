"""Mani semināri: places, hours, papers of one's own and nobody else's."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.participation.models import Attendance, Enrolment, Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.services import cancel_registration, record_attendance, set_up
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from seminars.hours.reporting import Hours, glance_of, hours_of, learning_span, seminars_of
from seminars.models import EvaluationTicket, HoursRule, Material, Seminar, TrainingProgramme
from seminars.plan.services import mark_seminar_held
from tests.builders import cancel_though_seen, implementer, issue, register
from tests.seminars.conftest import TODAY, Maker

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
PAGE = "/lv/seminari/mani/"


@pytest.fixture
def rule() -> HoursRule:
    return HoursRule.objects.create(valid_from=date(2018, 9, 14), hours=36, years=3, source="MK 569, 15. punkts")


@pytest.fixture
def approved(programme: Programme) -> TrainingProgramme:
    return TrainingProgramme.objects.create(
        programme=programme, type="A", title_lv="Ģimenes iesaiste", academic_hours=12, approval_number="P-1",
        approved_on=date(2019, 1, 1), valid_until=date(2022, 1, 1),
    )  # fmt: skip


def attended(plan: Maker, who: User, day: date, training: TrainingProgramme | None, hours: int = 6) -> Registration:
    """A seminar held on the day, at which the person was seen."""
    seminar = plan(day=day, training_programme=training)
    place = register(
        by=SYSTEM, activity=seminar.activity, name=who.name, email=who.email, person=person_of(who), language="lv"
    )
    session = seminar.activity.sessions.get()
    record_attendance(by=SYSTEM, registration=place, session=session, hours=Decimal(hours))
    mark_seminar_held(by=SYSTEM, seminar=seminar, held_on=day)
    return place


def test_hours_are_those_of_approved_programmes_and_the_others_stand_apart(
    plan: Maker, janis: User, rule: HoursRule, approved: TrainingProgramme
) -> None:
    attended(plan, janis, date(2020, 6, 4), approved, 6)
    attended(plan, janis, date(2020, 6, 5), None, 4)
    hours_page = seminars_of(janis, TODAY)
    assert (hours_page.hours, hours_page.left) == (Hours(Decimal(6), Decimal(4)), Decimal(30))
    assert [(line.hours, line.is_counting) for line in hours_page.past] == [(Decimal(4), False), (Decimal(6), True)]


def test_programme_whose_approval_had_ended_does_not_count(
    plan: Maker, janis: User, rule: HoursRule, approved: TrainingProgramme
) -> None:
    approved.valid_until = date(2020, 6, 3)
    approved.save()
    attended(plan, janis, date(2020, 6, 3), approved)
    attended(plan, janis, date(2020, 6, 4), approved)
    assert seminars_of(janis, TODAY).hours == Hours(Decimal(6), Decimal(6))


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (date(2020, 6, 10), date(2017, 6, 11)),
        (date(2020, 2, 29), date(2017, 3, 1)),  # no 29 February three years ago
        (date(2023, 2, 28), date(2020, 2, 29)),  # the leap day itself is within
        (date(2024, 2, 29), date(2021, 3, 1)),
    ],
)
def test_span_is_exactly_three_years(rule: HoursRule, last: date, first: date) -> None:
    span = learning_span(last)
    assert span is not None
    assert (span.starts_on, span.ends_on) == (first, last)


def test_hours_of_exactly_three_years_ago_are_gone_and_of_the_day_after_are_not(
    plan: Maker, janis: User, rule: HoursRule, approved: TrainingProgramme
) -> None:
    attended(plan, janis, date(2019, 6, 4), approved)
    person = person_of(janis).pk
    for day, hours in ((date(2022, 6, 3), 6), (date(2022, 6, 4), 0)):
        span = learning_span(day)
        assert span is not None
        hours_by_person = hours_of([person], span.starts_on, span.ends_on)
        assert hours_by_person.get(person, Hours()).counting == hours


def test_no_rule_was_in_force_before_the_first(plan: Maker, janis: User, rule: HoursRule) -> None:
    assert learning_span(date(2018, 9, 13)) is None
    assert seminars_of(janis, date(2018, 9, 13)).left == 0


def test_odd_attendance_and_a_cancelled_place_bring_no_hours(
    plan: Maker, janis: User, ilze: User, rule: HoursRule, approved: TrainingProgramme
) -> None:
    odd = attended(plan, janis, date(2020, 6, 4), approved)
    Attendance.objects.filter(registration=odd).update(oddity="outside_hours")
    gone = attended(plan, janis, date(2020, 6, 5), approved)
    cancel_though_seen(ilze, gone)
    assert seminars_of(janis, TODAY).hours == Hours()
    Attendance.objects.filter(registration=odd).update(settled_by=ilze)
    assert seminars_of(janis, TODAY).hours == Hours(Decimal(6), Decimal(0))


def test_waiting_place_offer_refusal_and_materials_are_told(as_: As, plan: Maker, janis: User, ilze: User) -> None:
    full = plan(title_lv="Pilns", capacity=1)
    register(by=ilze, activity=full.activity, name="Cits")
    register(by=ilze, activity=full.activity, name="Cits otrais")
    waits = register(by=SYSTEM, activity=full.activity, name="J", email=janis.email, person=person_of(janis))
    free = plan(title_lv="Brīvs")
    place = register(by=SYSTEM, activity=free.activity, name="J", email=janis.email, person=person_of(janis))
    Material.objects.create(seminar=free, title_lv="Darba lapa", url="https://example.lv/lapa")
    Material.objects.create(seminar=free, title_lv="Vēlāk", url="https://example.lv/velak", when="after")
    by_registration = {line.registration.pk: line for line in seminars_of(janis, TODAY).coming}
    assert (by_registration[waits.pk].rank, by_registration[waits.pk].materials) == (2, ())
    assert [material.title_lv for material in by_registration[place.pk].materials] == ["Darba lapa"]
    Enrolment.objects.filter(activity=full.activity).update(capacity=5)
    until = clock.now() + timedelta(hours=20)
    Registration.objects.filter(pk=waits.pk).update(state="offered", offer_until=until)
    text = as_(janis).get(PAGE).content.decode()
    assert "Pieņemt vietu" in text
    assert links.place_path(waits) in text
    Registration.objects.filter(pk=waits.pk).update(state="refused", reason="Tikai skolotājiem", offer_until=None)
    assert "Tikai skolotājiem" in as_(janis).get(PAGE).content.decode()


def test_offered_seat_is_the_only_one_to_accept(plan: Maker, janis: User, ilze: User) -> None:
    full, free = plan(title_lv="Pilns", capacity=1), plan(title_lv="Brīvs")
    holder = register(by=ilze, activity=full.activity, name="Cits")
    who: dict[str, Any] = {"name": "J", "email": janis.email, "person": person_of(janis)}
    offered, confirmed = (register(by=ilze, activity=place.activity, **who) for place in (full, free))
    cancel_registration(by=ilze, registration=holder)
    offers = {row.registration.pk: row.has_offer for row in seminars_of(janis, TODAY).coming}
    assert offers == {offered.pk: True, confirmed.pk: False}


def test_evaluation_waits_until_it_is_given(as_: As, plan: Maker, janis: User, rule: HoursRule) -> None:
    place = attended(plan, janis, date(2020, 6, 4), None)
    ticket = EvaluationTicket.objects.create(registration=place)
    assert seminars_of(janis, TODAY).past[0].ticket == ticket
    assert "Novērtēt" in as_(janis).get(PAGE).content.decode()
    EvaluationTicket.objects.update(is_used=True)
    assert seminars_of(janis, TODAY).past[0].ticket is None


def test_page_shows_nobody_elses_places(as_: As, plan: Maker, janis: User, karlis: User, ilze: User) -> None:
    secret = plan(title_lv="Slepenais seminārs")
    register(by=SYSTEM, activity=secret.activity, name="J", email=janis.email, person=person_of(janis))
    assert "Slepenais seminārs" in as_(janis).get(PAGE).content.decode()
    for person in (karlis, ilze):
        assert "Slepenais seminārs" not in as_(person).get(PAGE).content.decode()


def test_page_without_an_account_person_writes_nothing(as_: As, janis: User, programme: Programme) -> None:
    answer = as_(janis).get(PAGE)
    assert answer.status_code == 200
    assert not hasattr(User.objects.get(pk=janis.pk), "person")
    assert answer.headers["Cache-Control"].startswith("max-age=0")


def test_statements_stay_the_same(
    as_: As, plan: Maker, janis: User, rule: HoursRule, approved: TrainingProgramme
) -> None:
    browser, counts = as_(janis), []
    for size in (1, 2):
        for number in range(size):
            place = attended(plan, janis, date(2020, 6, 4) - timedelta(days=number + size), approved)
            EvaluationTicket.objects.create(registration=place)
            seminar: Seminar = plan()
            set_up(by=SYSTEM, activity=seminar.activity, capacity=20)
            register(by=SYSTEM, activity=seminar.activity, name="J", email=janis.email, person=person_of(janis))
            Material.objects.create(seminar=seminar, title_lv="Darba lapa", url="https://example.lv/lapa")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(PAGE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_glance_has_the_hours_of_the_page(
    plan: Maker, janis: User, karlis: User, rule: HoursRule, approved: TrainingProgramme
) -> None:
    attended(plan, janis, date(2020, 6, 4), approved, 6)
    attended(plan, janis, date(2020, 6, 5), None, 4)
    with CaptureQueriesContext(connection) as asked:
        glance = glance_of(janis, TODAY)
    assert len(asked) == 2
    page = seminars_of(janis, TODAY)
    assert (glance.own.hours, glance.own.left, glance.certificates) == (page.hours, page.left, [])
    assert (page.filled, page.full) == (100, 600)
    assert glance_of(karlis, TODAY).own.hours == Hours()
    person_of(karlis)
    assert glance_of(karlis, TODAY).own.hours == Hours()
    rule.delete()
    assert glance_of(janis, TODAY).own.span is None
    assert (glance_of(janis, TODAY).own.hours, glance_of(janis, TODAY).own.filled) == (Hours(), 0)


def test_glance_has_the_latest_certificates(
    plan: Maker, janis: User, ilze: User, programme: Programme, rule: HoursRule, approved: TrainingProgramme
) -> None:
    implementer(programme)
    place = attended(plan, janis, date(2020, 6, 4), approved)
    (certificate,) = issue(ilze, place.activity.seminar)
    (seen,) = glance_of(janis, TODAY).certificates
    assert (seen.pk, str(seen), seen.seminar.title) == (certificate.pk, certificate.number, place.activity.title)
    assert seen.seminar.activity.held_on == date(2020, 6, 4)
