"""One private row of each kind in Daugavpils, made when it is first asked for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from budget.models import BudgetLine, Expense, FundingSource
from budget.services import ShareOf, add_expense
from community_events import services as events
from community_events.models import CommunityEvent
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.administration.models import (
    Decision,
    DestructionAct,
    Duplicate,
    ErasureRequest,
    Milestone,
    RoleInvitation,
)
from darbigas_kopienas.administration.people.duplicates import services as duplicates
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Attendance, Question, Registration, SchoolSpelling
from darbigas_kopienas.people.models import Organisation, Person, SchoolContact, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Closing, Component, Membership, Programme, Reopening
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports.freeze import freeze
from darbigas_kopienas.reports.models import Report, SharedLink
from darbigas_kopienas.reports.shared import services as shared
from darbigas_kopienas.values import clock
from guidelines import services as guidelines
from guidelines.models import Guideline
from resource_centre import services as centres
from resource_centre.models import Centre, Purchase
from seminars.certificates import services as certificates
from seminars.materials import services as materials
from seminars.models import Certificate, Engagement, Material, Seminar, SeminarTemplate, Trainer, TrainingProgramme
from seminars.plan import services as plan
from seminars.trainers import services as trainers
from tests.builders import approved, implementer, register, signing
from tests.cast import make_user
from tests.evidence.files import picture, upload

DAY = date(2020, 6, 9)  # yesterday of the tests' clock
NEXT = DAY + timedelta(days=9)
TEN = datetime.combine(NEXT, time(10), clock.RIGA)
TWO = datetime.combine(NEXT, time(14), clock.RIGA)


@dataclass
class Rows:
    """Made as the portal itself, but for what has an owner: that is Ilze's."""

    programme: Programme
    scope: Scope
    ilze: User
    janis: User

    @cached_property
    def component(self) -> Component:
        return self.programme.components.get(label="6")

    @cached_property
    def decision(self) -> Decision:
        return Decision.objects.create(
            programme=self.programme, municipality_id=self.scope.municipality_id, kind="agreement", summary_lv="Līgums"
        )

    @cached_property
    def milestone(self) -> Milestone:
        return Milestone.objects.create(
            programme=self.programme, municipality_id=self.scope.municipality_id, name_lv="Nodošana", due_on=DAY
        )

    @cached_property
    def invitation(self) -> RoleInvitation:
        return RoleInvitation.objects.create(
            email="liga@example.org", programme=self.programme, municipality_id=self.scope.municipality_id,
            role="check_in", invited_by=self.ilze,
        )  # fmt: skip

    @cached_property
    def lost_mail(self) -> OutgoingMail:
        """Came back, and nobody has settled it."""
        return OutgoingMail.objects.create(
            to_email="liga@example.org", template="registration_confirmed", language="lv", unique_key="lost",
            programme=self.programme, municipality_id=self.scope.municipality_id, state="bounced", error="5.1.1",
        )  # fmt: skip

    @cached_property
    def role(self) -> Membership:
        """Of somebody who approves expenses there."""
        return Membership.objects.create(
            user=make_user("role@example.lv", "Zane"), programme=self.programme, role=Role.STAFF,
            municipality_id=self.scope.municipality_id, starts_on=DAY,
        )  # fmt: skip

    @cached_property
    def entered(self) -> Person:
        """Somebody in the register, entered by a colleague."""
        return Person.objects.create(
            name="Zane Zile", organisation=self.school, entered_for_id=self.scope.municipality_id
        )

    @cached_property
    def entered_twice(self) -> Person:
        return Person.objects.create(name="Zile Zane", entered_for_id=self.scope.municipality_id)

    @cached_property
    def merged(self) -> Duplicate:
        """Two of the register who are one."""
        first, second = (
            Person.objects.create(name=name, entered_for_id=self.scope.municipality_id) for name in ("Ina", "Inna")
        )
        return duplicates.merge_people(
            by=self.ilze, programme=self.programme, first=first, second=second, note="Viena persona"
        )

    @cached_property
    def erasure_request(self) -> ErasureRequest:
        return ErasureRequest.objects.create(person=self.entered, is_own=False, note="Zvans")

    @cached_property
    def own_request(self) -> ErasureRequest:
        return ErasureRequest.objects.create(person=person_of(self.janis), asked_by=self.janis)

    @cached_property
    def act(self) -> DestructionAct:
        return DestructionAct.objects.create(
            programme=self.programme, municipality_id=self.scope.municipality_id, year=2020, number=77,
            place="Daugavpils", basis="Likums", drafted_by=self.janis,
        )  # fmt: skip

    @cached_property
    def spelling(self) -> SchoolSpelling:
        return SchoolSpelling.objects.create(
            programme=self.programme, municipality_id=self.scope.municipality_id, text="3. vsk.", folded="3. vsk.",
            organisation=self.school,
        )  # fmt: skip

    @cached_property
    def view_link(self) -> SharedLink:
        return shared.make_link(
            by=SYSTEM, programme=self.programme, for_whom="Valsts kontrole", last_on=clock.today(),
            shows_documents=False, language="lv", reports=[],
        )  # fmt: skip

    @cached_property
    def other_school(self) -> Organisation:
        return Organisation.objects.create(
            kind="school", name_lv="Daugavpils 3. vsk.", municipality_id=self.scope.municipality_id
        )

    @cached_property
    def school(self) -> Organisation:
        return Organisation.objects.create(
            kind="school", name_lv="Daugavpils 3. vidusskola", municipality_id=self.scope.municipality_id
        )

    @cached_property
    def contact(self) -> SchoolContact:
        return SchoolContact.objects.create(organisation=self.school, user=self.janis, starts_on=date(2020, 1, 1))

    @cached_property
    def seminar(self) -> Seminar:
        return plan.plan_seminar(
            by=self.ilze, scope=self.scope, title_lv="Slepens seminārs", starts_at=TEN, ends_at=TWO
        )

    @cached_property
    def activity(self) -> Activity:
        return self.seminar.activity

    @cached_property
    def session(self) -> Session:
        return self.activity.sessions.get()

    @cached_property
    def registration(self) -> Registration:
        return register(by=SYSTEM, activity=self.activity, name="Jānis", person=person_of(self.janis))

    @cached_property
    def cancelled(self) -> Registration:
        return participation.cancel_registration(by=SYSTEM, registration=self.registration)

    @cached_property
    def attendance(self) -> Attendance:
        with clock.frozen(max(clock.now(), self.session.starts_at)):
            return participation.record_attendance(
                by=SYSTEM, registration=self.registration, session=self.session, oddity=Attendance.Oddity.SAME_DEVICE
            )

    @cached_property
    def question(self) -> Question:
        return participation.ask(by=SYSTEM, activity=self.activity, kind="yes_no", text_lv="Vai brauksiet?")

    @cached_property
    def template(self) -> SeminarTemplate:
        return plan.save_template(by=SYSTEM, seminar=self.seminar, name="Ģimenes")

    @cached_property
    def training(self) -> TrainingProgramme:
        return approved(self.programme, self.programme.partnerships.earliest("order").municipality)

    @cached_property
    def trainer(self) -> Trainer:
        return trainers.add_trainer(by=SYSTEM, scope=self.scope, name="Velga", email="velga@example.lv")

    @cached_property
    def engagement(self) -> Engagement:
        return trainers.engage(by=SYSTEM, seminar=self.seminar, trainer=self.trainer)

    @cached_property
    def material(self) -> Material:
        return materials.hand_out(by=SYSTEM, seminar=self.seminar, title_lv="Lapas", url="https://example.lv/")

    @cached_property
    def held(self) -> Seminar:
        """Yesterday, with Jānis there and an implementer who issues papers."""
        implementer(self.programme)
        begins = datetime.combine(DAY, time(10), clock.RIGA)
        run = plan.plan_seminar(
            by=self.ilze, scope=self.scope, title_lv="Notikušais", starts_at=begins, ends_at=begins + timedelta(hours=4)
        )
        place = register(by=SYSTEM, activity=run.activity, name="Jānis", person=person_of(self.janis))
        participation.record_attendance(by=SYSTEM, registration=place, session=run.activity.sessions.get())
        plan.mark_seminar_held(by=SYSTEM, seminar=run, held_on=DAY)
        return Seminar.objects.get(pk=run.pk)

    @cached_property
    def certificate(self) -> Certificate:
        return next(iter(certificates.issue(by=SYSTEM, seminar=self.held, signing=signing(clock.today())).made))

    @cached_property
    def event(self) -> CommunityEvent:
        return events.plan_event(
            by=self.ilze, scope=self.scope, title="Slepena talka", starts_on=DAY, type="mobilisation"
        )

    @cached_property
    def photo(self) -> Document:
        return evidence.stage(by=self.ilze, upload=upload(picture(), "a.jpg"), scope=self.scope, kind="photo")

    @cached_property
    def centre(self) -> Centre:
        return centres.add_centre(by=SYSTEM, scope=self.scope, name_lv="Mezgls")

    @cached_property
    def purchase(self) -> Purchase:
        return centres.record_purchase(by=SYSTEM, centre=self.centre, description_lv="Galds", amount=Decimal(50))

    @cached_property
    def guideline(self) -> Guideline:
        component = self.programme.components.get(label="4")
        return guidelines.write(by=self.ilze, scope=self.scope, component=component, title_lv="Melnraksts")

    @cached_property
    def source(self) -> FundingSource:
        return FundingSource.objects.create(
            programme=self.programme, municipality_id=self.scope.municipality_id, organisation=self.school,
            kind=FundingSource.Kind.MUNICIPAL, name_lv="Dome", amount=Decimal(1000), amount_stated_words="simts eiro",
            documents_from=date(2020, 1, 1), documents_to=date(2020, 12, 31),
        )  # fmt: skip

    @cached_property
    def shares(self) -> list[ShareOf]:
        line = BudgetLine.objects.create(
            programme=self.programme, component=self.programme.components.get(label="3"), code="3.1", name_lv="Talkas"
        )
        return [ShareOf(line, self.source, Decimal(10))]

    @cached_property
    def expense(self) -> Expense:
        return add_expense(
            by=self.ilze, scope=self.scope, shares=self.shares, supplier_name="SIA Dārzs", document_number="A-1",
            document_on=DAY, total=Decimal(10),
        )  # fmt: skip

    @cached_property
    def closing(self) -> Closing:
        return Closing.objects.create(
            programme=self.programme, municipality_id=self.scope.municipality_id, kind="money",
            starts_on=date(2019, 4, 1), ends_on=date(2019, 4, 30),
        )  # fmt: skip

    @cached_property
    def reopening(self) -> Reopening:
        return Reopening.objects.create(
            closing=self.closing, programme=self.programme, municipality_id=self.scope.municipality_id,
            asked_by=self.ilze, reason="Trūkst rēķina",
        )  # fmt: skip

    @cached_property
    def report(self) -> Report:
        return freeze(by=SYSTEM, scope=self.scope, starts_on=date(2020, 1, 1), ends_on=DAY)

    @cached_property
    def own_report(self) -> Report:
        """A draft that Ilze had made."""
        return freeze(by=self.ilze, scope=self.scope, starts_on=date(2020, 1, 1), ends_on=DAY)

    @property
    def document(self) -> dict[str, Any]:
        """What is written down from a receipt."""
        return {"supplier_name": "SIA", "document_number": "B-2", "document_on": DAY, "total": Decimal(10)}
