"""The public check page says every fact and no name; it costs the same for an unknown code."""

import io
from collections.abc import Callable
from unittest import mock

import pypdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import PLACE_LINK
from seminars.certificates import services
from seminars.certificates.views import check
from seminars.models import Certificate
from tests.builders import signing
from tests.seminars.certificates.views.addresses import check_of, text_of
from tests.seminars.certificates.views.conftest import SECRET

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


def test_check_page_says_every_printed_fact(client: Client, certificate: Certificate) -> None:
    services.show_name(by=PLACE_LINK, certificate=certificate, shows_name=True)
    for language in ("lv", "en"):
        with translation.override(language):
            page = text_of(client.get(check_of(certificate.code)))
        reader = pypdf.PdfReader(io.BytesIO(services.made(certificate, language)))
        printed = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
        for name, said in certificate.facts[language].items():
            assert " ".join(said.split()) in printed, name
            assert said in page, name
        assert len(reader.pages) == 1


def test_check_page_shows_initials_unless_the_holder_agrees(client: Client, certificate: Certificate) -> None:
    page = text_of(client.get(check_of(certificate.code)))
    assert SECRET not in page
    assert "<strong>Z. S.</strong>" in page
    services.show_name(by=PLACE_LINK, certificate=certificate, shows_name=True)
    assert SECRET in text_of(client.get(check_of(certificate.code)))


def test_check_page_leaks_neither_address_nor_school(as_: As, karlis: User, certificate: Certificate) -> None:
    page = text_of(as_(karlis).get(check_of(certificate.code)))
    assert "Šis dokuments ir derīgs" in page
    for private in (SECRET, "Slepenais", "zebra@", "3. vidusskola"):
        assert private not in page


def test_revoked_paper_says_so(client: Client, ilze: User, certificate: Certificate) -> None:
    services.revoke(by=ilze, certificate=certificate, reason="Stundas ierakstītas kļūdas dēļ")
    page = text_of(client.get(check_of(certificate.code)))
    assert "Šis dokuments nav derīgs: tas ir atsaukts" in page
    assert "Dokuments atsaukts 2020.\u00a0gada 19.\u00a0jūnijā." in page
    assert "Stundas ierakstītas kļūdas dēļ" in page
    assert "Šis dokuments ir derīgs" not in page


def test_replaced_paper_leads_to_the_new_one(client: Client, ilze: User, certificate: Certificate) -> None:
    made = services.replace(by=ilze, certificate=certificate, reason="Kļūda", signing=signing())
    page = text_of(client.get(check_of(certificate.code)))
    assert "Šis dokuments nav derīgs: tas ir aizstāts" in page
    assert f'href="{check_of(made.code)}"' in page
    assert "Šis dokuments ir derīgs" in text_of(client.get(check_of(made.code)))


def test_typed_code_is_forgiven(client: Client, certificate: Certificate) -> None:
    form = reverse("seminars:certificate_check_form")
    sloppy = (
        " ".join(certificate.code[at : at + 5] for at in range(0, 26, 5)).lower().replace("0", "o").replace("1", "i")
    )
    answer = client.get(form, {"code": sloppy})
    assert answer["Location"] == check_of(certificate.code)
    assert client.get(form).status_code == 200
    for wrong in ("", " - ", "…"):
        assert client.get(form, {"code": wrong}).status_code == 422
    assert client.get(check_of(sloppy.replace(" ", ""))).status_code == 200


def test_unknown_code_costs_the_same(client: Client, certificate: Certificate) -> None:
    unknown = "7" * 26
    for code in (certificate.code, unknown):
        client.get(check_of(code))
    costs, drawn = [], []
    for code in (certificate.code, unknown):
        cache.clear()
        with (
            CaptureQueriesContext(connection) as asked,
            mock.patch.object(check, "render_to_string", wraps=render_to_string) as work,
        ):
            answer = client.get(check_of(code))
        costs.append([query["sql"].split(" ")[0] for query in asked.captured_queries])
        drawn.append(work.call_count)
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert costs[0] == costs[1]
    assert drawn == [1, 1]
    assert answer.status_code == 404
    assert "Portāls nav izsniedzis dokumentu ar šādu kodu" in text_of(answer)


@pytest.mark.parametrize("code", ["x", "%00", "ā" * 26, "0" * 500, "'; DROP TABLE"])
def test_damaged_code_is_only_unknown(client: Client, certificate: Certificate, code: str) -> None:
    assert client.get(check_of(code)).status_code == 404


def test_a_code_typed_in_part_is_counted_and_stays(client: Client, certificate: Certificate) -> None:
    form_url = reverse("seminars:certificate_check_form")
    part = certificate.code[:12]
    for url, data, status in ((form_url, {"code": part}, 422), (check_of(part), {}, 404)):
        answer = client.get(url, data)
        assert answer.status_code == status
        assert "Ievadītas 12 no 26\u00a0rakstzīmēm." in text_of(answer)
        assert f'value="{part}"' in answer.content.decode()
    long = client.get(form_url, {"code": f"{certificate.code}7"})
    assert "Ievadītas 27 no 26\u00a0rakstzīmēm. Ierakstiet tikai kodu." in text_of(long)


def test_a_whole_but_unknown_code_stays_in_its_field(client: Client, certificate: Certificate) -> None:
    page = client.get(check_of("7" * 26)).content.decode()
    assert 'value="7777-7777-7777-7777-7777-7777-77"' in page


def test_too_many_tries_are_told_to_wait(client: Client, certificate: Certificate) -> None:
    with mock.patch.object(check, "TRIES_ALLOWED", 3):
        got = [client.get(check_of(code)).status_code for code in (certificate.code, "X", "Y", certificate.code)]
        page = text_of(client.get(check_of(certificate.code)))
    assert got == [200, 404, 404, 429]
    assert "Pagaidiet" in page or "Uzgaidiet" in page
    assert certificate.number not in page
