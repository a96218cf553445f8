"""Papers on the screen: issuing, the holder's own page, the public check page, the register; and who sees no names."""

import io
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import openpyxl
import pypdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.actors import PLACE_LINK, SYSTEM
from darbigas_kopienas.programme.models import Programme
from seminars.certificates import services
from seminars.certificates.views import check as checking
from seminars.models import Certificate, Seminar
from tests.builders import DAY, after, approved, attend, held, implementer, issue, signing
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
SECRET = "Zebra Slepenais"


@pytest.fixture
def run(ilze: User, plan: Maker, programme: Programme, daugavpils: Municipality) -> Iterator[Seminar]:
    implementer(programme)
    seminar = plan(day=DAY, training_programme=approved(programme, daugavpils))
    attend(ilze, seminar, SECRET, email="zebra@example.lv", school="Daugavpils 3. vidusskola")
    with after():
        yield held(ilze, seminar)


@pytest.fixture
def paper(ilze: User, run: Seminar) -> Certificate:
    return issue(ilze, run)[0]


def _own(paper: Certificate, user: User) -> None:
    registration = paper.registration
    registration.person = person_of(user)
    registration.save()


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _list(seminar: Seminar) -> str:
    return reverse("seminars:certificate_list", args=[seminar.pk])


def _check(code: str) -> str:
    return reverse("seminars:certificate_check", args=[code])


SIGNED = {"signatory": "Līga Āboliņa", "position_lv": "direktore", "position_en": "", "issued_on": "19.06.2020"}


# -- issuing ---------------------------------------------------------------------------------------
def test_everybody_ready_is_ticked_and_gets_a_paper(as_: As, ilze: User, run: Seminar) -> None:
    browser = as_(ilze)
    page = _text(browser.get(_list(run)))
    pk = run.activity.registrations.get().pk
    assert f'value="{pk}" checked' in page
    answer = browser.post(_list(run), {**SIGNED, "registrations": [pk]}, follow=True)
    assert "Izsniegts 1 dokuments." in _text(answer)
    made = Certificate.objects.get()
    assert (made.facts["lv"]["position"], made.facts["en"]["position"]) == ("direktore", "direktore")
    assert made.number in _text(answer)


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
    answer = as_(ilze).post(_list(run), data)
    assert answer.status_code == 422
    assert said in _text(answer)
    assert 'value="direktore"' in _text(answer)
    assert not Certificate.objects.exists()


def test_sent_twice_issues_once(as_: As, ilze: User, run: Seminar) -> None:
    data = {
        **SIGNED,
        "registrations": [run.activity.registrations.get().pk],
        "submission_key": "11111111-2222-4333-8444-555555555555",
    }
    browser = as_(ilze)
    assert [browser.post(_list(run), data).status_code for _click in range(2)] == [302, 302]
    assert Certificate.objects.count() == 1


def test_group_is_corrected_on_the_page(as_: As, ilze: User, run: Seminar) -> None:
    registration = run.activity.registrations.get()
    address = reverse("seminars:certificate_group", args=[run.pk, registration.pk])
    browser = as_(ilze)
    browser.post(address, {"group": "others"})
    page = _text(browser.get(_list(run)))
    assert "nav pedagogs" in page
    browser.post(address, {"group": "teachers"})
    registration.refresh_from_db()
    assert registration.group == "teachers"
    registration.state, registration.ending = "cancelled", "self"
    registration.save()
    assert "Šis pieteikums vairs nav spēkā." in _text(browser.post(address, {"group": "others"}, follow=True))


def test_list_takes_as_many_statements_for_three(as_: As, ilze: User, run: Seminar) -> None:
    issue(ilze, run)
    browser = as_(ilze)
    browser.get(_list(run))
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get(_list(run))
    attend(ilze, run, "Otrais Divi")
    attend(ilze, run, "Trešais Trīs")
    issue(ilze, run)
    with CaptureQueriesContext(connection) as three:
        browser.get(_list(run))
    assert len(one) == len(three) <= 10


def test_pages_of_papers_take_few_statements(as_: As, ilze: User, run: Seminar, paper: Certificate) -> None:
    browser = as_(ilze)
    place = reverse("seminars:certificate_place", args=[links.token(links.PLACE, paper.registration_id)])
    for address in (
        reverse("seminars:certificate_detail", args=[paper.pk]),
        reverse("seminars:certificate_register"),
        _check(paper.code),
        place,
    ):
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        assert len(asked) <= 12, address


def test_register_takes_as_many_statements_for_three(as_: As, ilze: User, run: Seminar, paper: Certificate) -> None:
    browser, address = as_(ilze), reverse("seminars:certificate_register")
    browser.get(address)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    attend(ilze, run, "Otrais Divi")
    attend(ilze, run, "Trešais Trīs")
    issue(ilze, run)
    with CaptureQueriesContext(connection) as three:
        browser.get(address)
    assert len(one) == len(three)


def test_file_of_all_is_one_job(as_: As, ilze: User, run: Seminar, paper: Certificate) -> None:
    address, browser = reverse("seminars:certificate_pack", args=[run.pk]), as_(ilze)
    first, second = browser.post(address), browser.post(address, {"school": ""})
    assert first["Location"] == second["Location"]
    services.revoke(by=ilze, certificate=paper, reason="Kļūda")
    assert "Nav neviena derīga dokumenta" in _text(browser.post(address, {"school": "a" * 201}, follow=True))


# -- the holder ------------------------------------------------------------------------------------
def test_holder_signed_in_sees_downloads_and_decides(as_: As, janis: User, paper: Certificate) -> None:
    _own(paper, janis)
    browser, address = as_(janis), reverse("seminars:certificate_detail", args=[paper.pk])
    assert paper.number in _text(browser.get(address))
    for language in ("lv", "en"):
        file = browser.get(reverse("seminars:certificate_download", args=[paper.pk, language]))
        assert file["Content-Type"] == "application/pdf"
        assert file["Content-Disposition"].startswith("attachment")
        assert file.content == services.made(paper, language)
    browser.post(address, {"shows_name": "yes"})
    assert Certificate.objects.get().shows_name
    browser.post(address, {"shows_name": "no"})
    assert not Certificate.objects.get().shows_name


def test_stored_file_is_handed_out(as_: As, ilze: User, paper: Certificate) -> None:
    services.keep_papers(by=SYSTEM, certificate=paper)
    file = as_(ilze).get(reverse("seminars:certificate_download", args=[paper.pk, "lv"]))
    assert _pieces(file) == services.made(paper, "lv")
    assert file["Content-Disposition"] == f'attachment; filename="{paper.number}-lv.pdf"'
    assert as_(ilze).get(reverse("seminars:certificate_download", args=[paper.pk, "de"])).status_code == 404


def test_staff_do_not_decide_about_the_name(as_: As, ilze: User, paper: Certificate) -> None:
    answer = as_(ilze).post(reverse("seminars:certificate_detail", args=[paper.pk]), {"shows_name": "yes"})
    assert answer.status_code == 403
    assert not Certificate.objects.get().shows_name


def test_guest_reaches_the_paper_by_the_place_link_only(client: Client, ilze: User, paper: Certificate) -> None:
    token = links.token(links.PLACE, paper.registration_id)
    address = reverse("seminars:certificate_place", args=[token])
    assert SECRET in _text(client.get(address))
    download = reverse("seminars:certificate_place_download", args=[token, paper.pk, "en"])
    assert client.get(download).status_code == 200
    client.post(address, {"certificate": paper.pk, "shows_name": "yes"})
    assert Certificate.objects.get().shows_name
    mailed = links.token(links.MAILED, paper.registration_id)
    assert client.get(reverse("seminars:certificate_place", args=[mailed])).status_code == 404
    assert client.get(reverse("seminars:certificate_detail", args=[paper.pk])).status_code == 302
    assert client.post(address, {"certificate": "x", "shows_name": "yes"}).status_code == 404


def test_place_link_opens_nobody_elses_paper(client: Client, ilze: User, run: Seminar, paper: Certificate) -> None:
    other = attend(ilze, run, "Cits Cilvēks")
    token = links.token(links.PLACE, other.pk)
    assert client.get(reverse("seminars:certificate_place", args=[token])).status_code == 404
    download = reverse("seminars:certificate_place_download", args=[token, paper.pk, "lv"])
    assert client.get(download).status_code == 404


def test_ended_paper_is_handed_out_to_staff_only(
    as_: As, client: Client, ilze: User, janis: User, paper: Certificate
) -> None:
    _own(paper, janis)
    services.revoke(by=ilze, certificate=paper, reason="Kļūda")
    address = reverse("seminars:certificate_download", args=[paper.pk, "lv"])
    assert (as_(ilze).get(address).status_code, as_(janis).get(address).status_code) == (200, 404)
    token = links.token(links.PLACE, paper.registration_id)
    assert client.get(reverse("seminars:certificate_place_download", args=[token, paper.pk, "lv"])).status_code == 404
    assert "Kļūda" in _text(client.get(reverse("seminars:certificate_place", args=[token])))


# -- ending ----------------------------------------------------------------------------------------
def test_revoking_and_replacing_ask_for_a_reason(as_: As, ilze: User, paper: Certificate) -> None:
    browser = as_(ilze)
    revoke = reverse("seminars:certificate_revoke", args=[paper.pk])
    replace = reverse("seminars:certificate_replace", args=[paper.pk])
    assert 'value="Zebra Slepenais"' in _text(browser.get(replace))
    assert browser.post(revoke, {"reason": " "}).status_code == 422
    answer = browser.post(replace, {**SIGNED, "reason": "Kļūdains vārds", "name": "Zebra Slepenā"})
    made = Certificate.objects.get(state="valid")
    assert answer["Location"] == reverse("seminars:certificate_detail", args=[made.pk])
    assert made.holder == "Zebra Slepenā"
    assert browser.post(revoke, {"reason": "Vēlreiz"}).status_code == 422  # the old one has ended
    browser.post(reverse("seminars:certificate_revoke", args=[made.pk]), {"reason": "Kļūda"})
    assert Certificate.objects.get(pk=made.pk).state == "revoked"


# -- the check page --------------------------------------------------------------------------------
def test_check_page_says_every_printed_fact(client: Client, paper: Certificate) -> None:
    services.show_name(by=PLACE_LINK, certificate=paper, shows_name=True)
    for language in ("lv", "en"):
        with translation.override(language):
            page = _text(client.get(_check(paper.code)))
        reader = pypdf.PdfReader(io.BytesIO(services.made(paper, language)))
        printed = " ".join(" ".join(one.extract_text().split()) for one in reader.pages)
        for name, said in paper.facts[language].items():
            assert said in printed, name
            assert said in page, name
        assert len(reader.pages) == 1


def test_check_page_shows_initials_unless_the_holder_agrees(client: Client, paper: Certificate) -> None:
    page = _text(client.get(_check(paper.code)))
    assert SECRET not in page
    assert "<strong>Z. S.</strong>" in page
    services.show_name(by=PLACE_LINK, certificate=paper, shows_name=True)
    assert SECRET in _text(client.get(_check(paper.code)))


def test_check_page_leaks_neither_address_nor_school(as_: As, karlis: User, paper: Certificate) -> None:
    page = _text(as_(karlis).get(_check(paper.code)))
    assert "Šis dokuments ir derīgs" in page
    for private in (SECRET, "Slepenais", "zebra@", "3. vidusskola"):
        assert private not in page


def test_revoked_paper_says_so(client: Client, ilze: User, paper: Certificate) -> None:
    services.revoke(by=ilze, certificate=paper, reason="Stundas ierakstītas kļūdas dēļ")
    page = _text(client.get(_check(paper.code)))
    assert "Šis dokuments nav derīgs: tas ir atsaukts" in page
    assert "Dokuments atsaukts 2020. gada 19. jūnijā." in page
    assert "Stundas ierakstītas kļūdas dēļ" in page
    assert "Šis dokuments ir derīgs" not in page


def test_replaced_paper_leads_to_the_new_one(client: Client, ilze: User, paper: Certificate) -> None:
    made = services.replace(by=ilze, certificate=paper, reason="Kļūda", signing=signing())
    page = _text(client.get(_check(paper.code)))
    assert "Šis dokuments nav derīgs: tas ir aizstāts" in page
    assert f'href="{_check(made.code)}"' in page
    assert "Šis dokuments ir derīgs" in _text(client.get(_check(made.code)))


def test_typed_code_is_forgiven(client: Client, paper: Certificate) -> None:
    form = reverse("seminars:certificate_check_form")
    sloppy = " ".join(paper.code[at : at + 5] for at in range(0, 26, 5)).lower().replace("0", "o").replace("1", "i")
    answer = client.get(form, {"code": sloppy})
    assert answer["Location"] == _check(paper.code)
    assert client.get(form).status_code == 200
    for wrong in ("", " - ", "…"):
        assert client.get(form, {"code": wrong}).status_code == 422
    assert client.get(_check(sloppy.replace(" ", ""))).status_code == 200


def test_unknown_code_costs_the_same(client: Client, paper: Certificate) -> None:
    unknown = "7" * 26
    for code in (paper.code, unknown):
        client.get(_check(code))
    costs, drawn = [], []
    for code in (paper.code, unknown):
        cache.clear()
        with (
            CaptureQueriesContext(connection) as asked,
            mock.patch.object(checking, "render_to_string", wraps=render_to_string) as work,
        ):
            answer = client.get(_check(code))
        costs.append([one["sql"].split(" ")[0] for one in asked.captured_queries])
        drawn.append(work.call_count)
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert costs[0] == costs[1]
    assert drawn == [1, 1]
    assert answer.status_code == 404
    assert "Portāls nav izsniedzis dokumentu ar šādu kodu" in _text(answer)


@pytest.mark.parametrize("code", ["x", "%00", "ā" * 26, "0" * 500, "'; DROP TABLE"])
def test_damaged_code_is_only_unknown(client: Client, paper: Certificate, code: str) -> None:
    assert client.get(_check(code)).status_code == 404


def test_too_many_tries_are_told_to_wait(client: Client, paper: Certificate) -> None:
    with mock.patch.object(checking, "TRIES_ALLOWED", 3):
        got = [client.get(_check(code)).status_code for code in (paper.code, "X", "Y", paper.code)]
        page = _text(client.get(_check(paper.code)))
    assert got == [200, 404, 404, 429]
    assert "Pagaidiet" in page or "Uzgaidiet" in page
    assert paper.number not in page


# -- the register ----------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["ilze", "marta"])
def test_register_names_people_to_those_who_issue(as_: As, paper: Certificate, request: Any, who: str) -> None:
    assert SECRET in _text(as_(request.getfixturevalue(who)).get(reverse("seminars:certificate_register")))


def test_auditor_sees_number_and_state_without_names(as_: As, olga: User, paper: Certificate) -> None:
    page = _text(as_(olga).get(reverse("seminars:certificate_register")))
    assert (paper.number in page, "derīgs" in page, SECRET in page, paper.seminar.title in page) == (
        True,
        True,
        False,
        False,
    )


def test_karlis_gets_nothing_of_daugavpils(as_: As, karlis: User, run: Seminar, paper: Certificate) -> None:
    browser = as_(karlis)
    register = _text(browser.get(reverse("seminars:certificate_register")))
    assert (paper.number in register, SECRET in register) == (False, False)
    assert _sheet(browser.get(reverse("seminars:certificate_export"))) == []
    assert browser.get(_list(run)).status_code == 403
    for name in ("certificate_detail", "certificate_revoke", "certificate_replace"):
        assert browser.get(reverse(f"seminars:{name}", args=[paper.pk])).status_code == 404
    assert browser.get(reverse("seminars:certificate_download", args=[paper.pk, "lv"])).status_code == 404


def test_export_holds_the_register(as_: As, ilze: User, anna: User, paper: Certificate) -> None:
    made = services.replace(by=ilze, certificate=paper, reason="Kļūdains vārds", signing=signing())
    rows = _sheet(as_(ilze).get(reverse("seminars:certificate_export")))
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (paper.number, "aizstāts ar citu", SECRET),
        (made.number, "derīgs", SECRET),
    ]
    csv = as_(ilze).get(reverse("seminars:certificate_export"), {"format": "csv"})
    assert paper.number in _pieces(csv).decode()
    assert as_(ilze).get(reverse("seminars:certificate_export"), {"format": "pdf"}).status_code == 404
    assert as_(anna).get(reverse("seminars:certificate_export")).status_code == 403


def _sheet(answer: Any) -> list[tuple[Any, ...]]:
    """The rows that begin with a number of a paper."""
    book = openpyxl.load_workbook(io.BytesIO(_pieces(answer)))
    rows = book.worksheets[0].iter_rows(values_only=True)
    return [row for row in rows if str(row[0]).startswith("DK-TEST-")]


def _pieces(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)
