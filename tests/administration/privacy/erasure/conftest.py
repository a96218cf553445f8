"""Somebody of whom the portal knows much, in all the ways in which it comes to know people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.administration.models import Duplicate, ErasureRequest, RoleInvitation
from darbigas_kopienas.administration.people.duplicates import services as duplicates
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.people.models import BrowserSession, Municipality, Person, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.people.sessions import SessionStore
from darbigas_kopienas.programme.actors import SYSTEM, VISITOR
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.values import clock
from seminars.certificates.services.files import store_pack
from seminars.models import Certificate, Seminar
from seminars.plan.services import plan_seminar
from tests.administration.people.conftest import person
from tests.builders import TODAY, approved, at, attend, held, implementer, issue, register, taking

NAME, MAIDEN = "Žanete Ķirsone", "Žanete Ābola-Priede"
ADDRESS, WORK, OF_SCHOOL = "zanete.kirsone@example.lv", "z.abola@darbs.example.lv", "skola@example.lv"
HELD_ON = TODAY - timedelta(days=6)


@dataclass
class Known:
    """`person` is whoever is kept; `other` was merged into her; `namesake` is another human being."""

    user: User
    person: Person
    other: Person
    namesake: Person
    run: Seminar
    coming: Activity
    certificate: Certificate
    folder: Path

    def asked(self, **more: Any) -> ErasureRequest:
        given = {"person": self.person, "asked_by": self.user, **more}
        return ErasureRequest.objects.create(**given)


@pytest.fixture
def known(
    ilze: User,
    marta: User,
    programme: Programme,
    daugavpils: Municipality,
    components: dict[str, Component],
    in_daugavpils: Scope,
    settings: Any,
    tmp_path: Path,
) -> Iterator[Known]:
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.EMAIL_BACKEND = "darbigas_kopienas.mailing.folder.EmailBackend"
    (tmp_path / "mail").mkdir()
    with clock.frozen(TODAY):
        implementer(programme)
        user = User.objects.create_user(ADDRESS, "gara-parole-1918", name=NAME)
        EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
        owner = person_of(user)
        other = person(MAIDEN, WORK, entered_for=daugavpils)
        namesake = person(NAME, "cita.zanete@example.lv", entered_for=daugavpils)
        run = _held_seminar(ilze, programme, daugavpils, owner, other, namesake)
        certificate = Certificate.objects.get(registration__person=owner)
        store_pack(by=ilze, seminar=run, content=NAME.encode())
        duplicates.merge_people(by=marta, programme=programme, first=owner, second=other, note=f"{MAIDEN} precējās")
        coming = taking(marta, in_daugavpils, components["1"], capacity=1)
        _of_what_is_to_come(marta, coming, owner, user)
        _said_of_her(ilze, programme, daugavpils, user)
        mailing.send_due()
        mailing.queue_message(to="ilze@example.lv", subject=f"Par {NAME}", text=f"{NAME} zvanīja", unique_key="about")
        with clock.frozen(clock.now() + timedelta(minutes=1)):  # these two stay in the outbox
            mailing.queue(
                by=SYSTEM, to=ADDRESS, template="message", language="lv", context={"name": NAME}, unique_key="waits",
                due_at=clock.now() + timedelta(days=1),
            )  # fmt: skip
        yield Known(
            user, Person.objects.get(user=user), Person.with_merged.get(pk=other.pk), namesake, run, coming,
            certificate, tmp_path / "mail",
        )  # fmt: skip


def _held_seminar(
    ilze: User, programme: Programme, daugavpils: Municipality, owner: Person, other: Person, namesake: Person
) -> Seminar:
    """She was there as herself, and once more at the second seminar under the name of before."""
    training = approved(programme, daugavpils)
    runs = []
    for day in (HELD_ON, HELD_ON + timedelta(days=1)):
        with clock.frozen(day - timedelta(days=1)):
            run = plan_seminar(
                by=ilze, scope=Scope(programme.pk, daugavpils.pk), title_lv="Kopā", starts_at=at(day, 10),
                ends_at=at(day, 14), place="Ielas 1", is_published=True, contact_email="ilze@example.lv",
                training_programme=training,
            )  # fmt: skip
            question = participation.ask(by=ilze, activity=run.activity, kind="text", text_lv="Ko gaidāt?")
        runs.append(run)
        with clock.frozen(at(day, 16)):
            if len(runs) == 1:
                place = attend(ilze, run, NAME, email=ADDRESS, person=owner, school="Ķirsones skola")
                place.answers.create(question=question, value=f"Es, {NAME}, gaidu pauzi.")
                attend(ilze, run, NAME, email=namesake.email, person=namesake)
            else:
                attend(ilze, run, MAIDEN, email=WORK, person=other)
                attend(ilze, run, "Bez adreses")
                loose = attend(ilze, run, NAME, email="cits@example.lv")
                Registration.objects.filter(pk=loose.pk).update(email=ADDRESS, person=None)
        held(ilze, run, day)
        issue(ilze, run)
    return Seminar.objects.get(pk=runs[0].pk)


def _of_what_is_to_come(marta: User, coming: Activity, owner: Person, user: User) -> None:
    place = register(by=user, activity=coming, via="self", name=NAME, email=ADDRESS, person=owner)
    register(by=VISITOR, activity=coming, via="guest", name="Gaida Rindā", email="gaida@example.lv")
    Invitation.objects.create(
        activity=coming, name=NAME, email=ADDRESS, words=f"Sveika, {NAME}!", invited_by=marta, registration=place
    )
    participation.renew_feed(by=user)


def _said_of_her(ilze: User, programme: Programme, daugavpils: Municipality, user: User) -> None:
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session.create()
    pending = SessionStore()
    pending["account_login"] = {"user_pk": user.pk, "email": ADDRESS}
    pending.create()
    Draft.objects.create(user=user, form_key="x", data={"name": [NAME]})
    RoleInvitation.objects.create(
        email=ADDRESS, programme=programme, municipality=daugavpils, role="teacher", invited_by=ilze
    )
    Document.objects.create(
        programme=programme, municipality=daugavpils, title=f"{NAME} un {MAIDEN.upper()}", kind="photo",
        original_name="zanete-kirsone.jpg", content_type="image/jpeg", size=3, sha256="0" * 64, state="stored",
        author="Ķirsone Žanete", caption_lv=f"Runā {NAME}.", uploaded_by=ilze,
        file=default_storage.save("00/x.jpg", ContentFile(b"jpg")),
    )  # fmt: skip
    assert BrowserSession.objects.filter(user=user).exists()
    assert Duplicate.objects.exists()
