"""What leaves the portal with names in it is written down: who opened a paper, who took a table or a sheet along."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence.models import FileOpening
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import Organisation, SchoolContact, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.values import clock, signed_tokens
from seminars.certificates import services
from seminars.models import Certificate, Seminar
from tests.seminars.certificates.views.addresses import give_to

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


def done(verb: str) -> list[tuple[int | None, str, int | None]]:
    rows = Entry.objects.filter(verb=verb).order_by("pk")
    return list(rows.values_list("actor_id", "object_label", "municipality_id"))


def test_staff_who_open_a_holder_s_paper_are_written_down_and_the_holder_is_not(
    as_: As, ilze: User, janis: User, certificate: Certificate
) -> None:
    give_to(certificate, janis)
    address = reverse("seminars:certificate_download", args=[certificate.pk, "lv"])
    token = signed_tokens.token(links.PLACE, certificate.registration_id)
    by_place = reverse("seminars:certificate_place_download", args=[token, certificate.pk, "lv"])
    for browser, page in ((as_(janis), address), (as_(None), by_place), (as_(ilze), address)):
        assert browser.get(page).status_code == 200
    assert done("certificate.opened") == [(ilze.pk, "seminars.certificate", certificate.scope.municipality_id)]
    services.store_files(by=SYSTEM, certificate=certificate)
    for browser, page in ((as_(janis), address), (as_(None), by_place), (as_(ilze), address)):
        assert browser.get(page).status_code == 200
    assert list(FileOpening.objects.values_list("user_id", "how")) == [(ilze.pk, "downloaded")]


@pytest.mark.parametrize(
    ("name", "verb", "label"),
    [
        ("administration:person_export", "people.exported", "programme.programme"),
        ("participation:registration_export", "participants.exported", "activities.activity"),
        ("seminars:attendance_export", "attendance.exported", "activities.activity"),
        ("seminars:certificate_export", "certificates.exported", "programme.programme"),
        ("participation:sheet_print", "sheet.printed", "activities.activity"),
        ("participation:badge_print", "badges.printed", "activities.activity"),
    ],
)
def test_table_or_sheet_taken_along_is_one_entry(
    as_: As, ilze: User, certificate: Certificate, run: Seminar, name: str, verb: str, label: str
) -> None:
    activity = run.activity
    arguments: dict[str, list[Any]] = {
        "administration:person_export": [activity.programme_id],
        "seminars:attendance_export": [run.pk],
        "seminars:certificate_export": [],
        "participation:sheet_print": [activity.pk, activity.sessions.get().pk],
    }
    browser, page = as_(ilze), reverse(name, args=arguments.get(name, [activity.pk]))
    for _press in range(2):
        assert browser.get(page).status_code == 200
    assert done(verb) == [(ilze.pk, label, activity.municipality_id)]


def test_school_that_takes_papers_along_is_written_down(
    as_: As, ilze: User, janis: User, anna: User, certificate: Certificate, daugavpils: Any
) -> None:
    school = Organisation.objects.create(kind="school", name_lv="Saules skola", municipality=daugavpils)
    give_to(certificate, janis)
    person = person_of(janis)
    person.organisation, person.school_sees_hours_since = school, clock.now()
    person.save()
    SchoolContact.objects.create(organisation=school, user=anna)
    assert as_(anna).post(reverse("seminars:school_pack", args=[school.pk])).status_code == 200
    assert done("certificates.exported") == [(anna.pk, "people.organisation", daugavpils.pk)]
