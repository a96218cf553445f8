"""The title page of a report has the logos of the moment in which its figures were frozen."""

from pathlib import Path
from typing import Any

import pytest

from darbigas_kopienas.administration.programme.logos import LOGOS
from darbigas_kopienas.evidence import logos
from darbigas_kopienas.evidence.models import Placement
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.facts.services import remove_fact
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.reports import render, snapshot
from darbigas_kopienas.reports.gather import gather
from tests.logos import add_logo, alternatives
from tests.reports.sample import report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")


def drawn(figures: snapshot.ReportFigures) -> bytes:
    return render.render_pdf(figures, seal="0" * 64, language="lv", photos={}, logos=logos.contents(figures.logos))


def test_the_same_figures_are_the_same_bytes_after_a_logo_is_gone(marta: User, programme: Programme) -> None:
    logo = add_logo(marta, programme, Placement.REPORT)
    add_logo(marta, programme, Placement.FOOT, Placement.CERTIFICATE)
    kept = gather(programme.scope, programme.starts_on, programme.ends_on, code="A" * 12).logos
    assert [part.document_id for part in kept] == [logo.document_id]
    figures = snapshot.from_json(snapshot.to_json(report(logos=kept)))
    first = drawn(figures)
    remove_fact(by=marta, kind=LOGOS, row=logo)
    assert drawn(figures) == first
    assert "Britu Padome Latvijā" in alternatives(first)
    assert len(first) > len(drawn(report()))


def test_figures_frozen_before_logos_were_kept_are_read() -> None:
    stored = {name: value for name, value in snapshot.to_json(report()).items() if name != "logos"}
    assert snapshot.from_json(stored) == report()
