"""Every address × role × verb × own, foreign and missing object, held against the table in `access_table.py`.

An address that is not in the table fails, so nobody adds a page without saying who may see it.
The table is written by people, against the programme's rules of access; it is never made from what the code does.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from budget.models import Expense, FundingSource
from community_events.models import CommunityEvent
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.evidence.services import stage, store_bytes
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.participation import links
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Invitation, Registration
from darbigas_kopienas.participation.papers.codes import code_of
from darbigas_kopienas.people.models import Organisation, SchoolContact, User
from darbigas_kopienas.programme import visitors
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Closing, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import freeze
from darbigas_kopienas.reports.models import Rendering
from guidelines.models import Guideline
from resource_centre.models import Centre, Purchase
from seminars import services as seminar_services
from seminars.letters import evaluation_token
from seminars.models import Certificate, EvaluationTicket, Seminar
from seminars.views.checking import NOTHING
from tests.cast import join, make_user
from tests.evidence.files import picture, upload
from tests.house.access_table import NOT_OURS, ROLES, TABLE
from tests.registering import register

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MISSING = 2_000_000_000
MOST_STATEMENTS = 10
ONE_MORE = "home:front admin"  # whoever has a role in no programme: after the question for roles, one for programmes
AROUND = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")  # the test's own


def _addresses(patterns: list[Any] | None = None, space: str = "") -> Iterator[str]:
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from _addresses(one.url_patterns, space + (f"{one.namespace}:" if one.namespace else ""))
        elif isinstance(one, URLPattern) and one.name:
            yield space + one.name


def test_every_address_stands_in_the_table() -> None:
    ours = {name for name in _addresses() if not name.startswith(NOT_OURS)}
    assert ours == {name for name, _verb in TABLE}


class World:
    """One private row of each kind in Daugavpils (ilze's and anna's) and in Rēzeknes novads (karlis's)."""

    def __init__(self) -> None:
        self.programme = Programme.objects.get(code="dk-demo")
        self.users = {name: User.objects.get(email=f"{name}@example.lv") for name in
                      ("janis", "ilze", "anna", "karlis", "marta", "emma")}  # fmt: skip
        self.users["olga"] = join(
            make_user("olga@example.lv", "Olga Krūmiņa"), self.programme, Role.AUDITOR, ends_on=date(2099, 12, 31)
        )
        self.users["admin"] = User.objects.create_superuser("admin@example.lv", None)
        self.rows = {code: self._rows_of(code) for code in ("daugavpils", "rezeknes-novads")}

    def _rows_of(self, municipality: str) -> dict[str, Any]:
        here = {"programme": self.programme, "municipality__code": municipality}
        through = {f"activity__{name}": value for name, value in here.items()}
        event = CommunityEvent.objects.filter(**through).latest("activity__starts_on")
        seminar = Seminar.objects.filter(**through).latest("activity__starts_on")
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
        paper = store_bytes(
            by=author, content=b"%PDF-1.7", name="p.pdf", content_type="application/pdf", scope=scope, kind="report"
        )
        Rendering.objects.create(report=report, language="lv", format="pdf", document=paper, sha256=paper.sha256)
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
            "evaluation": evaluation_token(EvaluationTicket.objects.create(registration=registration)),
            "odd": self._odd(registration, session),
            "unfiled": self._unfiled(author, scope),
            "sheet_code": code_of(session.pk, 1),
            "taking_part": seminar.activity_id,
            "registration": registration.pk,
            "invitation": links.token(links.INVITATION, self._invitation(seminar).pk),
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
            "expense": Expense.objects.filter(**here).earliest("pk").pk,
            "receipt": Document.objects.filter(**here, kind="receipt").earliest("pk").pk,
            "photo": self._private_photo(here),
            "report": report.code,
            "job": Job.objects.create(kind="reports.render", requested_by=author, unique_key=str(uuid4())).pk,
            "place": links.token(links.PLACE, registration.pk),
            "mailed": links.token(links.MAILED, registration.pk),
            "feed": participation.renew_feed(by=author).token,
            "source": FundingSource.objects.filter(programme=self.programme, kind="municipal").get().pk,
            "programme": self.programme.code,
        }

    def _of_seminar(self, seminar: Seminar, author: User) -> dict[str, int]:
        trainer = seminar_services.add_trainer(by=author, scope=seminar.scope, name="Prof. Ozols")
        engagement = seminar_services.engage(by=author, seminar=seminar, trainer=trainer)
        material = seminar_services.hand_out(by=author, seminar=seminar, title_lv="Lapa", url="https://example.lv/")
        template = seminar_services.save_template(by=author, seminar=seminar, name="Veidne")
        training = seminar_services.add_training_programme(
            by=author, scope=seminar.scope, title_lv="Programma", academic_hours=6
        )
        return {
            "engagement": engagement.pk,
            "material": material.pk,
            "template": template.pk,
            "training": training.pk,
        }

    def _registration(self, seminar: Seminar, author: User) -> Registration:
        """Somebody whom only the seminar's own municipality may know by name."""
        return register(by=author, activity=seminar.activity, name="Zenta Ziediņa", email="zenta@example.lv")

    def _certificate(self, seminar: Seminar, registration: Registration) -> Certificate:
        return Certificate.objects.create(
            seminar=seminar, registration=registration, kind="attendance", number=f"X-{registration.pk}",
            holder=registration.name, hours=Decimal(1), facts=NOTHING, issued_on=date(2021, 1, 1),
        )  # fmt: skip

    def _odd(self, registration: Registration, session: Session) -> int:
        odd = participation.record_attendance(
            by=SYSTEM, registration=registration, session=session, via="wall_code", oddity="same_device"
        )
        return odd.pk

    def _unfiled(self, author: User, scope: Scope) -> int:
        return stage(by=author, upload=upload(picture(), "a.jpg"), scope=scope, kind="attendance_sheet").pk

    def _invitation(self, seminar: Seminar) -> Invitation:
        return Invitation.objects.create(activity=seminar.activity, name="Zigurds", email="zigurds@example.lv")

    def _private_photo(self, here: dict[str, Any]) -> int:
        photo = Document.objects.filter(**here, kind="photo").earliest("pk")
        Document.objects.filter(pk=photo.pk).update(consent="unknown")
        return photo.pk

    def kwargs(self, names: list[str], municipality: str | None) -> dict[str, Any]:
        """What fills the address; None fills it with a row that does not exist."""
        found: dict[str, Any] = {}
        for name in names:
            argument, _equals, kind = name.partition("=")
            if municipality is not None:
                found[argument] = self.rows[municipality].get(kind, kind)
            else:
                absent = {"report": "AAAABBBBCCCC", "job": uuid4(), "programme": "nav"}
                found[argument] = absent.get(kind, MISSING if kind in self.rows["daugavpils"] else kind)
        return found


def _letter(answer: Any) -> str:
    """What a person got: `.` let in, `s` sent to sign in, 3 refused with a reason, 4 not found, 5 no such verb."""
    if answer.status_code in {301, 302} and "/login/" in answer["Location"]:
        return "s"
    return {401: "s", 403: "3", 404: "4", 405: "5"}.get(answer.status_code, "." if answer.status_code < 500 else "!")


def _ask(client: Client, verb: str, address: str) -> Any:
    """The request with all that it wrote taken back."""
    with transaction.atomic():
        answer = client.get(address) if verb == "GET" else client.post(address, {})
        transaction.set_rollback(True)
    return answer


def _row(world: World, clients: dict[str, Client], name: str, verb: str, names: list[str], where: str | None) -> str:
    with translation.override("lv"):
        address = reverse(name, kwargs=world.kwargs(names, where))
    return "".join(_letter(_ask(clients[role], verb, address)) for role in ROLES)


def test_each_role_gets_what_the_table_says(as_: Callable[[Any], Client]) -> None:
    call_command("seed", "--demo", verbosity=0)
    world = World()
    clients = {role: as_(world.users.get(role)) for role in ROLES}
    for client in clients.values():
        client.raise_request_exception = False  # an error is a finding (`!`), not the end of the walk
    wrong = []
    for (name, verb), (names, own, foreign) in TABLE.items():
        missing = "".join("s" if letter == "s" else "4" for letter in own)
        cases: list[tuple[str, str | None, str]] = [("own", "daugavpils", own)]
        if names and "5" not in own:  # where the verb does not exist, the row does not matter
            cases += [("foreign", "rezeknes-novads", foreign), ("missing", None, missing)]
        for case, where, expected in cases:
            got = _row(world, clients, name, verb, names, where)
            if got != expected:
                wrong.append(f"{name} {verb} {case}: expected {expected}, got {got}")
    assert wrong == [], "\n" + "\n".join(wrong)


def test_no_page_asks_the_database_more_than_ten_times(as_: Callable[[Any], Client]) -> None:
    """Everything that the table lets somebody see; what asks more is drawn again, with all that a process keeps."""
    call_command("seed", "--demo", verbosity=0)
    world = World()
    clients = {role: as_(world.users.get(role)) for role in ROLES}
    asked = {}
    for (name, verb), (names, own, _foreign) in TABLE.items():
        for role, letter in zip(ROLES, own, strict=True):
            if verb == "GET" and letter == ".":
                kwargs = world.kwargs(names, "daugavpils")
                number = _statements(clients[role], name, kwargs)
                is_many = number > MOST_STATEMENTS
                asked[f"{name} {role}"] = _statements(clients[role], name, kwargs) if is_many else number
    assert len(asked) > 300
    asked[ONE_MORE] -= 1
    assert {page: number for page, number in asked.items() if number > MOST_STATEMENTS} == {}


def _statements(client: Client, name: str, kwargs: dict[str, Any]) -> int:
    """Statements for a page; 0 where the address answers something else (a file, a way on)."""
    with translation.override("lv"):
        address = reverse(name, kwargs=kwargs)
    visitors.forget()
    connection.queries_log.clear()  # it keeps the last 9 000 alone, so a full one would count nothing
    with CaptureQueriesContext(connection) as asked:
        answer = _ask(client, "GET", address)
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return sum(not one["sql"].startswith(AROUND) for one in asked) if is_page else 0
