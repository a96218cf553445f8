"""The staff side of papers: issuing, replacing, revoking, one file of all."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import signed_tokens
from seminars.certificates import services
from seminars.models import Certificate, Seminar
from tests.builders import attend, cancel_though_seen, issue
from tests.seminars.certificates.views.addresses import check_of, list_of, text_of

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
SIGNED = {"signatory": "Līga Āboliņa", "position_lv": "direktore", "position_en": "", "issued_on": "19.06.2020"}


# -- issuing ---------------------------------------------------------------------------------------
def test_everybody_ready_is_ticked_and_gets_a_paper(as_: As, ilze: User, run: Seminar) -> None:
    browser = as_(ilze)
    page = text_of(browser.get(list_of(run)))
    pk = run.activity.registrations.get().pk
    assert re.search(rf'value="{pk}"[^>]* checked', page)
    answer = browser.post(list_of(run), {**SIGNED, "registrations": [pk]}, follow=True)
    assert "Izsniegts 1\u00a0dokuments." in text_of(answer)
    made = Certificate.objects.get()
    assert (made.facts["lv"]["position"], made.facts["en"]["position"]) == ("direktore", "direktore")
    assert made.number in text_of(answer)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"issued_on": "20.06.2020"}, "Izsniegšanas diena vēl nav pienākusi."),
        ({"issued_on": "17.06.2020"}, "Dokumentu izsniedz semināra pēdējā dienā vai vēlāk."),
        ({"registrations": []}, "Atzīmējiet vismaz vienu dalībnieku."),
        ({"registrations": ["999999"]}, "999999"),
        ({"signatory": ""}, "Kas paraksta"),
    ],
)
def test_wrong_form_keeps_what_was_typed(as_: As, ilze: User, run: Seminar, change: dict[str, Any], said: str) -> None:
    data = {**SIGNED, "registrations": [run.activity.registrations.get().pk], **change}
    answer = as_(ilze).post(list_of(run), data)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="direktore"' in text_of(answer)
    assert not Certificate.objects.exists()


def test_sent_twice_issues_once(as_: As, ilze: User, run: Seminar) -> None:
    data = {
        **SIGNED,
        "registrations": [run.activity.registrations.get().pk],
        "submission_key": "11111111-2222-4333-8444-555555555555",
    }
    browser = as_(ilze)
    assert [browser.post(list_of(run), data).status_code for _click in range(2)] == [302, 302]
    assert Certificate.objects.count() == 1


def test_group_is_corrected_on_the_page(as_: As, ilze: User, run: Seminar) -> None:
    registration = run.activity.registrations.get()
    address = reverse("seminars:certificate_group", args=[run.pk, registration.pk])
    browser = as_(ilze)
    browser.post(address, {"group": "others"})
    page = text_of(browser.get(list_of(run)))
    assert "nav pedagogs" in page
    browser.post(address, {"group": "teachers"})
    registration.refresh_from_db()
    assert registration.group == "teachers"
    cancel_though_seen(ilze, registration)
    assert "Šis pieteikums vairs nav spēkā." in text_of(browser.post(address, {"group": "others"}, follow=True))


def test_list_takes_as_many_statements_for_three(as_: As, ilze: User, run: Seminar) -> None:
    issue(ilze, run)
    browser = as_(ilze)
    browser.get(list_of(run))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        browser.get(list_of(run))
    attend(ilze, run, "Otrais Divi")
    attend(ilze, run, "Trešais Trīs")
    issue(ilze, run)
    with CaptureQueriesContext(connection) as three:
        browser.get(list_of(run))
    assert len(queries) == len(three) <= 10


def test_pages_of_papers_take_few_statements(as_: As, ilze: User, run: Seminar, certificate: Certificate) -> None:
    browser = as_(ilze)
    place = reverse("seminars:certificate_place", args=[signed_tokens.token(links.PLACE, certificate.registration_id)])
    for address in (
        reverse("seminars:certificate_detail", args=[certificate.pk]),
        reverse("seminars:certificate_register"),
        check_of(certificate.code),
        place,
    ):
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        assert len(asked) <= 12, address


def test_register_takes_as_many_statements_for_three(
    as_: As, ilze: User, run: Seminar, certificate: Certificate
) -> None:
    browser, address = as_(ilze), reverse("seminars:certificate_register")
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    attend(ilze, run, "Otrais Divi")
    attend(ilze, run, "Trešais Trīs")
    issue(ilze, run)
    with CaptureQueriesContext(connection) as three:
        browser.get(address)
    assert len(queries) == len(three)


def test_file_of_all_is_one_job(as_: As, ilze: User, run: Seminar, certificate: Certificate) -> None:
    address, browser = reverse("seminars:certificate_pack", args=[run.pk]), as_(ilze)
    first, second = browser.post(address), browser.post(address, {"school": ""})
    assert first["Location"] == second["Location"]
    services.revoke(by=ilze, certificate=certificate, reason="Kļūda")
    assert "Nav neviena derīga dokumenta" in text_of(browser.post(address, {"school": "a" * 201}, follow=True))


def test_schools_are_offered_in_latvian_order(as_: As, ilze: User, run: Seminar) -> None:
    schools = ["Apes skola", "Čornajas skola", "Daugavas skola", "Ķekavas skola", "Ļaudonas skola", "Žīguru skola"]
    for at, school in enumerate(reversed(schools)):
        attend(ilze, run, f"Persona {'ABCDEF'[at]}", school=school)
    issue(ilze, run)
    offered = as_(ilze).get(list_of(run)).context["schools"]
    assert [school for school in offered if school in schools] == schools
    assert offered == services.schools_of(run)


# -- ending ----------------------------------------------------------------------------------------
def test_revoking_and_replacing_ask_for_a_reason(as_: As, ilze: User, certificate: Certificate) -> None:
    browser = as_(ilze)
    revoke = reverse("seminars:certificate_revoke", args=[certificate.pk])
    replace = reverse("seminars:certificate_replace", args=[certificate.pk])
    assert 'value="Zebra Slepenais"' in text_of(browser.get(replace))
    assert browser.post(revoke, {"reason": " "}).status_code == 422
    answer = browser.post(replace, {**SIGNED, "reason": "Kļūdains vārds", "name": "Zebra Slepenā"})
    made = Certificate.objects.get(state="valid")
    assert answer["Location"] == reverse("seminars:certificate_detail", args=[made.pk])
    assert made.holder == "Zebra Slepenā"
    assert browser.post(revoke, {"reason": "Vēlreiz"}).status_code == 422  # the old one has ended
    browser.post(reverse("seminars:certificate_revoke", args=[made.pk]), {"reason": "Kļūda"})
    assert Certificate.objects.get(pk=made.pk).state == "revoked"
