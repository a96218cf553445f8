"""manage.py funder_report: the same report from the command line, and every wrong word said clearly."""

from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.reports.models import Report
from tests.databases import EMPTY, HALF_YEAR
from tests.reports.conftest import HalfYear

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]


def run(output: Path, **changed: Any) -> str:
    said = StringIO()
    options = {
        "programme": "dk-test", "starts_on": "2020-04-01", "ends_on": "30.09.2020", "municipality": None,
        "language": "lv", "format": "pdf", "output": output,
    }  # fmt: skip
    call_command("funder_report", stdout=said, **options | changed)
    return said.getvalue()


def test_command_writes_the_file_that_the_portal_keeps(half_year: HalfYear, tmp_path: Path) -> None:
    said = run(tmp_path / "report.pdf")
    report = Report.objects.get()
    rendering = report.renderings.get()
    assert (tmp_path / "report.pdf").read_bytes() == rendering.document.file.read()
    assert report.spaced_code in said
    assert rendering.sha256 in said


def test_command_makes_a_municipalitys_workbook(half_year: HalfYear, tmp_path: Path) -> None:
    run(tmp_path / "r.xlsx", municipality="daugavpils", language="en", format="xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert "Daugavpils" in {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert Report.objects.get().scope == half_year.daugavpils


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"programme": "nothing"}, "There is no programme nothing. Known: dk-test."),
        ({"municipality": "riga"}, "riga is no partner of dk-test."),
        ({"starts_on": "soon"}, "soon: "),
        ({"ends_on": "2020-02-30"}, "2020-02-30: "),
        ({"starts_on": "2020-10-01"}, "Periods beidzas"),
        ({"starts_on": "2030-01-01", "ends_on": "2030-02-01"}, "Periods ir ārpus"),
        ({"output": Path("/nowhere/at/all.pdf")}, "There is no folder /nowhere/at."),
    ],
)
def test_command_says_what_is_wrong(programme: Programme, tmp_path: Path, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError, match=said.replace(".", r"\.")):
        run(**{"output": tmp_path / "r.pdf", **wrong})
    assert not Report.objects.exists()


@pytest.mark.database(EMPTY)
def test_command_says_when_there_is_no_programme_at_all(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Known: none"):
        run(tmp_path / "r.pdf")


def test_command_says_when_the_file_cannot_be_written(half_year: HalfYear, tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").mkdir()
    with pytest.raises(CommandError, match="cannot be written"):
        run(tmp_path / "r.xlsx", format="xlsx")


def test_command_says_when_the_report_is_too_large(
    half_year: HalfYear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("darbigas_kopienas.values.pdf.MAX_ELEMENTS", 10)
    with pytest.raises(CommandError, match="īsāku"):
        run(tmp_path / "r.pdf")
