"""A certificate keeps the logos of its day of issue, and is the same whenever it is drawn."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ValidationError

from darbigas_kopienas.administration.programme.logos import LOGOS
from darbigas_kopienas.evidence.models import Placement
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.facts.services import remove_fact
from darbigas_kopienas.programme.models import Programme
from seminars.certificates import services
from seminars.certificates.facts import logos_of
from seminars.certificates.pdf import render_certificate
from seminars.models import Certificate, Seminar
from tests.builders import attend, held, issue
from tests.evidence.files import picture
from tests.logos import add_logo, alternatives

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")


def pictures(paper: bytes) -> int:
    (page,) = pypdf.PdfReader(io.BytesIO(paper)).pages
    return len(page.images)


def test_a_paper_is_the_same_after_its_logo_is_gone(
    ilze: User, marta: User, run: Seminar, programme: Programme
) -> None:
    logo = add_logo(marta, programme, Placement.CERTIFICATE, content=picture("JPEG", (600, 300)), name="fonds.jpg")
    add_logo(marta, programme, Placement.REPORT, Placement.FOOT)
    attend(ilze, run)
    held(ilze, run)
    (made,) = issue(ilze, run)
    first = services.made(made, "lv")
    assert pictures(first) == 1
    assert "Britu Padome Latvijā" in alternatives(first)
    remove_fact(by=marta, kind=LOGOS, row=logo)
    assert services.made(Certificate.objects.get(pk=made.pk), "lv") == first


def test_facts_from_before_logos_were_kept_are_drawn_without(certificate: Certificate) -> None:
    old = {name: value for name, value in certificate.facts.items() if name != "logos"}
    assert logos_of(old) == []
    at = datetime(2020, 6, 19, 12, tzinfo=UTC)
    assert pictures(render_certificate(old, code=certificate.code, issued_at=at, language="lv")) == 0


def test_as_many_as_are_let_in_leave_it_one_page(ilze: User, marta: User, run: Seminar, programme: Programme) -> None:
    high = picture("JPEG", (600, 600))
    for _number in range(2):
        add_logo(marta, programme, content=high, name="a.jpg", width_mm=38)
    with pytest.raises(ValidationError) as refused:
        add_logo(marta, programme, content=high, name="a.jpg", width_mm=38)
    assert list(refused.value.message_dict) == ["placements"]
    attend(ilze, run)
    held(ilze, run)
    (made,) = issue(ilze, run)
    assert pictures(services.made(made, "lv")) >= 1
    assert pictures(services.made(made, "en")) >= 1
