from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock, signed_tokens
from seminars.models import Seminar
from tests.builders import register
from tests.seminars.files import PDF

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


def test_material_is_opened_by_those_for_whom_it_is(as_: As, ilze: User, janis: User, online: Seminar) -> None:
    public, private, after = online.materials.all()
    place = register(by=ilze, activity=online.activity, name="Anita", email="anita@example.lv")
    query = f"?place={signed_tokens.token(links.PLACE, place.pk)}"

    def got(browser: Client, pk: int, query: str = "") -> int:
        return int(browser.get(f"/lv/seminari/{online.pk}/materiali/{pk}/{query}").status_code)

    assert as_(None).get(f"/lv/seminari/{online.pk}/materiali/{public.pk}/")["Location"] == "https://example.lv/1"
    assert "/login/" in as_(None).get(f"/lv/seminari/{online.pk}/materiali/{private.pk}/")["Location"]
    assert (got(as_(None), private.pk, query), got(as_(None), after.pk, query)) == (302, 403)
    assert (got(as_(janis), private.pk), got(as_(ilze), after.pk)) == (403, 302)
    with clock.frozen(date(2020, 6, 19)):
        assert got(as_(None), after.pk, query) == 302


def test_file_goes_out_as_an_attachment_and_only_through_the_seminar(
    as_: As, ilze: User, janis: User, seminar: Seminar
) -> None:
    url = f"/lv/seminari/{seminar.pk}/materiali/pievienot/"
    upload = SimpleUploadedFile("lapa.pdf", PDF, "application/pdf")
    sent = {"title_lv": "Darba lapa", "audience": "public", "when": "at_once", "submission_key": str(uuid4())}
    assert as_(ilze).post(url, sent).status_code == 422
    key = str(uuid4())
    assert as_(ilze).post(url, {**sent, "new_documents": upload, "submission_key": key}).status_code == 302
    material = seminar.materials.get()
    assert material.document is not None
    answer = as_(None).get(f"/lv/seminari/{seminar.pk}/materiali/{material.pk}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    assert as_(janis).get(f"/lv/pieradijumi/{material.document.pk}/").status_code == 404


def test_material_is_corrected_and_removed_by_forms(as_: As, ilze: User, online: Seminar) -> None:
    browser, material = as_(ilze), online.materials.first()
    assert material is not None
    url = f"/lv/seminari/{online.pk}/materiali/{material.pk}/"
    sent = {"title_lv": "Citādi", "url": "example.lv/9", "audience": "public", "when": "at_once"}
    assert 'value="https://example.lv/1"' in browser.get(f"{url}labot/").content.decode()
    assert browser.post(f"{url}labot/", {**sent, "submission_key": str(uuid4())}).status_code == 302
    material.refresh_from_db()
    assert (material.title_lv, material.url) == ("Citādi", "https://example.lv/9")
    assert browser.post(f"{url}nonemt/").status_code == 302
    assert online.materials.count() == 2
