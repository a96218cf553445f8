"""The file of one's own data: everything of one's own, nothing of anybody else's."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from openpyxl import load_workbook

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation.models import Answer, Attendance, CalendarFeed, Invitation, Question, Registration
from darbigas_kopienas.people.models import Organisation, Person, SchoolContact, User
from darbigas_kopienas.people.own_data import as_json, as_workbook, own_tables
from darbigas_kopienas.people.services import NoSchool, correct_own_data, let_school_see_hours, person_of
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.values import clock
from seminars.models import Engagement, Seminar, Trainer
from seminars.plan.services import plan_seminar
from tests.builders import register

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
PAGE, FILE = "/lv/mani-dati/", "/lv/mani-dati/datne/"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(date(2020, 6, 10)), override("lv"):
        yield


@pytest.fixture
def seminar(ilze: User, in_daugavpils: Scope, components: Any) -> Seminar:
    starts = clock.now() + timedelta(days=3)
    ends = starts + timedelta(hours=4)
    return plan_seminar(
        by=ilze, scope=in_daugavpils, title_lv="Seminārs", starts_at=starts, ends_at=ends, is_published=True
    )


@pytest.fixture
def school(daugavpils: Any) -> Organisation:
    return Organisation.objects.create(kind="school", name_lv="Saules skola", municipality=daugavpils)


def data_of(user: User) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(as_json(user))
    return data


def test_columns_are_called_what_they_hold(janis: User, ilze: User, seminar: Seminar) -> None:
    tables = dict(own_tables(janis))
    names = {name: [str(column.name) for column in table.columns] for name, table in tables.items()}
    assert [name for name, columns in names.items() if "Skaits" in columns or "Pieteikšanās" in columns] == []


def test_file_holds_what_every_floor_and_room_keeps(
    janis: User, ilze: User, seminar: Seminar, school: Organisation
) -> None:
    question = Question.objects.create(enrolment=seminar.activity.enrolment, text_lv="Ko ēdat?")
    place = register(
        by=janis, activity=seminar.activity, via="self", name="Jānis", email=janis.email, person=person_of(janis)
    )
    Answer.objects.create(registration=place, question=question, value="Zupu")
    session = seminar.activity.sessions.get()
    Attendance.objects.create(registration=place, session=session, hours=Decimal(6), at=session.starts_at)
    Invitation.objects.create(activity=seminar.activity, email=janis.email, name="Jānis K.")
    CalendarFeed.objects.create(user=janis)
    SchoolContact.objects.create(organisation=school, user=janis)
    Draft.objects.create(user=janis, form_key="budget:expense_add")
    trainer = Trainer.objects.create(
        programme=seminar.activity.programme, municipality=seminar.activity.municipality, name="J", email=janis.email
    )
    Engagement.objects.create(seminar=seminar, trainer=trainer, fee=Decimal("80.00"))
    OutgoingMail.objects.update(state="bounced", error="5.2.2")
    data = data_of(janis)
    assert data["account"][0]["email"] == "janis@example.lv"
    assert [role["role"] for role in data["roles"]] == ["pedagogs"]
    assert [registration["number"] for registration in data["registrations"]] == [place.pk]
    assert data["answers"] == [{"registration": place.pk, "question": "Ko ēdat?", "answer": "Zupu"}]
    assert [attendance["hours"] for attendance in data["attendances"]] == ["6.00"]
    assert [invitation["name"] for invitation in data["invitations"]] == ["Jānis K."]
    assert [contact["school"] for contact in data["school_contact"]] == ["Saules skola"]
    assert [draft["form"] for draft in data["drafts"]] == ["budget:expense_add"]
    assert [engagement["fee"] for engagement in data["trainer"]] == ["80.00"]
    (letter,) = data["letters"]
    assert (letter["kind"], letter["why_not"]) == ("vieta apstiprināta", "pastkaste ir pilna")
    assert len(data["calendar"]) == 1
    assert [entry["action"] for entry in data["actions"]] == ["pieteikums saņemts"]
    assert data["certificates"] == []


def test_file_holds_nothing_of_others(janis: User, ilze: User, karlis: User, seminar: Seminar) -> None:
    question = Question.objects.create(enrolment=seminar.activity.enrolment, text_lv="Piezīmes")
    other = register(
        by=SYSTEM, activity=seminar.activity, name="Slepenā Kolēģe", email="kolege@example.lv",
        answers={question.pk: "slepena alerģija"}, via=Registration.Via.ORGANISER,
    )  # fmt: skip
    Registration.objects.filter(pk=other.pk).update(registered_by=janis)
    OutgoingMail.objects.filter(to_email="kolege@example.lv").update(user=None)
    data = data_of(janis)
    assert [(registration["number"]) for registration in data["registered_for_others"]] == [other.pk]
    text = as_json(janis).decode()
    for secret in ("Slepenā", "kolege@example.lv", "alerģija"):
        assert secret not in text
    assert str(other.pk) not in json.dumps(data_of(karlis)["registrations"])
    assert data_of(karlis)["registered_for_others"] == []


def test_workbook_has_a_sheet_for_each_table(janis: User, seminar: Seminar) -> None:
    book = load_workbook(io.BytesIO(as_workbook(janis)))
    assert len(book.sheetnames) == len(own_tables(janis))


@pytest.mark.parametrize(("kind", "content_type"), [("xlsx", "application/vnd"), ("json", "application/json")])
def test_file_is_kept_nowhere_on_the_way(as_: As, janis: User, kind: str, content_type: str) -> None:
    answer = as_(janis).get(f"{FILE}?format={kind}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(content_type)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="mani-dati.{kind}"'


def test_unknown_format_is_said_and_a_visitor_signs_in(as_: As, janis: User) -> None:
    assert as_(janis).get(f"{FILE}?format=exe").status_code == 422
    assert as_(None).get(FILE).status_code == 302


def test_name_school_and_language_are_corrected(as_: As, janis: User, school: Organisation) -> None:
    wanted = {"name": " Jānis  Kalns ", "organisation": school.pk, "language": "en"}
    assert as_(janis).post(PAGE, wanted).status_code == 302
    person, user = Person.objects.get(user=janis), User.objects.get(pk=janis.pk)
    assert (person.name, person.organisation, user.name, user.language) == ("Jānis Kalns", school, "Jānis Kalns", "en")
    entry = Entry.objects.get(verb="person.corrected")
    assert entry.changes == {"fields": ["name", "organisation", "account"]}
    as_(janis).post(PAGE, wanted)
    assert Entry.objects.filter(verb="person.corrected").count() == 1


def test_refused_form_keeps_what_was_typed(as_: As, janis: User) -> None:
    answer = as_(janis).post(PAGE, {"name": "", "organisation": "999999", "language": "en"})
    assert answer.status_code == 422
    assert not Person.objects.filter(user=janis).exclude(name="Jānis Kalniņš").exists()


def test_another_school_is_agreed_to_anew(janis: User, school: Organisation, daugavpils: Any) -> None:
    with pytest.raises(NoSchool):
        let_school_see_hours(by=janis, agrees=True)
    correct_own_data(by=janis, name="J", organisation=school, language="lv")
    assert let_school_see_hours(by=janis, agrees=True).school_sees_hours_since is not None
    assert let_school_see_hours(by=janis, agrees=True).school_sees_hours_since is not None
    other = Organisation.objects.create(kind="school", name_lv="Cita skola", municipality=daugavpils)
    moved = correct_own_data(by=janis, name="J", organisation=other, language="lv")
    assert moved.school_sees_hours_since is None
    assert let_school_see_hours(by=janis, agrees=False).school_sees_hours_since is None
    assert list(Entry.objects.filter(verb__startswith="person.").order_by("pk").values_list("verb", flat=True)) == [
        "person.corrected", "person.agreed", "person.corrected",
    ]  # fmt: skip


def test_own_data_corrected_to_what_they_are_leave_no_entry(janis: User, school: Organisation) -> None:
    for _time in range(2):
        person = correct_own_data(by=janis, name=" Jānis  Kalns ", organisation=school, language="en")
    assert (person.name, person.organisation, janis.name, janis.language) == (
        "Jānis Kalns",
        school,
        "Jānis Kalns",
        "en",
    )
    entry = Entry.objects.get(verb="person.corrected")
    assert (entry.actor_id, entry.changes) == (janis.pk, {"fields": ["name", "organisation", "account"]})


def test_page_writes_nothing_when_it_is_read(as_: As, janis: User) -> None:
    assert as_(janis).get(PAGE).status_code == 200
    assert not Person.objects.filter(user=janis).exists()
