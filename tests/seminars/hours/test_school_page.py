"""The school's page: only for whoever speaks for it today, only of teachers who agreed."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation.services import record_attendance
from darbigas_kopienas.people.models import Organisation, Person, SchoolContact, User
from darbigas_kopienas.people.services import let_school_see_hours
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.schools import (
    AlreadyContact,
    DaysReversed,
    NoAccount,
    end_school_contact,
    grant_school_contact,
)
from darbigas_kopienas.values import clock
from seminars.certificates.views.check import NOTHING
from seminars.hours.reporting import certificates_of_school, learning_span, school_hours
from seminars.models import Certificate, HoursRule, Seminar, TrainingProgramme
from seminars.plan.services import add_day, mark_seminar_held
from tests.builders import at, register
from tests.cast import make_user
from tests.seminars.conftest import TODAY, Maker

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def rule(db: None) -> HoursRule:
    return HoursRule.objects.create(valid_from=date(2018, 9, 14), hours=36, years=3, source="MK 569")


@pytest.fixture
def school(daugavpils: Any) -> Organisation:
    return Organisation.objects.create(kind="school", name_lv="Saules skola", municipality=daugavpils)


@pytest.fixture
def vija(school: Organisation) -> User:
    user = make_user("vija@example.lv", "Vija Saulīte")
    SchoolContact.objects.create(organisation=school, user=user, starts_on=date(2020, 1, 1))
    return user


@pytest.fixture
def teacher(janis: User, school: Organisation) -> Person:
    return Person.objects.create(
        name="Jānis Kalniņš", email=janis.email, email_verified_at=clock.now(), user=janis, organisation=school
    )


def address(school: Organisation) -> str:
    return f"/lv/seminari/skolas/{school.pk}/"


def attended(plan: Maker, programme: Programme, person: Person, day: date = date(2020, 6, 4)) -> Seminar:
    training, _is_new = TrainingProgramme.objects.get_or_create(
        programme=programme, approval_number="P-1",
        defaults={"type": "A", "title_lv": "Ģimenes", "academic_hours": 12, "approved_on": date(2019, 1, 1)},
    )  # fmt: skip
    seminar = plan(day=day, training_programme=training)
    place = register(by=SYSTEM, activity=seminar.activity, name=person.name, email=person.email, person=person)
    record_attendance(by=SYSTEM, registration=place, session=seminar.activity.sessions.get(), hours=Decimal(6))
    return mark_seminar_held(by=SYSTEM, seminar=seminar, held_on=day)


def test_hours_are_seen_only_after_the_teacher_agreed_and_no_longer_once_withdrawn(
    as_: As, plan: Maker, programme: Programme, vija: User, teacher: Person, janis: User, school: Organisation
) -> None:
    attended(plan, programme, teacher)
    coming = plan(title_lv="Gaidāmais seminārs")
    register(by=SYSTEM, activity=coming.activity, name=teacher.name, email=teacher.email, person=teacher)
    browser = as_(vija)
    text = browser.get(address(school)).content.decode()
    assert "Kalniņš" not in text
    assert "Gaidāmais" not in text
    assert "1\u00a0iestādes pedagogs nav piekritis" in text
    as_(janis).post("/lv/seminari/mani/skola-redz-stundas/", {"agrees": "yes"})
    hours_page = school_hours(school, TODAY)
    assert [(teacher.name, teacher.hours.counting) for teacher in hours_page.teachers] == [
        ("Jānis Kalniņš", Decimal(6))
    ]
    assert ([teacher.activity_id for teacher in hours_page.coming], hours_page.silent) == ([coming.activity_id], 0)
    assert "Kalniņš" in browser.get(address(school)).content.decode()
    as_(janis).post("/lv/seminari/mani/skola-redz-stundas/", {"agrees": "no"})
    text = browser.get(address(school)).content.decode()
    assert "Kalniņš" not in text
    assert "Gaidāmais" not in text


def test_seminar_that_goes_on_is_still_coming(
    ilze: User, plan: Maker, teacher: Person, janis: User, school: Organisation
) -> None:
    let_school_see_hours(by=janis, agrees=True)
    going_on = plan().activity
    add_day(by=ilze, seminar=going_on.seminar, starts_at=at(date(2020, 6, 20), 10), ends_at=at(date(2020, 6, 20), 12))
    register(by=SYSTEM, activity=going_on, name=teacher.name, email=teacher.email, person=teacher)
    days = [date(2020, 6, day) for day in (18, 19, 20, 21)]
    assert [len(school_hours(school, day).coming) for day in days] == [1, 1, 1, 0]


def test_two_sessions_of_one_day_are_one_day(
    as_: As, ilze: User, plan: Maker, vija: User, teacher: Person, janis: User, school: Organisation
) -> None:
    let_school_see_hours(by=janis, agrees=True)
    coming = plan()
    register(by=SYSTEM, activity=coming.activity, name=teacher.name, email=teacher.email, person=teacher)
    before = as_(vija).get(address(school)).content.decode()
    add_day(by=ilze, seminar=coming, starts_at=at(date(2020, 6, 18), 16), ends_at=at(date(2020, 6, 18), 18))
    after = as_(vija).get(address(school)).content.decode()
    leaves = [re.findall(r'<time class="event-date".*?</time>', text) for text in (before, after)]
    assert leaves[0] == leaves[1]
    assert "<b>18.</b>" in leaves[0][0]


def test_agreeing_without_a_school_leads_to_ones_own_data(as_: As, janis: User) -> None:
    answer = as_(janis).post("/lv/seminari/mani/skola-redz-stundas/", {"agrees": "yes"})
    assert answer.headers["Location"] == "/lv/mani-dati/"


def test_others_find_no_page_of_the_school(
    as_: As, school: Organisation, vija: User, teacher: Person, daugavpils: Any, request: pytest.FixtureRequest
) -> None:
    assert teacher.user is not None
    let_school_see_hours(by=teacher.user, agrees=True)
    other = Organisation.objects.create(kind="school", name_lv="Mēness skola", municipality=daugavpils)
    head = make_user("cita@example.lv", "Cita Vadītāja")
    SchoolContact.objects.create(organisation=other, user=head, starts_on=date(2020, 1, 1))
    people = [head, *(request.getfixturevalue(name) for name in ("janis", "ilze", "karlis", "marta", "emma", "olga"))]
    assert [as_(person).get(address(school)).status_code for person in people] == [404] * 7
    assert as_(vija).get(address(school)).status_code == 200
    assert as_(vija).get(address(other)).status_code == 404


def test_contact_sees_until_the_last_day_and_a_former_one_nothing(as_: As, school: Organisation, vija: User) -> None:
    browser = as_(vija)
    SchoolContact.objects.update(ends_on=TODAY)
    assert browser.get(address(school)).status_code == 200
    SchoolContact.objects.update(ends_on=TODAY - timedelta(days=1))
    assert browser.get(address(school)).status_code == 404
    assert browser.post(address(school) + "apliecibas/").status_code == 404
    SchoolContact.objects.update(ends_on=None, starts_on=TODAY + timedelta(days=1))
    assert browser.get(address(school)).status_code == 404


def test_file_of_papers_holds_those_who_agreed(
    as_: As, plan: Maker, programme: Programme, vija: User, teacher: Person, school: Organisation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    seminar = attended(plan, programme, teacher)
    place = seminar.activity.registrations.get()
    Certificate.objects.create(
        seminar=seminar, registration=place, kind="certificate", number="DK-2020-1", holder=teacher.name,
        hours=Decimal(6), facts={}, issued_on=date(2020, 6, 5),
    )  # fmt: skip
    monkeypatch.setattr("seminars.certificates.services.files.content_of", lambda *_asked: b"%PDF")
    here, browser = address(school) + "apliecibas/", as_(vija)
    assert browser.post(here).headers["Location"] == address(school)
    assert teacher.user is not None
    let_school_see_hours(by=teacher.user, agrees=True)
    answer = browser.post(here)
    assert answer.headers["Content-Type"] == "application/zip"
    assert b"DK-2020-1" in answer.content
    assert "no-store" in answer.headers["Cache-Control"]
    with clock.frozen(date(2023, 6, 5)):  # three years on
        assert browser.post(here).headers["Location"] == address(school)
    assert Certificate.objects.get().paper_lv is None  # looking stores nothing


def test_without_a_rule_nobody_has_hours(school: Organisation, teacher: Person) -> None:
    HoursRule.objects.all().delete()
    assert teacher.user is not None
    let_school_see_hours(by=teacher.user, agrees=True)
    hours_page = school_hours(school, TODAY)
    assert (hours_page.span, hours_page.together, len(hours_page.teachers)) == (None, Decimal(0), 1)


def test_statements_stay_the_same(as_: As, plan: Maker, programme: Programme, vija: User, school: Organisation) -> None:
    browser, counts = as_(vija), []
    for number in (1, 2, 3):
        person = Person.objects.create(
            name=f"Pedagogs {number}", email=f"p{number}@example.lv", email_verified_at=clock.now(),
            organisation=school, school_sees_hours_since=clock.now(),
        )  # fmt: skip
        attended(plan, programme, person)
        register(by=SYSTEM, activity=plan().activity, name=person.name, email=person.email, person=person)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address(school)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 11


CONTACTS = "/lv/programma/skolu-kontaktpersonas/"


def test_coordinator_names_a_contact_of_the_own_municipality(
    as_: As, ilze: User, karlis: User, school: Organisation
) -> None:
    head = make_user("jauna@example.lv", "Jauna Vadītāja")
    wanted = {"school": school.pk, "email": "Jauna@example.lv", "starts_on": "10.06.2020", "ends_on": ""}
    assert as_(karlis).post(CONTACTS, wanted).status_code == 422
    assert as_(ilze).post(CONTACTS, wanted).status_code == 302
    contact = SchoolContact.objects.get()
    assert (contact.user, contact.granted_by) == (head, ilze)
    assert Entry.objects.get(verb="school_contact.granted").municipality_id == school.municipality_id
    assert "Jauna Vadītāja" in as_(ilze).get(CONTACTS).content.decode()
    assert "Jauna Vadītāja" not in as_(karlis).get(CONTACTS).content.decode()
    assert as_(karlis).post(f"{CONTACTS}{contact.pk}/izbeigt/").status_code == 404
    assert as_(ilze).post(f"{CONTACTS}{contact.pk}/izbeigt/").status_code == 302
    assert not SchoolContact.objects.exists()  # it began today, so it never was


def test_of_a_former_contact_the_right_has_ended_not_the_person(as_: As, ilze: User, school: Organisation) -> None:
    former = make_user("jauna@example.lv", "Jauna Vadītāja")
    SchoolContact.objects.create(organisation=school, user=former, starts_on=date(2020, 1, 1), ends_on=date(2020, 6, 1))
    page = as_(ilze).get(CONTACTS).content.decode()
    assert "pilnvaras beigušās</span>" in page
    assert "beigusies</span>" not in page


@pytest.mark.parametrize(("email", "ends_on"), [("nav@example.lv", ""), ("jauna@example.lv", "09.06.2020")])
def test_refused_contact_is_said_at_its_field(
    as_: As, ilze: User, school: Organisation, email: str, ends_on: str
) -> None:
    make_user("jauna@example.lv", "Jauna Vadītāja")
    wanted = {"school": school.pk, "email": email, "starts_on": "10.06.2020", "ends_on": ends_on}
    answer = as_(ilze).post(CONTACTS, wanted)
    assert answer.status_code == 422
    assert f'value="{email}"' in answer.content.decode()
    assert not SchoolContact.objects.exists()


def test_contact_services_refuse_and_begin_anew(
    marta: User, programme: Programme, school: Organisation, vija: User
) -> None:
    contact = SchoolContact.objects.get()
    with pytest.raises(AlreadyContact):
        grant_school_contact(by=marta, programme=programme, school=school, email=vija.email)
    with pytest.raises(NoAccount):
        grant_school_contact(by=marta, programme=programme, school=school, email="nav@example.lv")
    with pytest.raises(DaysReversed):
        grant_school_contact(by=marta, programme=programme, school=school, email=vija.email, ends_on=date(2020, 6, 9))
    ended = end_school_contact(by=marta, programme=programme, contact=contact)
    assert ended.ends_on == TODAY - timedelta(days=1)
    end_school_contact(by=marta, programme=programme, contact=contact)
    again = grant_school_contact(by=marta, programme=programme, school=school, email=vija.email)
    assert (again.pk, again.starts_on, again.ends_on) == (contact.pk, TODAY, None)
    end_school_contact(by=marta, programme=programme, contact=again)
    end_school_contact(by=marta, programme=programme, contact=again)
    entries = Entry.objects.filter(verb__startswith="school_contact.").order_by("pk")
    assert list(entries.values_list("verb", flat=True)) == [
        "school_contact.ended", "school_contact.granted", "school_contact.ended",
    ]  # fmt: skip


def test_papers_of_a_school_are_of_those_who_agree_and_of_the_years_asked_for(
    plan: Maker, programme: Programme, teacher: Person, janis: User, school: Organisation, rule: HoursRule
) -> None:
    seminar = attended(plan, programme, teacher)
    certificate = Certificate.objects.create(
        seminar=seminar, registration=seminar.activity.registrations.get(), kind="attendance", number="X-1",
        holder=teacher.name, hours=Decimal(6), facts=NOTHING, issued_on=date(2020, 6, 5),
    )  # fmt: skip
    span = learning_span(TODAY)
    assert list(certificates_of_school(school, None)) == []
    let_school_see_hours(by=janis, agrees=True)
    assert list(certificates_of_school(school, None)) == list(certificates_of_school(school, span)) == [certificate]
    assert list(certificates_of_school(school, learning_span(date(2030, 1, 1)))) == []
