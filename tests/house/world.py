"""The furnished database: the demonstration, and beside it one private row of each kind in two municipalities.

Made once for the run; `World` says what the rows are called in addresses, and in whose sessions they are looked at.
"""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client

from budget.models import Expense, FundingSource
from community_events.models import CommunityEvent
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.administration.models import DestructionAct, ErasureRequest
from darbigas_kopienas.administration.people.duplicates import services as duplicates
from darbigas_kopienas.administration.programme import first_start
from darbigas_kopienas.administration.roles.invitations import invite, link_token
from darbigas_kopienas.administration.roles.models import RoleInvitation
from darbigas_kopienas.evidence.models import Document, Logo
from darbigas_kopienas.evidence.services import stage, store_bytes
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.mailing import unsubscribe
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.attendance.sheet_code import code_of
from darbigas_kopienas.participation.models import Invitation, Registration, SchoolSpelling
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import Municipality, Organisation, Person, SchoolContact, User
from darbigas_kopienas.people.sessions import LONGEST, PAUSE
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.facts.kinds import fact_kinds
from darbigas_kopienas.programme.models import Closing, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import ask_reopening
from darbigas_kopienas.reports import freeze
from darbigas_kopienas.reports.freeze import figures_of
from darbigas_kopienas.reports.models import Rendering, SharedLink
from darbigas_kopienas.reports.shared import contents
from darbigas_kopienas.reports.shared.tokens import token_of
from darbigas_kopienas.values import clock, signed_tokens
from guidelines.models import Guideline
from resource_centre.models import Centre, Purchase
from seminars.catalogue import services as catalogue
from seminars.certificates.views.check import NOTHING
from seminars.evaluation.links import evaluation_token
from seminars.materials import services as materials
from seminars.models import Certificate, EvaluationTicket, Seminar
from seminars.plan import services as plan
from seminars.trainers import services as trainers
from tests.builders import register
from tests.cast import join, make_user
from tests.evidence.files import picture, upload
from tests.machine import RUN

FILE = RUN / "world.json"
OWN, FOREIGN = "daugavpils", "rezeknes-novads"  # ilze's and anna's, karlis's
MISSING = 2_000_000_000


@dataclass(frozen=True)
class World:
    """`rows[municipality][kind]` fills an address; `sessions[name]` is the cookie of who has signed in."""

    rows: dict[str, dict[str, Any]]
    sessions: dict[str, str]

    @classmethod
    def load(cls) -> "World":
        return cls(**json.loads(FILE.read_text()))

    def kwargs(self, names: list[str], municipality: str | None) -> dict[str, Any]:
        """What fills the address; None fills it with a row that does not exist."""
        filled: dict[str, Any] = {}
        for name in names:
            argument, _equals, kind = name.partition("=")
            if municipality is not None:
                filled[argument] = self.rows[municipality].get(kind, kind)
            else:
                absent = {"report": "AAAABBBBCCCC", "job": uuid4(), "programme": "nav"}
                filled[argument] = absent.get(kind, MISSING if kind in self.rows[OWN] else kind)
        return filled


def make() -> None:
    """Called once, in a process of its own (tests/databases.py)."""
    maker = Maker()
    sessions = {}
    for name, user in maker.users.items():
        client = Client()
        client.force_login(user)
        session = client.session
        session[PAUSE] = int(LONGEST.total_seconds())  # a long run is longer than the pause of whoever works
        session.save()
        sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    FILE.write_text(json.dumps({"rows": maker.rows, "sessions": sessions}, default=str))


class Maker:
    """One private row of each kind in Daugavpils and in Rēzeknes novads."""

    def __init__(self) -> None:
        self.programme = Programme.objects.get(code="dk-demo")
        self.users = {name: User.objects.get(email=f"{name}@example.lv") for name in
                      ("janis", "ilze", "anna", "karlis", "marta", "emma")}  # fmt: skip
        self.users["olga"] = join(
            make_user("olga@example.lv", "Olga Krūmiņa"), self.programme, Role.AUDITOR, ends_on=date(2099, 12, 31)
        )
        self.users["admin"] = User.objects.create_superuser("admin@example.lv", None)
        self.rows = {municipality: self._rows_of(municipality) for municipality in (OWN, FOREIGN)}

    def _rows_of(self, municipality: str) -> dict[str, Any]:
        here = {"programme": self.programme, "municipality__code": municipality}
        through = {f"activity__{name}": value for name, value in here.items()}
        event = CommunityEvent.objects.filter(**through).latest("activity__starts_on")
        with_seats = Seminar.objects.exclude(activity__registrations__state="waiting")  # the last may be the full one
        seminar = with_seats.filter(**through).latest("activity__starts_on")
        Activity.objects.filter(pk__in=[event.activity_id, seminar.activity_id]).update(is_public=False)
        centre = Centre.objects.get(**here)
        Centre.objects.filter(pk=centre.pk).update(is_published=False)
        scope = Scope(self.programme.pk, centre.municipality_id)
        author = self.users["ilze" if municipality == "daugavpils" else "karlis"]
        guideline = Guideline.objects.create(
            programme=self.programme, municipality=centre.municipality, title_lv="Melnraksts", body_lv="Teksts",
            component=self.programme.components.get(label="4"), written_by=author,
        )  # fmt: skip
        closing = Closing.objects.create(
            programme=self.programme, municipality=centre.municipality, kind="money",
            starts_on=date(2001, 1, 1), ends_on=date(2001, 1, 2),
        )  # fmt: skip
        report = freeze.freeze(
            by=author, scope=scope, starts_on=self.programme.starts_on, ends_on=self.programme.ends_on
        )
        stored_file = store_bytes(
            by=author, content=b"%PDF-1.7", name="p.pdf", content_type="application/pdf", scope=scope, kind="report"
        )
        Rendering.objects.create(
            report=report, language="lv", format="pdf", document=stored_file, sha256=stored_file.sha256
        )
        registration = self._registration(seminar, author)
        certificate = self._certificate(seminar, registration)
        session = Session.objects.filter(activity=seminar.activity_id).earliest("pk")
        school = Organisation.objects.filter(municipality=centre.municipality, kind="kindergarten").latest("pk")
        speaker = self.users["janis" if municipality == "daugavpils" else "karlis"]
        contact = SchoolContact.objects.create(organisation=school, user=speaker, starts_on=date(2020, 1, 1))
        return {
            "school": school.pk,
            "school_contact": contact.pk,
            "certificate": certificate.pk,
            "certificate_code": certificate.code,
            "mail_choice": signed_tokens.token(unsubscribe.LINK, self._mail(registration).pk),
            "evaluation": evaluation_token(EvaluationTicket.objects.create(registration=registration)),
            "odd": self._odd(registration, session),
            "unfiled": self._unfiled(author, scope),
            "sheet_code": code_of(session.pk, 1),
            "taking_part": seminar.activity_id,
            "registration": registration.pk,
            "invitation": signed_tokens.token(links.INVITATION, self._invitation(seminar).pk),
            "question": participation.ask(
                by=author, activity=seminar.activity, kind="yes_no", text_lv="Vai brauksiet?"
            ).pk,
            "event": event.pk,
            "seminar": seminar.pk,
            **self._of_seminar(seminar, author),
            "session": session.pk,
            "activity": event.activity_id,
            "centre": centre.pk,
            "purchase": Purchase.objects.filter(centre=centre).first().pk,  # type: ignore[union-attr]  # the world has one
            "guideline": guideline.pk,
            "closing": closing.pk,
            "reopening": ask_reopening(by=author, closing=closing, reason="Trūkst rēķina").pk,
            "expense": Expense.objects.filter(**here).earliest("pk").pk,
            "receipt": Document.objects.filter(**here, kind="receipt").earliest("pk").pk,
            "photo": self._private_photo(here, author, scope),
            "logo_picture": Logo.objects.filter(programme=self.programme)[0].document_id,
            "report": report.code,
            "job": Job.objects.create(kind="reports.render", requested_by=author, unique_key=str(uuid4())).pk,
            "place": signed_tokens.token(links.PLACE, registration.pk),
            "mailed": signed_tokens.token(links.MAILED, registration.pk),
            "new_address": links.new_address_url(registration, "new@example.lv").rstrip("/").rsplit("/", 1)[-1],
            "feed": participation.renew_feed(by=author).token,
            "source": FundingSource.objects.filter(programme=self.programme, kind="municipal").get().pk,
            "programme": self.programme.code,
            "programme_pk": self.programme.pk,
            "role": self._narrow_role(municipality),
            "first_link": first_start.first_token(),
            "role_invitation": (invited := self._invited_to_a_role(author, centre.municipality)).pk,
            "role_link": link_token(invited),
            "municipality": centre.municipality_id,
            "organisation": school.pk,
            **self._of_registers(school, author, seminar),
            **self._shared_link(),
            **self._of_privacy(scope, author),
            **{f"{kind.room}:{kind.name}": kind.rows(self.programme.pk)[0].pk for kind in fact_kinds()},
        }

    def _of_seminar(self, seminar: Seminar, author: User) -> dict[str, int]:
        trainer = trainers.add_trainer(by=author, scope=seminar.scope, name="Prof. Ozols")
        engagement = trainers.engage(by=author, seminar=seminar, trainer=trainer)
        material = materials.hand_out(by=author, seminar=seminar, title_lv="Lapa", url="https://example.lv/")
        template = plan.save_template(by=author, seminar=seminar, name="Veidne")
        training = catalogue.add_training_programme(
            by=author, scope=seminar.scope, title_lv="Programma", academic_hours=6
        )
        return {
            "engagement": engagement.pk,
            "material": material.pk,
            "template": template.pk,
            "training": training.pk,
        }

    def _of_registers(self, school: Organisation, author: User, seminar: Seminar) -> dict[str, int]:
        """Entered by a colleague: two who look like one, and two who were one."""
        place = school.municipality
        first, second, third, fourth = (
            Person.objects.create(name=name, organisation=school, entered_for=place)
            for name in ("Zigrīda Egle", "Egle Zigrīda", "Zita Oša", "Oša Zita")
        )
        merged = duplicates.merge_people(
            by=author, programme=self.programme, first=third, second=fourth, note="Viena persona"
        )
        other = Organisation.objects.filter(municipality=place).exclude(pk=school.pk).earliest("pk")
        spelling = SchoolSpelling.objects.create(
            programme=self.programme, municipality=place, text="vsk. aiz tilta", folded="vsk. aiz tilta",
            organisation=other,
        )  # fmt: skip
        return {
            "person": first.pk, "other_person": second.pk, "duplicate": merged.pk, "other_organisation": other.pk,
            "spelling": spelling.pk,
        }  # fmt: skip

    def _of_privacy(self, scope: Scope, author: User) -> dict[str, int]:
        """A request that a colleague wrote down, and an approved act; the notice is everybody's."""
        person = Person.objects.create(name="Zenta Auziņa", entered_for_id=scope.municipality_id)
        asked = ErasureRequest.objects.create(person=person, is_own=False, note="Zvans", asked_by=self.users["marta"])
        paper = store_bytes(
            by=author, content=b"%PDF-1.7", name="akts.pdf", content_type="application/pdf", scope=scope, kind="other"
        )
        act = DestructionAct.objects.create(
            programme_id=scope.programme_id, municipality_id=scope.municipality_id, year=2020,
            number=scope.municipality_id or 0, place="Daugavpils", basis="Likums", drafted_by=self.users["marta"],
            state="approved_act", approved_by=author, approved_at=clock.now(), document=paper,
        )  # fmt: skip
        return {"erasure_request": asked.pk, "destruction_act": act.pk, "notice": 1}

    def _shared_link(self) -> dict[str, object]:
        """Of the whole programme, so the same for both."""
        link = SharedLink.objects.earliest("pk")
        report = contents.reports_of(link)[0]
        cited = {record for figure in figures_of(report).traceable().values() for record in figure.records}
        expenses = [record.pk for record in cited if record.label == "budget.expense"]
        proof = contents.proofs_of(report, expenses).earliest("pk")
        return {
            "shared_link": link.pk, "shared_token": token_of(link), "shared_code": report.code,
            "shared_document": proof.pk,
        }  # fmt: skip

    def _registration(self, seminar: Seminar, author: User) -> Registration:
        """Somebody whom only the seminar's own municipality may know by name."""
        return register(by=author, activity=seminar.activity, name="Zenta Ziediņa", email="zenta@example.lv")

    def _certificate(self, seminar: Seminar, registration: Registration) -> Certificate:
        return Certificate.objects.create(
            seminar=seminar, registration=registration, kind="attendance", number=f"X-{registration.pk}",
            holder=registration.name, hours=Decimal(1), facts=NOTHING, issued_on=date(2021, 1, 1),
        )  # fmt: skip

    def _odd(self, registration: Registration, session: Session) -> int:
        with clock.frozen(session.starts_at):
            odd = participation.record_attendance(
                by=SYSTEM, registration=registration, session=session, via="wall_code", oddity="same_device"
            )
        return odd.pk

    def _narrow_role(self, municipality: str) -> int:
        here = Municipality.objects.get(code=municipality)
        recorder = join(make_user(f"{municipality}@example.lv", "Ieva Liepiņa"), self.programme, Role.CHECK_IN, here)
        return recorder.memberships.get().pk

    def _unfiled(self, author: User, scope: Scope) -> int:
        return stage(by=author, upload=upload(picture(), "a.jpg"), scope=scope, kind="attendance_sheet").pk

    def _mail(self, registration: Registration) -> OutgoingMail:
        """An invitation that was sent; whoever has its link chooses which e-mails they want."""
        return OutgoingMail.objects.create(
            to_email="jana@example.com", template="invitation", unique_key=f"sent:{registration.pk}", state="sent"
        )

    def _invitation(self, seminar: Seminar) -> Invitation:
        return Invitation.objects.create(activity=seminar.activity, name="Zigurds", email="zigurds@example.lv")

    def _invited_to_a_role(self, author: User, municipality: Municipality | None) -> RoleInvitation:
        return invite(by=author, programme=self.programme, email="zelta@example.lv", role="check_in",
                      municipality=municipality)  # fmt: skip

    def _private_photo(self, here: dict[str, Any], author: User, scope: Scope) -> int:
        """The demonstration's; on some days it has none there."""
        photo = Document.objects.filter(**here, kind="photo").order_by("pk").first() or store_bytes(
            by=author, content=picture(), name="p.jpg", content_type="image/jpeg", scope=scope, kind="photo"
        )
        Document.objects.filter(pk=photo.pk).update(consent="unknown")
        return photo.pk
