"""Numbers, refusals and the facts that are printed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.actors import PLACE_LINK
from darbigas_kopienas.programme.models import Party, Programme
from darbigas_kopienas.values import clock
from seminars.certificates import services as certificates
from seminars.certificates.errors import IssuedTooEarly, IssuedTooLate, NoIssuer, NotEntitled
from seminars.certificates.facts import rows
from seminars.certificates.pdf import render_certificate
from seminars.certificates.services import find_by_code
from seminars.hours.reporting import OwnCertificate
from seminars.models import Certificate, CertificateSeries, Seminar
from tests.builders import AFTER, DAY, after, approved, at, attend, held, implementer, issue, signing
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db


def test_numbers_run_on_without_gaps(ilze: User, run: Seminar) -> None:
    for name in ("Anna", "Jānis", "Zane"):
        attend(ilze, run, f"{name} Kalniņa")
    held(ilze, run)
    made = issue(ilze, run)
    assert [certificate.number for certificate in made] == [
        "DK-TEST-2020-0001",
        "DK-TEST-2020-0002",
        "DK-TEST-2020-0003",
    ]
    assert [certificate.kind for certificate in made] == ["certificate"] * 3
    assert all(len(certificate.code) == 26 for certificate in made)
    assert len({certificate.code for certificate in made}) == 3
    assert CertificateSeries.objects.get().last == 3
    assert [entry.verb for entry in Entry.objects.filter(verb__startswith="certificate")].count(
        "certificate.issued"
    ) == 3


def test_failed_issue_gives_its_numbers_back(ilze: User, run: Seminar) -> None:
    attend(ilze, run)
    held(ilze, run)
    Party.objects.filter(role="implementer").delete()
    with pytest.raises(NoIssuer):
        issue(ilze, run)
    implementer(run.activity.programme)
    assert [certificate.number for certificate in issue(ilze, run)] == ["DK-TEST-2020-0001"]


def test_issuing_twice_keeps_the_valid_paper(ilze: User, run: Seminar) -> None:
    attend(ilze, run)
    held(ilze, run)
    (made,) = issue(ilze, run)
    again = certificates.issue(by=ilze, seminar=run, signing=signing())
    assert (again.made, again.existing) == ((), (made,))
    assert Certificate.objects.count() == 1


def test_only_the_chosen_get_one(ilze: User, run: Seminar) -> None:
    first, second = attend(ilze, run, "Pirmais Viens"), attend(ilze, run, "Otrais Divi")
    held(ilze, run)
    assert [certificate.registration for certificate in issue(ilze, run, registrations=[second.pk])] == [second]
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
    for action in (
        lambda: issue(stranger, run),
        lambda: certificates.revoke(by=stranger, certificate=made, reason="Kļūda"),
        lambda: certificates.replace(by=stranger, certificate=made, reason="Kļūda", signing=signing()),
        lambda: certificates.ask_for_pack(by=stranger, seminar=run),
        lambda: certificates.set_group(by=stranger, seminar=run, registration=made.registration, group="others"),
    ):
        with pytest.raises(PermissionDenied):
            action()
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
        "dates": "2020.\u00a0gada 18.\u00a0jūnijs",
        "place": "Smilšu iela 92, Daugavpils",
        "trainers": "Pēteris Ozols",
        "learnt": "",
        "approval": "Nr.\u00a012, 2020.\u00a0gada 5.\u00a0marts, Daugavpils",
        "issuer": "Izglītības iniciatīvu centrs",
        "issuer_number": "40008012345",
        "issued_on": "2020.\u00a0gada 19.\u00a0jūnijs",
        "signatory": "Līga Āboliņa",
        "position": "valdes priekšsēdētāja",
        "grant": "Darbīgās kopienas",
        "credit": "Programmu atbalsta Britu padome Latvijā.",
    }
    assert made.facts["en"] == made.facts["lv"] | {
        "title": "Certificate",
        "training": "Family and school together",
        "type": "professional development programme (A)",
        "dates": "18\u00a0June 2020",
        "approval": "No. 12, 5\u00a0March 2020, Daugavpils",
        "issuer": "Education Initiatives Centre",
        "issued_on": "19\u00a0June 2020",
        "position": "chair of the board",
        "grant": "Active Communities",
        "credit": "The programme is supported by the British Council in Latvia.",
    }
    assert "slepens" not in str(made.facts)
    assert "vidusskola" not in str(made.facts)


def test_several_rooms_and_days_are_told(
    ilze: User, plan: Maker, programme: Programme, daugavpils: Municipality
) -> None:
    from seminars.plan import services as plan_services

    training = approved(programme, daugavpils, approved_by=None, issuer=implementer(programme))
    seminar = plan(day=DAY, training_programme=training)
    ends = at(AFTER, 14)
    plan_services.add_day(by=ilze, seminar=seminar, starts_at=at(AFTER, 10), ends_at=ends, mode="online")
    attend(ilze, seminar, hours="3")
    with after():
        held(ilze, seminar, AFTER)
        (made,) = issue(ilze, seminar)
    lv, en = made.facts["lv"], made.facts["en"]
    assert (lv["dates"], en["dates"]) == ("2020.\u00a0gada 18.–19.\u00a0jūnijs", "18–19\u00a0June 2020")
    assert (lv["place"], en["place"]) == (
        "Smilšu iela 92; tiešsaistē, Daugavpils",
        "Smilšu iela 92; online, Daugavpils",
    )
    assert (lv["approval"], en["approval"]) == (
        "Nr.\u00a012, 2020.\u00a0gada 5.\u00a0marts",
        "No. 12, 5\u00a0March 2020",
    )


def test_what_was_learnt_is_the_programmes_aims_without_marks_and_not_too_long(
    ilze: User, plan: Maker, programme: Programme, daugavpils: Municipality
) -> None:
    implementer(programme)
    training = approved(
        programme, daugavpils, aims_lv="## Mērķi\n\n- Iesaistīt **vecākus**.\n1. " + "Plānot darbu. " * 40
    )
    seminar = plan(day=DAY, training_programme=training, description_lv="Par semināru.", description_en="About it.")
    attend(ilze, seminar)
    with after():
        held(ilze, seminar)
        (made,) = issue(ilze, seminar)
    learnt = made.facts["lv"]["learnt"]
    assert learnt.startswith("Mērķi Iesaistīt vecākus. Plānot darbu. Plānot")
    assert (learnt[-1], len(learnt) <= 241) == ("…", True)
    assert dict(rows(made.facts, "lv"))["Apgūtais saturs"] == learnt


def test_seminar_without_a_programme_says_what_it_was_about(ilze: User, plan: Maker, programme: Programme) -> None:
    implementer(programme)
    seminar = plan(day=DAY, description_lv="Par semināru.", description_en="About it.")
    attend(ilze, seminar)
    with after():
        held(ilze, seminar)
        (made,) = issue(ilze, seminar)
    assert (made.facts["lv"]["learnt"], made.facts["en"]["learnt"]) == ("Par semināru.", "About it.")


def test_facts_frozen_before_they_said_what_was_learnt_are_drawn(certificate: Certificate) -> None:
    old = {**certificate.facts, "lv": {k: v for k, v in certificate.facts["lv"].items() if k != "learnt"}}
    assert "Apgūtais saturs" not in dict(rows(old, "lv"))
    issued_at = datetime(2020, 6, 19, 12, tzinfo=UTC)
    assert render_certificate(old, code=certificate.code, issued_at=issued_at, language="lv").startswith(b"%PDF")


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
    assert certificates.last_signing(run) == {}
    issue(ilze, run)
    assert certificates.last_signing(run) == {
        "signatory": "Līga Āboliņa",
        "position_lv": "valdes priekšsēdētāja",
        "position_en": "chair of the board",
    }


def test_certificate_is_found_by_its_code_however_it_is_typed(certificate: Certificate) -> None:
    typed = f" {certificate.code[:4].lower()} {certificate.code[4:]} "
    assert find_by_code(typed) == certificate
    assert find_by_code("AAAA") is None


def test_whether_the_name_is_shown_is_the_holders_alone(certificate: Certificate, ilze: User, marta: User) -> None:
    for by in (ilze, marta):
        with pytest.raises(PermissionDenied):
            certificates.show_name(by=by, certificate=certificate, shows_name=True)
    assert not Certificate.objects.get().shows_name
    certificates.show_name(by=PLACE_LINK, certificate=certificate, shows_name=True)
    assert Certificate.objects.get().shows_name


def test_own_paper_is_called_by_its_kind() -> None:
    assert str(OwnCertificate(1, "DK-1", "certificate").name) == "apliecība"
