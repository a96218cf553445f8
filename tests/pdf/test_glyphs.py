"""Which letters the font of our PDFs has: read from the very file that they are drawn with."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from darbigas_kopienas.values.characters import visible
from darbigas_kopienas.values.glyphs import PDF_FONT, undrawable

STATIC = Path(settings.BASE_DIR) / "static"


@pytest.mark.parametrize(
    "name",
    [
        "Jānis Kalniņš-Liepa Ģirts Ķēniņš Žanna Čakša",
        "Ŗ ŗ Ō ō",  # of Latgale and of old spelling
        "Rūta Žukauskienė Šarūnas Ąžuolas Įsrutis Ųla",
        "Łukasz Wójcik Małgorzata Święcicka Źdźbło Ścieżka",
        "Õnne Pärn Jürgen Müller Strauß Größe",
        "Søren Ærø Åse Þórir Guðrún",
        "Zoë Brontë François Nuñez Conceição",
        "Dvořák Škvorecký Ľudovít Đorđević Şahin İnci Gheorghiță Ţepeş",
        "O’Konors D'Anđelo Karla",
        "Андрей Зайцев Ёлкина Їжак Ґалаґан Ўладзімір Ћирић Әлия Өтеген",
        "Nguyễn Thị Ánh Đỗ Phương Trần Văn Hậu",
        "Γιώργος Παπαδόπουλος",
        "q̃ M̄",  # letters that are only put together
        "Vārds\u00a0Uzvārds\u2009–\u2011…",
        "An\u00adna\u200b",  # what nobody sees needs no picture
        "",
    ],
)
def test_what_people_here_are_called_can_be_drawn(name: str) -> None:
    assert undrawable(name) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("أنا Anna", "أنا"),
        ("山田 花子 花", "山田花子"),
        ("Anna 🌻", "🌻"),
        ("გიორგი", "გიორ"),
        ("Արամ", "Արամ"),
        ("דוד", "דו"),
    ],
)
def test_letters_without_a_picture_are_named_each_once(name: str, letters: str) -> None:
    assert undrawable(name) == letters


def test_every_letter_that_counts_as_drawn_has_an_outline() -> None:
    """A table may name a letter and hold nothing for it: that would be drawn blank."""
    font = TTFont(BytesIO((STATIC / PDF_FONT).read_bytes()))
    glyphs, outlines = font.getBestCmap(), font["glyf"]
    blank = [chr(code) for code, glyph in glyphs.items() if not outlines[glyph].numberOfContours]
    assert visible("".join(blank)).strip() == ""


def test_the_style_sheets_draw_with_the_font_that_is_judged() -> None:
    for sheet in ("pdf-report.css", "pdf-certificate.css"):
        fonts = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', (STATIC / "css" / sheet).read_text())
        assert fonts == [PDF_FONT], sheet


def test_the_page_s_font_is_a_part_of_it() -> None:
    page, print_ = (TTFont(STATIC / "fonts" / name).getBestCmap() for name in ("inter-lv.woff2", "inter-names.woff2"))
    assert set(page) <= set(print_)
