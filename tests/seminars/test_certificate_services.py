import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from darbigas_kopienas import clock
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import Membership, Party, Programme
from seminars import tasks
from seminars.facts import NoIssuer, initials
from seminars.models import Certificate, CertificateSeries, Seminar
from seminars.services import certifying, papers
from seminars.services.entitling import entitled, read_seminar
from seminars.services.errors import (
    IssuedTooEarly,
    IssuedTooLate,
    NobodyReady,
    NoPapers,
    NotEntitled,
    NotValid,
    ReasonMissing,
)
from tests.certifying import AFTER, DAY, after, approved, attend, held, implementer, issue, signing
from tests.registering import register
from tests.seminars.conftest import Maker, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(plan: Maker, programme: Programme, daugavpils: Municipality) -> Iterator[Seminar]:
    """A seminar of an approved programme, the day after; not marked as held yet."""
    implementer(programme)
    seminar = plan(day=DAY, training_programme=approved(programme, daugavpils))
    with after():
        yield seminar


def _papers(seminar: Seminar) -> dict[str, tuple[str, str, str]]:
    found = entitled(read_seminar(seminar.pk))
    return {
        one.registration.name: (one.verdict.paper.value, one.verdict.why.value, str(one.verdict.hours)) for one in found
    }


# -- who gets what ---------------------------------------------------------------------------------
def test_those_who_came_and_got_nothing_are_found_in_the_list(as_: Any, ilze: User, run: Seminar) -> None:
    holder, revoked = (attend(ilze, run, name) for name in ("Anna", "Baiba"))
    register(by=ilze, activity=run.activity, name="Nav Bijusi")
    participation.cancel_registration(by=ilze, registration=attend(ilze, run, "Dace"))
    held(ilze, run)
    issue(ilze, run)
    certifying.revoke(by=ilze, certificate=revoked.certificates.get(), reason="Kļūda vārdā")
    attend(ilze, run, "Cilda")
    address = reverse("participation:registration_list", args=[run.activity_id])
    page = as_(ilze).get(address, {"mark": "no_paper"})
    assert [one.name for one in page.context["page_obj"]] == ["Baiba", "Cilda"]
    assert holder.certificates.valid().count() == 1


def test_people_get_what_their_hours_say(ilze: User, run: Seminar) -> None:
    attend(ilze, run, "Jānis Kalniņš")
    attend(ilze, run, "Anna Zariņa", hours="4.5")
    attend(ilze, run, "Viesis Svešais", group="parents")
    register(by=ilze, activity=run.activity, name="Nav Bijis")
    gone = attend(ilze, run, "Atteicies Pats")
    participation.cancel_registration(by=ilze, registration=gone)
    held(ilze, run)
    assert _papers(run) == {
        "Anna Zariņa": ("attendance", "too_few_hours", "4.5"),
        "Atteicies Pats": ("", "cancelled", "6.0"),
        "Jānis Kalniņš": ("certificate", "", "6.0"),
        "Nav Bijis": ("", "no_hours", "0.0"),
        "Viesis Svešais": ("attendance", "not_a_teacher", "6.0"),
    }


def test_nobody_gets_a_paper_of_a_seminar_that_is_not_held(ilze: User, run: Seminar) -> None:
    attend(ilze, run)
    assert _papers(run) == {"Jānis Kalniņš": ("", "not_held", "6.0")}
    with pytest.raises(NobodyReady):
        issue(ilze, run)
    assert not CertificateSeries.objects.exists()


def test_odd_check_in_has_to_be_settled_first(ilze: User, run: Seminar) -> None:
    registration = attend(ilze, run)
    Attendance.objects.filter(registration=registration).update(oddity="same_device")
    held(ilze, run)
    assert _papers(run) == {"Jānis Kalniņš": ("", "unsettled", "0.0")}
    participation.settle_oddity(by=ilze, attendance=Attendance.objects.get())
    assert _papers(run) == {"Jānis Kalniņš": ("certificate", "", "6.0")}


def test_hours_of_a_cancelled_session_do_not_count(ilze: User, run: Seminar) -> None:
    attend(ilze, run)
    held(ilze, run)
    run.activity.sessions.update(state="cancelled", held_on=None)
    assert _papers(run) == {"Jānis Kalniņš": ("", "no_hours", "0.0")}


def test_approval_that_ended_the_day_before_gives_no_certificate(
    ilze: User, plan: Maker, programme: Programme, daugavpils: Municipality
) -> None:
    training = approved(programme, daugavpils, valid_until=DAY)
    seminar = plan(day=DAY, training_programme=training)
    attend(ilze, seminar)
    with after():
        held(ilze, seminar)
        assert _papers(seminar)["Jānis Kalniņš"][:2] == ("certificate", "")
        training.valid_until = DAY - timedelta(days=1)
        training.save()
        assert _papers(seminar)["Jānis Kalniņš"][:2] == ("attendance", "not_approved")


def test_seminar_on_its_own_gives_confirmations(ilze: User, plan: Maker, programme: Programme) -> None:
    implementer(programme)
    seminar = plan(day=DAY)
    attend(ilze, seminar)
    with after():
        held(ilze, seminar)
        assert _papers(seminar) == {"Jānis Kalniņš": ("attendance", "no_programme", "6.0")}
        (made,) = issue(ilze, seminar)
    assert (made.facts["lv"]["training"], made.facts["lv"]["approval"]) == ("", "")


def test_teachers_of_a_mixed_seminar_come_from_schools(
    ilze: User, plan: Maker, programme: Programme, daugavpils: Municipality
) -> None:
    school = Organisation.objects.create(kind="school", name_lv="Daugavpils 3. vidusskola")
    firm = Organisation.objects.create(kind="company", name_lv="SIA Rīts")
    seminar = plan(day=DAY, training_programme=approved(programme, daugavpils), audience_group="mixed")
    attend(ilze, seminar, "No Skolas", organisation=school)
    attend(ilze, seminar, "No Firmas", organisation=firm)
    bare = attend(ilze, seminar, "No Mājām")
    with after():
        held(ilze, seminar)
        assert {name: found[0] for name, found in _papers(seminar).items()} == {
            "No Firmas": "attendance",
            "No Mājām": "attendance",
            "No Skolas": "certificate",
        }
        certifying.set_group(by=ilze, seminar=seminar, registration=bare, group="teachers")
        assert _papers(seminar)["No Mājām"][0] == "certificate"


def test_reading_takes_the_same_statements_for_more_people(
    ilze: User, run: Seminar, django_assert_num_queries: Any
) -> None:
    attend(ilze, run, "Pirmais")
    held(ilze, run)
    read = read_seminar(run.pk)
    with django_assert_num_queries(3):
        entitled(read)
    attend(ilze, run, "Otrais")
    attend(ilze, run, "Trešais")
    with django_assert_num_queries(3):
        entitled(read)


# -- issuing ---------------------------------------------------------------------------------------
def test_numbers_run_on_without_gaps(ilze: User, run: Seminar) -> None:
    for name in ("Anna", "Jānis", "Zane"):
        attend(ilze, run, f"{name} Kalniņa")
    held(ilze, run)
    made = issue(ilze, run)
    assert [one.number for one in made] == ["DK-TEST-2020-0001", "DK-TEST-2020-0002", "DK-TEST-2020-0003"]
    assert [one.kind for one in made] == ["certificate"] * 3
    assert all(len(one.code) == 26 for one in made)
    assert len({one.code for one in made}) == 3
    assert CertificateSeries.objects.get().last == 3
    assert [one.verb for one in Entry.objects.filter(verb__startswith="certificate")].count("certificate.issued") == 3


def test_failed_issue_gives_its_numbers_back(ilze: User, run: Seminar) -> None:
    attend(ilze, run)
    held(ilze, run)
    Party.objects.filter(role="implementer").delete()
    with pytest.raises(NoIssuer):
        issue(ilze, run)
    implementer(run.activity.programme)
    assert [one.number for one in issue(ilze, run)] == ["DK-TEST-2020-0001"]


def test_issuing_twice_keeps_the_valid_paper(ilze: User, run: Seminar) -> None:
    attend(ilze, run)
    held(ilze, run)
    (made,) = issue(ilze, run)
    again = certifying.issue(by=ilze, seminar=run, signing=signing())
    assert (again.made, again.kept) == ((), (made,))
    assert Certificate.objects.count() == 1


def test_only_the_chosen_get_one(ilze: User, run: Seminar) -> None:
    first, second = attend(ilze, run, "Pirmais Viens"), attend(ilze, run, "Otrais Divi")
    held(ilze, run)
    assert [one.registration for one in issue(ilze, run, registrations=[second.pk])] == [second]
    assert not first.certificates.exists()


def test_chosen_without_right_is_refused_and_nobody_gets_one(ilze: User, run: Seminar) -> None:
    first, second = attend(ilze, run, "Pirmais Viens"), attend(ilze, run, "Otrais Divi", hours="0")
    held(ilze, run)
    with pytest.raises(NotEntitled):
        issue(ilze, run, registrations=[first.pk, second.pk])
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    ("day", "error"), [(DAY - timedelta(days=1), IssuedTooEarly), (AFTER + timedelta(days=1), IssuedTooLate)]
)
def test_day_of_issue_lies_between_the_last_day_and_today(
    ilze: User, run: Seminar, day: date, error: type[Exception]
) -> None:
    attend(ilze, run)
    held(ilze, run)
    with pytest.raises(error) as refusal:
        issue(ilze, run, issued_on=day)
    assert list(refusal.value.message_dict) == ["issued_on"]  # type: ignore[attr-defined]  # a ValidationError of ours


def test_paper_may_be_issued_on_the_last_day(ilze: User, plan: Maker, programme: Programme) -> None:
    implementer(programme)
    seminar = plan(day=DAY)
    attend(ilze, seminar)
    with clock.frozen(DAY):
        held(ilze, seminar)
        assert issue(ilze, seminar, issued_on=DAY)[0].issued_on == DAY


@pytest.mark.parametrize("who", ["anna", "karlis", "janis", "emma", "olga"])
def test_others_neither_issue_nor_end_papers(ilze: User, run: Seminar, who: str, request: Any) -> None:
    attend(ilze, run)
    held(ilze, run)
    (made,) = issue(ilze, run)
    stranger = request.getfixturevalue(who)
    for deed in (
        lambda: issue(stranger, run),
        lambda: certifying.revoke(by=stranger, certificate=made, reason="Kļūda"),
        lambda: certifying.replace(by=stranger, certificate=made, reason="Kļūda", signing=signing()),
        lambda: papers.ask_for_pack(by=stranger, seminar=run),
        lambda: certifying.set_group(by=stranger, seminar=run, registration=made.registration, group="others"),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    assert Certificate.objects.get().state == "valid"


def test_facts_say_everything_in_both_languages_and_nothing_private(ilze: User, run: Seminar) -> None:
    attend(ilze, run, "Jānis Kalniņš", email="janis.slepens@example.lv", school="Daugavpils 3. vidusskola")
    run.trainers = "Pēteris Ozols"
    run.save()
    held(ilze, run)
    (made,) = issue(ilze, run)
    assert made.facts["lv"] == {
        "title": "Apliecība",
        "number": "DK-TEST-2020-0001",
        "version": "1",
        "replaces": "",
        "holder": "Jānis Kalniņš",
        "seminar": "Ģimenes un skolas sadarbība",
        "training": "Ģimenes un skolas sadarbība kopienā",
        "type": "profesionālās kompetences pilnveides A programma",
        "module": "",
        "hours": "6",
        "of_hours": "6",
        "minutes": "40",
        "dates": "2020. gada 18. jūnijs",
        "place": "Smilšu iela 92, Daugavpils",
        "trainers": "Pēteris Ozols",
        "approval": "Nr. 12, saskaņota Daugavpilī 2020. gada 5. martā",
        "issuer": "Izglītības iniciatīvu centrs",
        "issuer_number": "40008012345",
        "issued_on": "2020. gada 19. jūnijs",
        "signatory": "Līga Āboliņa",
        "position": "valdes priekšsēdētāja",
        "grant": "Darbīgās kopienas",
        "credit": "Programmu atbalsta Britu padome Latvijā.",
    }
    assert made.facts["en"] == made.facts["lv"] | {
        "title": "Certificate",
        "training": "Family and school together",
        "type": "professional development programme (A)",
        "dates": "18 June 2020",
        "approval": "No. 12, approved in Daugavpils on 5 March 2020",
        "issuer": "Education Initiatives Centre",
        "issued_on": "19 June 2020",
        "position": "chair of the board",
        "grant": "Active Communities",
        "credit": "The programme is supported by the British Council in Latvia.",
    }
    assert "slepens" not in str(made.facts)
    assert "vidusskola" not in str(made.facts)


def test_several_rooms_and_days_are_told(
    ilze: User, plan: Maker, programme: Programme, daugavpils: Municipality
) -> None:
    from seminars import services

    training = approved(programme, daugavpils, approved_by=None, issuer=implementer(programme))
    seminar = plan(day=DAY, training_programme=training)
    ends = at(AFTER, 14)
    services.add_day(by=ilze, seminar=seminar, starts_at=at(AFTER, 10), ends_at=ends, mode="online")
    attend(ilze, seminar, hours="3")
    with after():
        held(ilze, seminar, AFTER)
        (made,) = issue(ilze, seminar)
    lv, en = made.facts["lv"], made.facts["en"]
    assert (lv["dates"], en["dates"]) == ("2020. gada 18. un 19. jūnijs", "18 and 19 June 2020")
    assert (lv["place"], en["place"]) == (
        "Smilšu iela 92; tiešsaistē, Daugavpils",
        "Smilšu iela 92; online, Daugavpils",
    )
    assert (lv["approval"], en["approval"]) == (
        "Nr. 12, saskaņota 2020. gada 5. martā",
        "No. 12, approved on 5 March 2020",
    )


def test_place_without_a_room_is_the_municipality(ilze: User, plan: Maker, programme: Programme) -> None:
    implementer(programme)
    seminar = plan(day=DAY, place="")
    attend(ilze, seminar)
    with after():
        held(ilze, seminar)
        assert issue(ilze, seminar)[0].facts["lv"]["place"] == "Daugavpils"


def test_seminar_online_names_no_municipality(ilze: User, plan: Maker, programme: Programme) -> None:
    implementer(programme)
    seminar = plan(day=DAY, mode="online")
    attend(ilze, seminar)
    with after():
        held(ilze, seminar)
        assert issue(ilze, seminar)[0].facts["lv"]["place"] == "tiešsaistē"


def test_signature_is_remembered_in_the_municipality(ilze: User, run: Seminar) -> None:
    attend(ilze, run)
    held(ilze, run)
    assert certifying.last_signing(run) == {}
    issue(ilze, run)
    assert certifying.last_signing(run) == {
        "signatory": "Līga Āboliņa",
        "position_lv": "valdes priekšsēdētāja",
        "position_en": "chair of the board",
    }


# -- letters ---------------------------------------------------------------------------------------
def test_holder_is_told_once_with_a_link(ilze: User, run: Seminar, mailoutbox: list[Any]) -> None:
    attend(ilze, run, email="janis@example.lv", language="lv")
    held(ilze, run)
    (made,) = issue(ilze, run)
    issue_again = certifying.issue(by=ilze, seminar=run, signing=signing())
    assert issue_again.made == ()
    OutgoingMail.objects.exclude(template="certificate_ready").delete()
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        send_due()
    (letter,) = mailoutbox
    assert letter.to == ["janis@example.lv"]
    assert made.number in letter.body
    assert "/lv/seminari/apliecibas/manas/" in letter.body


def test_letter_of_a_paper_revoked_meanwhile_is_dropped(ilze: User, run: Seminar, mailoutbox: list[Any]) -> None:
    attend(ilze, run, email="janis@example.lv")
    held(ilze, run)
    (made,) = issue(ilze, run)
    certifying.revoke(by=ilze, certificate=made, reason="Stundas ierakstītas kļūdas dēļ.")
    OutgoingMail.objects.exclude(template__startswith="certificate").delete()
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        send_due()
    (letter,) = mailoutbox
    assert made.number in letter.subject
    assert "Stundas ierakstītas kļūdas dēļ." in letter.body
    assert {one.template: one.state for one in OutgoingMail.objects.all()} == {
        "certificate_ready": "dropped",
        "certificate_revoked": "sent",
    }


def test_nobody_loses_a_paper_by_a_damaged_address(ilze: User, run: Seminar) -> None:
    registration = attend(ilze, run, email="janis@example.lv")
    Registration.objects.filter(pk=registration.pk).update(email="ne adrese")
    held(ilze, run)
    assert len(issue(ilze, run)) == 1
    assert not OutgoingMail.objects.filter(template="certificate_ready").exists()


# -- ending ----------------------------------------------------------------------------------------
@pytest.fixture
def paper(ilze: User, run: Seminar) -> Certificate:
    attend(ilze, run, email="janis@example.lv")
    held(ilze, run)
    return issue(ilze, run)[0]


def test_revoked_paper_keeps_its_facts(ilze: User, paper: Certificate) -> None:
    certifying.revoke(by=ilze, certificate=paper, reason="  Kļūda   stundās ")
    kept = Certificate.objects.get()
    assert (kept.state, kept.reason, kept.ended_by, kept.facts) == ("revoked", "Kļūda stundās", ilze, paper.facts)
    assert kept.ended_at == clock.now()


def test_paper_ends_once_and_with_a_reason(ilze: User, paper: Certificate) -> None:
    with pytest.raises(ReasonMissing):
        certifying.revoke(by=ilze, certificate=paper, reason="  ")
    certifying.revoke(by=ilze, certificate=paper, reason="Kļūda")
    with pytest.raises(NotValid):
        certifying.revoke(by=ilze, certificate=paper, reason="Vēlreiz")
    with pytest.raises(NotValid):
        certifying.replace(by=ilze, certificate=paper, reason="Vēlreiz", signing=signing())


def test_replaced_paper_leads_to_its_successor(ilze: User, paper: Certificate) -> None:
    certifying.show_name(by=None, certificate=paper, shows_name=True)
    made = certifying.replace(
        by=ilze, certificate=paper, reason="Vārds bija kļūdains", signing=signing(), name="Jānis Kalniņš-Liepa"
    )
    old = Certificate.objects.select_related("replaced_by").get(pk=paper.pk)
    assert (old.state, old.successor, old.holder) == ("replaced", made, "Jānis Kalniņš")
    assert (made.number, made.version, made.holder, made.replaces, made.shows_name) == (
        "DK-TEST-2020-0002",
        2,
        "Jānis Kalniņš-Liepa",
        old,
        True,
    )
    assert made.code != old.code
    assert (made.facts["lv"]["replaces"], made.facts["lv"]["version"]) == (old.number, "2")
    assert made.registration.name == "Jānis Kalniņš-Liepa"
    assert made.successor is None


def test_replacing_with_the_same_name_reads_the_hours_again(ilze: User, paper: Certificate) -> None:
    Attendance.objects.update(hours=Decimal(3))
    made = certifying.replace(
        by=ilze, certificate=paper, reason="Stundas", signing=signing(), name=paper.registration.name
    )
    assert (made.kind, made.hours) == ("attendance", Decimal(3))


def test_who_has_no_hours_left_gets_no_new_paper(ilze: User, paper: Certificate) -> None:
    Attendance.objects.all().delete()
    with pytest.raises(NotEntitled, match="Šai personai dokuments nepienākas"):
        certifying.replace(by=ilze, certificate=paper, reason="Stundas", signing=signing())
    paper.refresh_from_db()
    assert paper.state == "valid"
    assert Certificate.objects.get().state == "valid"


def test_wish_about_the_name_is_kept_once(janis: User, paper: Certificate) -> None:
    certifying.show_name(by=janis, certificate=paper, shows_name=True)
    certifying.show_name(by=janis, certificate=paper, shows_name=True)
    certifying.show_name(by=janis, certificate=paper, shows_name=False)
    said = list(
        Entry.objects.filter(verb__startswith="certificate.name").order_by("pk").values_list("verb", "actor_id")
    )
    assert said == [("certificate.name_shown", janis.pk), ("certificate.name_hidden", janis.pk)]


# -- the database's own judgement ------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    ["number = 'X'", "code = 'X'", "facts = '{}'", "hours = 1", "holder = 'X'", "kind = 'attendance'", "version = 9",
     "issued_on = '2020-01-01'"],
)  # fmt: skip
def test_database_refuses_to_change_a_printed_fact(paper: Certificate, change: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE seminars_certificate SET {change} WHERE id = %s", [paper.pk])  # noqa: S608 - our own words
    assert Certificate.objects.get().facts == paper.facts


def test_database_refuses_to_delete_a_paper_or_to_revive_it(ilze: User, paper: Certificate) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.all().delete()
    certifying.revoke(by=ilze, certificate=paper, reason="Kļūda")
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(state="valid", ended_at=None)


def test_database_holds_one_valid_paper_for_each_place(paper: Certificate) -> None:
    second = Certificate(
        seminar=paper.seminar, registration=paper.registration, kind="attendance", number="X-1", holder="X",
        hours=Decimal(1), facts={}, issued_on=AFTER,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="seminars_certificate_one_valid"), transaction.atomic():
        second.save()


# -- files -----------------------------------------------------------------------------------------
def test_same_facts_give_the_same_bytes(paper: Certificate) -> None:
    first, second = papers.made(paper, "lv"), papers.made(paper, "lv")
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()
    assert papers.made(paper, "en") != first


def test_worker_keeps_the_files_of_what_was_issued(ilze: User, run: Seminar, paper: Certificate) -> None:
    job = Job.objects.get(kind=papers.MAKE)
    jobs.run(job.pk)
    kept = Certificate.objects.select_related("paper_lv", "paper_en").get()
    assert Job.objects.get(pk=job.pk).state == "done"
    for language in ("lv", "en"):
        document = getattr(kept, f"paper_{language}")
        content = papers.content_of(kept, language)
        assert content == papers.made(kept, language)
        assert (document.sha256, document.sensitivity) == (hashlib.sha256(content).hexdigest(), "sensitive")
        assert (document.is_made_here, document.uploaded_by) == (True, None)
    assert papers.make_missing(run.pk, lambda _done, _total: None) == 0


def test_second_worker_finds_the_file_kept(paper: Certificate) -> None:
    late = Certificate.objects.get()
    first = papers.keep_papers(paper)
    second = papers.keep_papers(late)
    assert (second.paper_lv_id, second.paper_en_id) == (first.paper_lv_id, first.paper_en_id)
    assert papers.keep_papers(second) is second
    assert Document.objects.filter(kind="other").count() == 2


def test_file_is_nobodys_document(ilze: User, anna: User, marta: User, olga: User, paper: Certificate) -> None:
    papers.keep_papers(paper)
    for user in (ilze, anna, marta, olga):
        assert not Document.objects.visible_to(user).filter(sensitivity="sensitive", is_made_here=True).exists()


def test_erased_file_is_made_again(paper: Certificate) -> None:
    kept = papers.keep_papers(paper)
    assert kept.paper_lv is not None
    Document.objects.filter(pk=kept.paper_lv.pk).update(state="erased", file="")
    assert papers.content_of(Certificate.objects.get(), "lv") == papers.made(paper, "lv")


def test_run_in_one_file(ilze: User, run: Seminar) -> None:
    attend(ilze, run, "Jānis Kalniņš", school="Daugavpils 3. vidusskola")
    attend(ilze, run, "Anna Šķēle", school="Preiļu pamatskola")
    attend(ilze, run, "Bez Skolas")
    held(ilze, run)
    with pytest.raises(NoPapers):
        papers.ask_for_pack(by=ilze, seminar=run)
    issue(ilze, run)
    assert papers.schools_of(run) == ["Daugavpils 3. vidusskola", "Preiļu pamatskola"]
    job = papers.ask_for_pack(by=ilze, seminar=run)
    assert papers.ask_for_pack(by=ilze, seminar=run) == job  # two clicks, one job
    jobs.run(job.pk)
    done = Job.objects.select_related("result_document").get(pk=job.pk)
    assert (done.state, done.error) == ("done", "")
    document = done.result_document
    assert document is not None
    with zipfile.ZipFile(document.file.open()) as archive:
        names = archive.namelist()
        text = pypdf.PdfReader(io.BytesIO(archive.read(names[0]))).pages[0].extract_text()
    assert names == [
        "DK-TEST-2020-0001-anna-skele-lv.pdf",
        "DK-TEST-2020-0001-anna-skele-en.pdf",
        "DK-TEST-2020-0002-bez-skolas-lv.pdf",
        "DK-TEST-2020-0002-bez-skolas-en.pdf",
        "DK-TEST-2020-0003-janis-kalnins-lv.pdf",
        "DK-TEST-2020-0003-janis-kalnins-en.pdf",
    ]
    assert "Anna Šķēle" in text
    assert list(Document.objects.visible_to(ilze).filter(content_type="application/zip")) == [document]


def test_file_of_one_school_holds_nobody_else(ilze: User, run: Seminar) -> None:
    attend(ilze, run, "Jānis Kalniņš", school="Daugavpils 3. vidusskola")
    attend(ilze, run, "Anna Šķēle", school="Preiļu pamatskola")
    held(ilze, run)
    issue(ilze, run)
    content = papers.pack(papers.of_run(run.pk, "Preiļu pamatskola"), lambda _done, _total: None)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["DK-TEST-2020-0001-anna-skele-lv.pdf", "DK-TEST-2020-0001-anna-skele-en.pdf"]


def test_revoked_paper_is_in_no_file(ilze: User, paper: Certificate) -> None:
    certifying.revoke(by=ilze, certificate=paper, reason="Kļūda")
    with pytest.raises(NoPapers):
        papers.pack(papers.of_run(paper.seminar_id), lambda _done, _total: None)


def test_who_lost_the_role_gets_no_file(ilze: User, run: Seminar, paper: Certificate) -> None:
    job = papers.ask_for_pack(by=ilze, seminar=run)
    Membership.objects.filter(user=ilze).update(ends_on=AFTER - timedelta(days=1))
    jobs.run(job.pk)
    assert Job.objects.get(pk=job.pk).state == "failed"


def test_paper_that_cannot_be_made_says_why(ilze: User, run: Seminar, paper: Certificate, monkeypatch: Any) -> None:
    from darbigas_kopienas.pdf import PdfError

    def broken(*_args: object, **_more: object) -> bytes:
        raise PdfError("par lielu")

    monkeypatch.setattr(papers, "render_paper", broken)
    job = papers.ask_for_pack(by=ilze, seminar=run)
    jobs.run(job.pk)
    failed = Job.objects.get(pk=job.pk)
    assert (failed.state, failed.error) == ("failed", "par lielu")
    assert tasks.PACKING


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Jānis Kalniņš", "J. K."), ("Anna Bērziņa-Šķēle", "A. B. Š."), ("  ", ""), ("ļ 3x O’Brien", "Ļ. O.")],
)
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_whoever_has_no_hours_left_gets_no_new_paper(ilze: User, paper: Certificate) -> None:
    from darbigas_kopienas.participation.models import Attendance

    Attendance.objects.all().delete()
    with pytest.raises(NotEntitled):
        certifying.replace(by=ilze, certificate=paper, reason="Kļūda", signing=signing())
    paper.refresh_from_db()
    assert paper.state == "valid"
