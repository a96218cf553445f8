"""Who is to get what, by the hours and the approval."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Attendance
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import Programme
from seminars.certificates import services
from seminars.certificates.errors import NobodyReady
from seminars.certificates.services import entitled, read_seminar
from seminars.models import CertificateSeries, Seminar
from tests.builders import DAY, after, approved, attend, cancel_though_seen, held, implementer, issue, register
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db


def _kinds(seminar: Seminar) -> dict[str, tuple[str, str, str]]:
    people = entitled(read_seminar(seminar.pk))
    return {
        person.registration.name: (person.verdict.kind.value, person.verdict.why.value, str(person.verdict.hours))
        for person in people
    }


def test_those_who_came_and_got_nothing_are_found_in_the_list(as_: Any, ilze: User, run: Seminar) -> None:
    holder, revoked = (attend(ilze, run, name) for name in ("Anna", "Baiba"))
    register(by=ilze, activity=run.activity, name="Nav Bijusi")
    cancel_though_seen(ilze, attend(ilze, run, "Dace"))
    held(ilze, run)
    issue(ilze, run)
    services.revoke(by=ilze, certificate=revoked.certificates.get(), reason="Kļūda vārdā")
    attend(ilze, run, "Cilda")
    address = reverse("participation:registration_list", args=[run.activity_id])
    page = as_(ilze).get(address, {"mark": "no_paper"})
    assert [row.name for row in page.context["page_obj"]] == ["Baiba", "Cilda"]
    assert holder.certificates.valid().count() == 1


def test_people_get_what_their_hours_say(ilze: User, run: Seminar) -> None:
    attend(ilze, run, "Jānis Kalniņš")
    attend(ilze, run, "Anna Zariņa", hours="4.50")
    attend(ilze, run, "Viesis Svešais", group="parents")
    register(by=ilze, activity=run.activity, name="Nav Bijis")
    gone = attend(ilze, run, "Atteicies Pats")
    cancel_though_seen(ilze, gone)
    held(ilze, run)
    assert _kinds(run) == {
        "Anna Zariņa": ("attendance", "too_few_hours", "4.50"),
        "Atteicies Pats": ("", "cancelled", "6.00"),
        "Jānis Kalniņš": ("certificate", "", "6.00"),
        "Nav Bijis": ("", "no_hours", "0.00"),
        "Viesis Svešais": ("attendance", "not_a_teacher", "6.00"),
    }


def test_nobody_gets_a_paper_of_a_seminar_that_is_not_held(ilze: User, run: Seminar) -> None:
    attend(ilze, run)
    assert _kinds(run) == {"Jānis Kalniņš": ("", "not_held", "6.00")}
    with pytest.raises(NobodyReady):
        issue(ilze, run)
    assert not CertificateSeries.objects.exists()


def test_odd_check_in_has_to_be_settled_first(ilze: User, run: Seminar) -> None:
    registration = attend(ilze, run)
    Attendance.objects.filter(registration=registration).update(oddity="same_device")
    held(ilze, run)
    assert _kinds(run) == {"Jānis Kalniņš": ("", "unsettled", "0.00")}
    participation.settle_oddity(by=ilze, attendance=Attendance.objects.get())
    assert _kinds(run) == {"Jānis Kalniņš": ("certificate", "", "6.00")}


def test_hours_of_a_cancelled_session_do_not_count(ilze: User, run: Seminar) -> None:
    """As they could be cancelled before that was refused."""
    attend(ilze, run)
    held(ilze, run)
    Attendance.objects.update(oddity="same_device")
    run.activity.sessions.update(state="cancelled", held_on=None)
    Attendance.objects.update(oddity="")
    assert _kinds(run) == {"Jānis Kalniņš": ("", "no_hours", "0.00")}


def test_approval_that_ended_the_day_before_gives_no_certificate(
    ilze: User, plan: Maker, programme: Programme, daugavpils: Municipality
) -> None:
    training = approved(programme, daugavpils, valid_until=DAY)
    seminar = plan(day=DAY, training_programme=training)
    attend(ilze, seminar)
    with after():
        held(ilze, seminar)
        assert _kinds(seminar)["Jānis Kalniņš"][:2] == ("certificate", "")
        training.valid_until = DAY - timedelta(days=1)
        training.save()
        assert _kinds(seminar)["Jānis Kalniņš"][:2] == ("attendance", "not_approved")


def test_seminar_on_its_own_gives_confirmations(ilze: User, plan: Maker, programme: Programme) -> None:
    implementer(programme)
    seminar = plan(day=DAY)
    attend(ilze, seminar)
    with after():
        held(ilze, seminar)
        assert _kinds(seminar) == {"Jānis Kalniņš": ("attendance", "no_programme", "6.00")}
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
        assert {name: person[0] for name, person in _kinds(seminar).items()} == {
            "No Firmas": "attendance",
            "No Mājām": "attendance",
            "No Skolas": "certificate",
        }
        services.set_group(by=ilze, seminar=seminar, registration=bare, group="teachers")
        assert _kinds(seminar)["No Mājām"][0] == "certificate"


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
