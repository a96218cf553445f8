"""The register of papers: names for those who issue them alone."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.people.models import User
from seminars.certificates import services
from seminars.models import Certificate, Seminar
from tests.builders import signing
from tests.seminars.certificates.views.addresses import file_of, list_of, text_of
from tests.seminars.certificates.views.conftest import SECRET

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


@pytest.mark.parametrize("who", ["ilze", "marta"])
def test_register_names_people_to_those_who_issue(as_: As, certificate: Certificate, request: Any, who: str) -> None:
    assert SECRET in text_of(as_(request.getfixturevalue(who)).get(reverse("seminars:certificate_register")))


def test_auditor_sees_number_and_state_without_names(as_: As, olga: User, certificate: Certificate) -> None:
    page = text_of(as_(olga).get(reverse("seminars:certificate_register")))
    assert (certificate.number in page, "derīgs" in page, SECRET in page, certificate.seminar.title in page) == (
        True,
        True,
        False,
        False,
    )


def test_karlis_gets_nothing_of_daugavpils(as_: As, karlis: User, run: Seminar, certificate: Certificate) -> None:
    browser = as_(karlis)
    register = text_of(browser.get(reverse("seminars:certificate_register")))
    assert (certificate.number in register, SECRET in register) == (False, False)
    assert _sheet(browser.get(reverse("seminars:certificate_export"))) == []
    assert browser.get(list_of(run)).status_code == 403
    for name in ("certificate_detail", "certificate_revoke", "certificate_replace"):
        assert browser.get(reverse(f"seminars:{name}", args=[certificate.pk])).status_code == 404
    assert browser.get(reverse("seminars:certificate_download", args=[certificate.pk, "lv"])).status_code == 404


def test_export_holds_the_register(as_: As, ilze: User, anna: User, certificate: Certificate) -> None:
    made = services.replace(by=ilze, certificate=certificate, reason="Kļūdains vārds", signing=signing())
    rows = _sheet(as_(ilze).get(reverse("seminars:certificate_export")))
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (certificate.number, "aizstāts ar citu", SECRET),
        (made.number, "derīgs", SECRET),
    ]
    csv = as_(ilze).get(reverse("seminars:certificate_export"), {"format": "csv"})
    assert certificate.number in file_of(csv).decode()
    assert as_(ilze).get(reverse("seminars:certificate_export"), {"format": "pdf"}).status_code == 422
    assert as_(anna).get(reverse("seminars:certificate_export")).status_code == 403


@pytest.mark.parametrize(("words", "is_there"), [({"q": "slepen"}, True), ({"q": "zzz"}, False),
                                                ({"state": "revoked"}, False), ({"kind": "attendance"}, False),
                                                ({"state": "valid", "kind": "certificate"}, True)])  # fmt: skip
def test_register_is_searched_and_filtered(
    as_: As, ilze: User, certificate: Certificate, words: dict[str, str], is_there: bool
) -> None:
    page = text_of(as_(ilze).get(reverse("seminars:certificate_register"), words))
    assert (certificate.number in page) == is_there
    assert ("Šiem filtriem nekas neatbilst" in page) != is_there
    rows = _sheet(as_(ilze).get(reverse("seminars:certificate_export"), words))
    assert [row[0] for row in rows] == ([certificate.number] if is_there else [])


def test_register_finds_by_number_and_seminar(as_: As, ilze: User, certificate: Certificate) -> None:
    for words in (certificate.number.lower(), certificate.seminar.title.upper()):
        page = as_(ilze).get(reverse("seminars:certificate_register"), {"q": words})
        assert certificate.number in text_of(page)


def test_auditor_searches_in_numbers_alone(as_: As, olga: User, certificate: Certificate) -> None:
    browser, address = as_(olga), reverse("seminars:certificate_register")
    assert certificate.number in text_of(browser.get(address, {"q": certificate.number[3:]}))
    for word in ("slepen", certificate.seminar.title):
        assert certificate.number not in text_of(browser.get(address, {"q": word}))
    assert browser.get(address, {"kind": "certificate"}).status_code == 422


def _sheet(answer: Any) -> list[tuple[Any, ...]]:
    """The rows that begin with a number of a paper."""
    book = openpyxl.load_workbook(io.BytesIO(file_of(answer)))
    rows = book.worksheets[0].iter_rows(values_only=True)
    return [row for row in rows if str(row[0]).startswith("DK-TEST-")]
