"""The public check page: whoever holds the code may ask, whoever guesses is stopped."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from darbigas_kopienas.people.models import User
from darbigas_kopienas.reports import check, codes, services
from darbigas_kopienas.reports.models import Report
from tests.databases import HALF_YEAR

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]
As = Callable[[User | None], Client]


def test_anybody_with_the_code_sees_what_the_portal_knows(report: Report, marta: User, as_: As) -> None:
    url = f"/lv/parbaude/{report.code}/"
    page = as_(None).get(url).content.decode().replace("<wbr>", "")
    for words in (
        "Darbīgās kopienas",
        "Daugavpils",
        "01.04.2020",
        "115\u00a0029,00\u00a0EUR",
        report.renderings.get().sha256,
    ):
        assert words in page
    assert "melnraksts" in page
    assert "Ķiršu" not in page
    services.submit_report(by=marta, report=report)
    assert "iesniegts" in as_(None).get(url).content.decode()
    assert "Active Communities" in as_(None).get(f"/en/check/{report.code}/").content.decode()


def test_the_code_may_be_typed_as_it_is_printed(report: Report, as_: As) -> None:
    typed = report.spaced_code.lower().replace("0", "o").replace("1", "i")
    answer = as_(None).get("/lv/parbaude/", {"code": f" {typed} "})
    assert answer.headers["Location"] == f"/lv/parbaude/{report.code}/"
    assert as_(None).get("/lv/parbaude/").status_code == 200
    assert as_(None).get("/lv/parbaude/", {"code": ""}).status_code == 422
    assert as_(None).get("/lv/parbaude/", {"code": "--"}).status_code == 422


def test_a_code_typed_in_part_is_counted_and_stays(report: Report, as_: As) -> None:
    typed = f"{report.code[:4]}-{report.code[4:9].lower()}"
    answer = as_(None).get("/lv/parbaude/", {"code": typed})
    assert answer.status_code == 422
    assert "Ievadītas 9 no 26\u00a0rakstzīmēm." in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()
    answer = as_(None).get(f"/lv/parbaude/{report.code[:9]}/")
    assert answer.status_code == 404
    assert "Ievadītas 9 no 26\u00a0rakstzīmēm." in answer.content.decode()


def test_a_code_of_the_shorter_kind_still_opens_its_report(
    request: pytest.FixtureRequest, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "LENGTH", codes.LENGTH_BEFORE)
    report: Report = request.getfixturevalue("report")
    assert len(report.code) == 12
    answer = as_(None).get("/lv/parbaude/", {"code": report.spaced_code})
    assert answer.headers["Location"] == f"/lv/parbaude/{report.code}/"
    assert as_(None).get(answer.headers["Location"]).status_code == 200


def test_an_unknown_code_is_said_in_a_sentence_and_asked_as_much(
    report: Report, as_: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        page = as_(None).get(f"/lv/parbaude/{codes.new_code()}/")
    assert page.status_code == 404
    assert "Šāds kods nav zināms" in page.content.decode()


def test_guessing_codes_is_stopped(report: Report, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check.TRIES_ALLOWED >= 100  # whoever stands in one room may scan one and the same code
    monkeypatch.setattr(check, "TRIES_ALLOWED", 30)
    cache.clear()
    answers = [as_(None).get(f"/lv/parbaude/{codes.new_code()}/").status_code for _guess in range(31)]
    assert answers == [404] * 30 + [429]
    assert as_(None).get(f"/lv/parbaude/{report.code}/").status_code == 429
    cache.clear()


def test_check_page_is_found_from_every_page_and_compares_a_file(as_: As, report: Report) -> None:
    client = as_(None)
    form = reverse("reports:report_check_form")
    assert f'href="{form}"' in client.get("/lv/").content.decode().split("<footer")[1]
    page = client.get(reverse("reports:report_check", args=[report.code])).content.decode()
    assert f'<code class="sha" data-sha="{report.renderings.get().sha256}"' in page
    assert "data-file-check" in page
    assert "js/check_file" in page
