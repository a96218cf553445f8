"""The logos by their pages, and the foot of pages that follows from them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Logo, Placement
from darbigas_kopienas.pages import page_cache
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import Programme
from tests.counted import statements
from tests.evidence.files import PDF, upload
from tests.logos import add_logo, drawn

pytestmark = pytest.mark.django_db
PRIVACY = "/en/privacy/"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")


def there(programme: Programme, rest: str = "") -> str:
    return f"/en/administration/programmes/{programme.pk}/logos/{rest}"


def typed(organisation: Organisation, **more: object) -> dict[str, object]:
    return {"organisation": organisation.pk, "placements": ["is_in_foot"], "width_mm": "30", **more}


def test_a_logo_is_typed_in_and_stands_at_the_foot(as_: Any, marta: User, programme: Programme) -> None:
    client = as_(marta)
    funder = Organisation.objects.get(kind="funder")
    assert client.get(there(programme, "add/")).status_code == 200
    first = client.post(there(programme, "add/"), typed(funder, picture=upload(drawn(), "fonds.png")))
    assert (first.status_code, first["Location"]) == (302, there(programme))
    logo = Logo.objects.get()
    picture = f'src="/en/files/logos/{logo.document_id}/"'
    assert client.get(there(programme)).content.decode().count(picture) == 2
    assert f'<img {picture} alt="British Council, Latvia"' in Client().get(PRIVACY).content.decode()
    assert client.post(there(programme, f"{logo.pk}/"), typed(funder, width_mm="45")).status_code == 302
    logo.refresh_from_db()
    assert logo.width_mm == 45
    assert client.post(there(programme, f"{logo.pk}/remove/")).status_code == 302
    assert picture not in Client().get(PRIVACY).content.decode()


def test_what_is_missing_or_wrong_is_said_and_nothing_is_lost(
    as_: Any, marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    client = as_(marta)
    school = Organisation.objects.create(kind="school", name_lv="Skola", municipality=daugavpils)
    council = Organisation.objects.create(kind="municipal", name_lv="Dome", municipality=daugavpils)
    answer = client.post(there(programme, "add/"), {"organisation": school.pk, "width_mm": "90", "alt_lv": "Mūsu zīme"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("Choose at least one place.", 'value="90"', 'value="Mūsu zīme"'):
        assert sentence in page
    svg = upload(b"<svg/>", "dome.svg")
    answer = client.post(there(programme, "add/"), typed(council, picture=svg))
    assert answer.status_code == 422
    assert "A drawing (SVG) can hold scripts" in answer.content.decode()
    assert not Logo.objects.exists()


def test_the_foot_shows_only_those_of_the_current_programme_with_that_place(marta: User, programme: Programme) -> None:
    ours = add_logo(marta, programme, Placement.FOOT)
    add_logo(marta, programme, Placement.REPORT, Placement.CERTIFICATE)
    page = Client().get(PRIVACY).content.decode()
    assert (page.count("/files/logos/"), f"/files/logos/{ours.document_id}/" in page) == (1, True)
    Programme.objects.create(
        code="next", name_lv="Cita", name_en="Other", goal_lv="Cits.", starts_on=date(2030, 1, 1),
        ends_on=date(2031, 1, 1),
    )  # fmt: skip
    page_cache.forget()
    assert "/files/logos/" not in Client().get(PRIVACY).content.decode()


def test_a_page_asks_no_more_with_logos_than_without(as_: Any, marta: User, programme: Programme) -> None:
    client = as_(marta)
    statements(client, PRIVACY)
    without = statements(client, PRIVACY)
    add_logo(marta, programme)
    statements(client, PRIVACY)
    assert statements(client, PRIVACY) == without


def test_everybody_sees_it_and_nothing_else_by_its_address(
    as_: Any, marta: User, karlis: User, programme: Programme
) -> None:
    logo = add_logo(marta, programme)
    other = evidence.store_bytes(
        by=marta, content=PDF, name="a.pdf", content_type="application/pdf", scope=programme.scope, kind="other"
    )
    for client in (as_(None), as_(karlis)):
        answer = client.get(f"/en/files/logos/{logo.document_id}/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert answer["Cache-Control"] == "public, max-age=86400"
        assert client.get(f"/en/files/logos/{other.pk}/").status_code == 404
    evidence.erase(by=marta, document=logo.document)
    assert as_(None).get(f"/en/files/logos/{logo.document_id}/").status_code == 404
