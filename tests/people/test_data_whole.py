"""Nothing that is held about somebody is left out of the file of their data, whatever column it stands in."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from openpyxl import load_workbook

from budget.models import BudgetLine, Expense, ExpenseEditor, ExpenseShare, FundingSource
from darbigas_kopienas.administration.models import Duplicate, ErasureRequest
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.evidence.models import Document, FileOpening
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.mailing.choices import MailChoice, Topic, keys_of
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation.models import Answer, Attendance, Invitation, Question, Registration
from darbigas_kopienas.people.models import Consent, NoticeReading, Organisation, Person, PrivacyNotice, User
from darbigas_kopienas.people.own_data import as_json, as_workbook, own_tables
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.models import PartyContact
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports.models import SharedLink
from darbigas_kopienas.submissions.models import Draft, Submission
from darbigas_kopienas.values import clock
from guidelines.models import Guideline
from resource_centre.models import Centre
from seminars.models import Engagement, EvaluationTicket, Seminar, Trainer
from seminars.plan.services import plan_seminar

pytestmark = pytest.mark.django_db

DEEDS = "told in “What I did”"
TABLES = {
    "account.EmailAddress.email": "addresses",
    "account.EmailAddress.user": "addresses",
    "administration.Duplicate.other_person": "duplicates",
    "administration.Duplicate.target_person": "duplicates",
    "administration.ErasureRequest.person": "erasure_requests",
    "administration.RoleInvitation.email": "role_invitations",
    "audit.Entry.actor_id": "actions",
    "budget.Expense.added_by": "expenses",
    "budget.ExpenseEditor.user": "expenses",
    "evidence.Document.uploaded_by": "documents",
    "evidence.FileOpening.user_id": "files_opened",
    "guidelines.Guideline.written_by": "guidelines",
    "guidelines.GuidelineEditor.user": "guidelines",
    "jobs.Job.requested_by": "jobs",
    "mailing.OutgoingMail.to_email": "letters",
    "mailing.OutgoingMail.user": "letters",
    "mfa.Authenticator.user": "second_factors",
    "participation.Answer.registration": "answers",
    "participation.Attendance.registration": "attendances",
    "participation.CalendarFeed.user": "calendar",
    "participation.Invitation.email": "invitations",
    "participation.Invitation.registration": "invitations",
    "participation.Registration.email": "registrations",
    "participation.Registration.person": "registrations",
    "participation.Registration.registered_by": "registered_for_others",
    "people.BrowserSession.user": "signed_in",
    "people.Consent.person": "consents",
    "people.NoticeReading.user": "notices_read",
    "people.Person.email": "account",
    "people.Person.merged_into": "duplicates",
    "people.Person.user": "account",
    "people.SchoolContact.user": "school_contact",
    "people.User.email": "account",
    "programme.Membership.user": "roles",
    "programme.PartyContact.email": "party_contact",
    "programme.PartyContact.phone": "party_contact",
    "reports.SharedLink.made_by": "view_links",
    "resource_centre.Centre.contact_email": "centre_contact",
    "seminars.Certificate.registration": "certificates",
    "seminars.EvaluationTicket.registration": "evaluations",
    "seminars.Seminar.contact_email": "seminar_contact",
    "seminars.Trainer.email": "trainer_profile",
    "submissions.Draft.user": "drafts",
    "submissions.Submission.user": "sent_forms",
}
ELSEWHERE = {
    "account.EmailConfirmation.email_address": "a way to confirm an address, which is told in “addresses”",
    "activities.Activity.created_by": DEEDS,
    "admin.LogEntry.user": "of whoever keeps the machine: their own first page there lists it",
    "administration.DestructionAct.approved_by": DEEDS,
    "administration.DestructionAct.drafted_by": DEEDS,
    "administration.Duplicate.decided_by": DEEDS,
    "administration.Duplicate.undone_by": DEEDS,
    "administration.ErasureRequest.answered_by": DEEDS,
    "administration.ErasureRequest.asked_by": DEEDS,
    "administration.RoleInvitation.invited_by": DEEDS,
    "budget.Expense.booked_by": DEEDS,
    "budget.FundingSource.resolved_by": DEEDS,
    "budget.Payment.recorded_by": DEEDS,
    "guidelines.Guideline.published_by": DEEDS,
    "participation.Attendance.settled_by": DEEDS,
    "participation.Invitation.invited_by": DEEDS,
    "participation.SignedSheet.filed_by": DEEDS,
    "people.PrivacyNotice.published_by": DEEDS,
    "people.RetentionPeriod.set_by": DEEDS,
    "people.SchoolContact.granted_by": DEEDS,
    "programme.Closing.closed_by": DEEDS,
    "programme.Membership.ended_by": DEEDS,
    "programme.Membership.given_by": DEEDS,
    "programme.Reopening.answered_by": DEEDS,
    "programme.Reopening.asked_by": DEEDS,
    "reports.Report.requested_by": DEEDS,
    "reports.Report.submitted_by": DEEDS,
    "reports.SharedLink.ended_by": DEEDS,
    "seminars.Certificate.ended_by": DEEDS,
    "seminars.Certificate.issued_by": DEEDS,
    "seminars.Engagement.asked_by": DEEDS,
    "seminars.SeminarTemplate.made_by": DEEDS,
}


def of_people() -> set[str]:
    """Each column that leads to an account, a person or their place, or holds an address."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and not field.many_to_many and _is_of_people(field)
    }


def _is_of_people(field: Any) -> bool:
    if field.is_relation and field.related_model in {User, Person, Registration}:
        return True
    return isinstance(field, models.EmailField) or any(
        word in field.name for word in ("mail_to", "email", "phone", "actor_id", "user_id")
    )


NO_ADDRESSES = {"people.Person.email_verified_at"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(date(2020, 6, 10)), override("lv"):
        yield


def test_every_column_about_people_is_told_or_says_where() -> None:
    known = {**TABLES, **ELSEWHERE}
    columns = of_people() - NO_ADDRESSES
    assert {"untold": sorted(columns - set(known)), "gone": sorted(set(known) - columns)} == {"untold": [], "gone": []}
    assert not TABLES.keys() & ELSEWHERE.keys()


def test_every_table_that_is_named_is_there(janis: User) -> None:
    tables = own_tables(janis)
    assert set(TABLES.values()) - set(tables) == set()
    for key, table in tables.items():
        assert (key, len(table.keys)) == (key, len(table.columns))
        assert len(set(table.keys)) == len(table.keys)


@pytest.fixture
def seminar(ilze: User, in_daugavpils: Scope, components: Any) -> Seminar:
    return planned(ilze, in_daugavpils, 3)


def planned(by: User, scope: Scope, days: int) -> Seminar:
    starts = clock.now() + timedelta(days=days)
    return plan_seminar(
        by=by, scope=scope, title_lv="Seminārs", starts_at=starts, ends_at=starts + timedelta(hours=4),
        is_published=True,
    )  # fmt: skip


def one_more(user: User, seminar: Seminar, number: int, marta: User) -> None:
    """A row more in each table."""
    seminar = planned(marta, seminar.scope, number + 3)
    activity, programme = seminar.activity, seminar.activity.programme
    scope: dict[str, Any] = {"programme": programme, "municipality": activity.municipality}
    person, session = person_of(user), activity.sessions.get()
    place = Registration.objects.create(
        activity=activity, name="=1+1", email=f"janis+{number}@example.lv", person=person, state="confirmed",
        verified_at=clock.now(),
    )  # fmt: skip
    question = Question.objects.create(enrolment=activity.enrolment, text_lv="Ko ēdat?", order=number)
    Answer.objects.create(registration=place, question=question, value="Zupu")
    Attendance.objects.create(registration=place, session=session, hours=Decimal(6), at=session.starts_at)
    EvaluationTicket.objects.create(registration=place)
    trainer = Trainer.objects.create(**scope, name=f"Jānis {number}", email=user.email)
    Engagement.objects.create(seminar=seminar, trainer=trainer, fee=Decimal("80.00"))
    Invitation.objects.create(activity=activity, email=f"{number}@example.lv", name="Jānis K.")
    Draft.objects.create(user=user, form_key=f"budget:expense_{number}")
    Submission.objects.create(user=user, form="budget:expense_add")
    EmailAddress.objects.create(user=user, email=f"janis{number}@skola.lv", verified=False)
    document = Document.objects.create(
        **scope, kind="receipt", state="stored", title="Kalna čeks", file=f"{number}.pdf", size=1, uploaded_by=user
    )
    FileOpening.objects.create(document=document, user_id=user.pk, how="shown", programme_id=programme.pk)
    Job.objects.create(kind="reports.make", requested_by=user, unique_key=f"x{number}")
    Guideline.objects.create(**scope, component=activity.component, title_lv=f"Vadlīnija {number}", written_by=user)
    OutgoingMail.objects.create(to_email=user.email, user=user, template="x", unique_key=f"x{number}")
    MailChoice.objects.create(address_key=keys_of(user.email)[0], topic=list(Topic)[number])
    expense = Expense.objects.create(
        **scope, supplier_name="Slepenais Piegādātājs", document_number=f"K-{number}", document_on=clock.today(),
        total=Decimal(1), added_by=marta,
    )  # fmt: skip
    funder = Organisation.objects.get(kind="funder")
    facts: dict[str, Any] = {"kind": "grant", "amount": Decimal(1000), "name_en": "Grant"}
    source, _new = FundingSource.objects.get_or_create(
        programme=programme, organisation=funder, name_lv="Granti", defaults=facts
    )
    of_component = {"name_lv": "Telpas", "name_en": "Rooms", "component": activity.component}
    line, _new = BudgetLine.objects.get_or_create(programme=programme, code="1.1", defaults=of_component)
    ExpenseShare.objects.create(expense=expense, line=line, source=source, amount=Decimal(1))
    ExpenseEditor.objects.create(expense=expense, user=user)
    SharedLink.objects.create(
        programme=programme, for_whom="Slepenā Revidente", made_by=user, expires_at=clock.now() + timedelta(days=1)
    )
    PartyContact.objects.create(programme=programme, party=programme.parties.get(), name="J", email=user.email)
    other = Person.objects.create(name="Slepenais Dubultnieks", email=f"dubults{number}@example.lv")
    Duplicate.objects.create(state="different", target_person=person, other_person=other, decided_by=marta)
    ErasureRequest.objects.create(person=person, state="withdrawn_erasure", answered_at=clock.now())
    Consent.objects.create(person=person, kind="people.school_hours", about=f"{number}")
    notice = PrivacyNotice.objects.create(version=number + 1, body_lv="T", body_en="T", valid_from=clock.today())
    NoticeReading.objects.create(user=user, notice=notice)
    record(by=marta, verb="person.edited", obj=person)


@pytest.fixture
def address_of_janis(janis: User, seminar: Seminar, in_daugavpils: Scope) -> None:
    Seminar.objects.filter(pk=seminar.pk).update(contact_email=janis.email)
    Centre.objects.create(
        programme_id=in_daugavpils.programme_id, municipality_id=in_daugavpils.municipality_id, name_lv="Mezgls",
        contact_email=janis.email,
    )  # fmt: skip


@pytest.mark.usefixtures("address_of_janis")
def test_tables_are_filled_by_as_many_statements_whatever_there_is_and_name_nobody_else(
    janis: User, marta: User, seminar: Seminar
) -> None:
    numbers = []
    for rows in (1, 2, 3):
        one_more(janis, seminar, rows, marta)
        if rows != 2:
            with CaptureQueriesContext(connection) as caught:
                tables = own_tables(User.objects.get(pk=janis.pk))
            numbers.append(len(caught))
    assert numbers[0] == numbers[1]
    empty = {key for key, table in tables.items() if not table.rows}
    assert empty <= {
        "second_factors", "signed_in", "school_contact", "calendar", "registered_for_others", "certificates",
        "role_invitations", "invitations", "actions",
    }  # fmt: skip
    text = as_json(janis).decode()
    assert "Slepen" not in text
    assert "dubults" not in text
    assert marta.name not in text


@pytest.mark.usefixtures("address_of_janis")
def test_cells_of_the_workbook_are_texts_and_never_formulas(janis: User, marta: User, seminar: Seminar) -> None:
    one_more(janis, seminar, 1, marta)
    book = load_workbook(io.BytesIO(as_workbook(janis)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("1+1" in str(cell.value) for cell in cells)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_what_others_did_to_one_s_data_is_told_and_what_one_did_is_not_told_twice(janis: User, marta: User) -> None:
    person = person_of(janis)
    record(by=marta, verb="person.edited", obj=person)
    record(by=janis, verb="person.corrected", obj=person)
    record(by=marta, verb="account.named", obj=janis)
    Entry.objects.create(actor_id=None, verb="person.merged", object_label="people.person", object_id=str(person.pk))
    assert len(own_tables(janis)["done_by_others"].rows) == 3
