"""What a report's file says: the sums, the words and the photos, tagged for whoever listens, the same bytes twice."""

import io
from decimal import Decimal
from typing import Any

import openpyxl
import page
import pypdf
import pytest
from django.utils.translation import override

from budget.models import FundingSource
from budget.shares import ZERO
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.people.models import User
from darbigas_kopienas.reports import freeze, services
from darbigas_kopienas.values.formats import money
from tests.databases import HALF_YEAR
from tests.reports.conftest import FROM, HalfYear, content, made

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_report_is_made_by_the_worker_and_says_the_grants_two_sums(half_year: HalfYear, marta: User) -> None:
    report = made(half_year, marta)
    pdf = content(report)
    text = text_of(pdf)
    assert "115\u00a0029,00\u00a0EUR" in text
    assert "1\u00a0000,00\u00a0EUR" in text
    assert "viens simts piecpadsmit tūkstoši divdesmit deviņi euro un 00 centi" in " ".join(text.split())
    assert report.job is not None
    assert report.job.result_document == report.renderings.get().document
    assert report.job.result_url == f"/lv/parskati/{report.code}/"


def test_report_is_pdf_ua_with_language_title_bookmarks_and_its_own_fonts(half_year: HalfYear, marta: User) -> None:
    pdf = content(made(half_year, marta))
    result = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in result.failures] == []
    read = pypdf.PdfReader(io.BytesIO(pdf))
    assert read.metadata is not None
    assert read.metadata.title == "Darbīgās kopienas: pārskats finansētājam, 01.04.2020–30.09.2020"
    assert str(read.root_object["/Lang"]) == "lv"
    titles = [str(entry["/Title"]) for entry in read.outline if isinstance(entry, dict)]
    assert titles[0] == "Pārskats finansētājam"
    assert titles[-1] == "Pārskata pārbaude"
    fonts = {str(font["/BaseFont"]) for page in read.pages for font in _fonts(page)}
    assert all("Inter" in name and "+" in name for name in fonts)


def _fonts(page_object: pypdf.PageObject) -> list[pypdf.generic.DictionaryObject]:
    return [font.get_object() for font in page_object["/Resources"].get("/Font", {}).values()]  # type: ignore[attr-defined]  # pypdf's generic objects


def test_report_leads_from_a_figure_to_its_records_and_from_the_last_page_to_the_check(
    half_year: HalfYear, marta: User
) -> None:
    report = made(half_year, marta)
    read = pypdf.PdfReader(io.BytesIO(content(report)))
    links = {
        str(note.get_object()["/A"]["/URI"])
        for page in read.pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    assert f"http://localhost:8000/lv/parskati/{report.code}/B1/" in links
    assert f"http://localhost:8000/lv/parskati/{report.code}/I1/" in links
    assert f"http://localhost:8000/lv/parbaude/{report.code}/" in links
    assert report.spaced_code in read.pages[-1].extract_text()
    last = len(read.pages)
    assert f"{last}.\u00a0lapa no {last}" in read.pages[-1].extract_text()


def test_report_twice_from_one_snapshot_is_the_same_bytes(half_year: HalfYear, marta: User) -> None:
    report = made(half_year, marta)
    assert services.render(report, language="lv", format="pdf") == content(report)
    again = [services.render(report, language="en", format="xlsx") for _time in range(2)]
    assert again[0] == again[1]


def test_report_in_english_says_the_same_in_english(half_year: HalfYear, marta: User) -> None:
    report = made(half_year, marta, language="en")
    text = text_of(content(report, "en")).replace("\n", " ")
    assert "EUR\u00a0115,029.00" in text
    assert "Report to the funder" in text
    assert "one hundred and fifteen thousand" in text or "one hundred fifteen thousand" in text
    assert "Pārskats" not in text


def test_sums_are_equal_in_pdf_workbook_and_database(half_year: HalfYear, marta: User) -> None:
    report = made(half_year, marta)
    services.store_rendering(
        by=marta, report=report, language="lv", format="xlsx",
        content=services.render(report, language="lv", format="xlsx"),
    )  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(content(report, "lv", "xlsx")), data_only=True)
    rows = [[cell.value for cell in row[:4]] for row in book["Skaitļi"].iter_rows()]
    cells = {str(code): Decimal(str(value)) for code, _name, _number, value in rows if isinstance(value, int | float)}
    figures = freeze.figures_of(report).traceable()
    in_pdf = text_of(content(report))
    amounts = {
        code: figure.value for code, figure in figures.items() if figure.kind == "money" and figure.value is not None
    }
    assert cells == amounts
    with override("lv"):
        assert [code for code, value in amounts.items() if money(value) not in in_pdf] == []
    spent = {
        source.pk: sum((share.amount for share in source.shares.booked().filter(expense__document_on__gte=FROM)), ZERO)
        for source in FundingSource.objects.filter(shares__isnull=False).distinct()
    }
    assert sum(spent.values()) == Decimal("600.25")
    sheets = [sheet for sheet in book if str(sheet["A1"].value).startswith("Attaisnojuma dokumenti: ")]
    sums = [_numbers_of_last_row(sheet) for sheet in sheets]
    assert sorted(sums) == sorted([float(amount)] for amount in spent.values())
    assert not any(cell.value == 600.25 for sheet in book for row in sheet.iter_rows() for cell in row)


def _numbers_of_last_row(sheet: Any) -> list[float]:
    *_rows, last = sheet.iter_rows(values_only=True)
    return [value for value in last if isinstance(value, int | float)]


def test_report_shows_cleared_photos_and_leaves_out_withdrawn_ones(half_year: HalfYear, marta: User) -> None:
    report = made(half_year, marta)
    assert set(services.photos_of(freeze.figures_of(report))) == {half_year.photo.sha256}
    assert "Ģimenes stāda ķirbjus" in text_of(content(report))
    evidence.refuse_photo(by=marta, document=half_year.photo)
    later = services.render(report, language="lv", format="pdf")
    assert "Ģimenes stāda ķirbjus" not in text_of(later)
