"""On paper: the sheet has everybody's row and a code on each page; badges carry the owner's name."""

import io

import page as pdf_page
import pypdf
import pytest

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation.attendance import pdf as printing
from darbigas_kopienas.participation.models import Registration
from tests.participation.attendance.conftest import sheet_of

pytestmark = pytest.mark.django_db


# -- the sheet -------------------------------------------------------------------------------------
def test_sheet_has_names_numbers_blank_rows_and_a_code_for_each_page(
    sitting_day: Session, people: list[Registration]
) -> None:
    pages = printing.sheet_pages(sitting_day, people * 5)
    assert [len(page.rows) for page in pages] == [16, 9]
    assert [row.number for page in pages for row in page.rows] == list(range(1, 26))
    assert [row.name for page in pages for row in page.rows][14:16] == ["Zane Žagare", ""]
    read = pypdf.PdfReader(io.BytesIO(printing.sheet_pdf(sitting_day, pages)))
    assert len(read.pages) == 2
    for page, drawn in zip(pages, read.pages, strict=True):
        text = " ".join(drawn.extract_text().split())
        assert page.code in text
        assert f"{page.number}. lapa no 2" in text
        assert "2020. gada 18. jūnijs, 10.00–14.00" in text
        assert "finansētājs saņem tikai skaitļus" in text
    assert "Čaks Bērziņš 3. vidusskola" in " ".join(read.pages[0].extract_text().split())


@pytest.mark.parametrize(
    ("people", "rows"), [(0, [10]), (6, [16]), (7, [16]), (12, [16]), (13, [16, 7]), (16, [16, 10]), (28, [16, 16])]
)
def test_no_page_is_blank_where_four_blank_rows_stand_before_it(
    sitting_day: Session, people: int, rows: list[int]
) -> None:
    registered = [Registration(pk=number, name=f"Dalībnieks {number}") for number in range(people)]
    assert [len(page.rows) for page in printing.sheet_pages(sitting_day, registered)] == rows


def test_sheet_with_the_longest_names_keeps_to_its_pages(sitting_day: Session) -> None:
    long = [Registration(pk=number, name="Ļoti-Garš " * 12, school="Šķūņu pamatskola " * 11) for number in range(22)]
    pages = printing.sheet_pages(sitting_day, long)
    read = pypdf.PdfReader(io.BytesIO(printing.sheet_pdf(sitting_day, pages)))
    assert (len(read.pages), len(pages)) == (2, 2)


def test_sheet_is_valid_pdf_ua_with_our_font_alone(sitting_day: Session, people: list[Registration]) -> None:
    made = sheet_of(sitting_day)
    report = pdf_page.validate_pdf_bytes(made, profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert fonts_of(made) == {"Inter"}


def fonts_of(made: bytes) -> set[str]:
    return {
        str(font.get_object()["/BaseFont"]).split("+")[1].split("-")[0]
        for sheet in pypdf.PdfReader(io.BytesIO(made)).pages
        for font in sheet["/Resources"]["/Font"].values()  # type: ignore[index]  # pypdf's types stop short
    }


def test_a_great_many_people_are_printed_in_parts(sitting_day: Session) -> None:
    many = [Registration(pk=number, name=f"Dalībnieks {number}") for number in range(1, 401)]
    pages = printing.sheet_pages(sitting_day, many)
    assert (len(pages), printing.parts_of(pages)) == (26, 2)


# -- badges ----------------------------------------------------------------------------------------
def test_badges_carry_name_school_and_the_place(sitting_day: Session, people: list[Registration]) -> None:
    made = printing.badges_pdf(sitting_day.activity, people * 4)
    read = pypdf.PdfReader(io.BytesIO(made))
    assert len(read.pages) == 2
    assert "Čaks Bērziņš" in read.pages[0].extract_text()
    assert [failure.message for failure in pdf_page.validate_pdf_bytes(made, profile="ua1").failures] == []
    assert fonts_of(made) == {"Inter"}


def test_a_file_is_named_in_plain_letters(sitting_day: Session) -> None:
    assert printing.file_name("paraksti", sitting_day.activity) == "paraksti-gimenes-un-skola.pdf"
