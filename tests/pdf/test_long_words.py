"""A word longer than its place breaks: in every PDF nothing leaves its margins, and each figure can be read."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.participation.attendance import pdf as printing
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.reports import present, render
from darbigas_kopienas.reports.snapshot import ReportFigures
from darbigas_kopienas.values.clock import RIGA
from darbigas_kopienas.values.figures import Chapter, Column, Figure, Row, Table, TextPair
from seminars.certificates.facts import Facts
from seminars.certificates.pdf import render_certificate
from tests.reports.sample import columns, pair, report

WORD = "https://example.lv/" + "Ā" * 90 + "W" * 100
MM = 72 / 25.4
AT = datetime(2020, 6, 18, 10, tzinfo=RIGA)
FREE_TEXTS = {"address", "number", "registration_number", "resolution", "alt", "caption"}


def _poppler(*arguments: str) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) reads the pages")
    return subprocess.run(["pdftotext", *arguments, "-"], check=True, capture_output=True, text=True).stdout


def _boxes(made: Path) -> Iterator[tuple[float, float, float, str]]:
    """Of each word how far it is from the left and the right edge, in mm; the page's width; and the word."""
    width = 0.0
    for line in _poppler("-bbox", str(made)).splitlines():
        if found := re.search(r'<page width="([\d.]+)"', line):
            width = float(found[1])
        elif found := re.search(r'<word xMin="([\d.-]+)".* xMax="([\d.-]+)".*?>(.*)</word>', line):
            yield float(found[1]) / MM, (width - float(found[2])) / MM, width / MM, found[3]


def _outside(made: Path, left: float, right: float, *, wide: float = 18) -> list[str]:
    """Words that leave the margins (`wide`: both, of a page that lies on its side)."""
    almost = 0.2
    return [
        word
        for at, to, width, word in _boxes(made)
        if min(at - (wide if width > 290 else left), to - (wide if width > 290 else right)) < -almost
    ]


def _lengthened(value: Any, name: str = "") -> Any:
    """The same report with a long word in each text that people write; names of columns are the portal's own."""
    if isinstance(value, Column):
        return value
    if isinstance(value, TextPair):
        return TextPair(f"{value.lv} {WORD}", f"{value.en} {WORD}")
    if isinstance(value, tuple):
        return tuple(_lengthened(part) for part in value)
    if isinstance(value, str) and name in FREE_TEXTS:
        return f"{value} {WORD}"
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: _lengthened(getattr(value, field.name), field.name) for field in fields(value)}
        return replace(value, **changed)
    return value


def _crowded() -> Table:
    """As many columns as the widest table of the rooms: three counts and three sums beside texts and a day."""
    counts = (
        ("Apmeklētās stundas", "Hours attended"),
        ("Apliecības", "Certificates"),
        ("Apliecinājumi", "Confirmations"),
    )
    sums = (
        ("Plānotās izmaksas", "Planned cost"),
        ("Iegrāmatots", "Booked"),
        ("Uz vienu apmeklējumu", "Per attendance"),
    )
    named: list[tuple[str, str, Any]] = [("Seminārs", "Seminar", "text"), ("Diena", "Day", "date")]
    named += [(lv, en, "count") for lv, en in counts] + [(lv, en, "money") for lv, en in sums]
    money = Decimal("12345.67")
    row = Row((pair("Ģimene", "Family"), date(2020, 5, 7), 1234, 321, Decimal("4.5"), money, money, money))
    return Table(
        "x", pair("Izmaksas", "Costs"), columns(*named), (row,), Row((pair("Kopā", "Total"), None, *row.cells[2:]))
    )


def _crowded_report() -> ReportFigures:
    return replace(
        report(rows=2), purchases=Chapter(code="P", title=pair("Iegādes", "Purchases"), tables=(_crowded(),))
    )


def _read_all(made: Path, figures: ReportFigures, language: str) -> None:
    lines = [" ".join(line.split()) for line in _poppler("-layout", str(made)).splitlines()]
    with override(language):
        for chapter in figures.chapters():
            for table in chapter.tables:
                _read_back(present.table(table), lines)
            for figure in chapter.figures:
                _read_figure(figure, lines)


@pytest.mark.parametrize(
    ("figures", "language"),
    [(_lengthened(_crowded_report()), "lv"), (_crowded_report(), "lv"), (_crowded_report(), "en")],
    ids=["long words", "many columns", "many columns in English"],
)
def test_report_keeps_its_margins_and_its_figures(tmp_path: Path, figures: ReportFigures, language: str) -> None:
    made = tmp_path / "report.pdf"
    made.write_bytes(render.render_pdf(figures, seal="0" * 64, language=language, photos={}))
    assert _outside(made, 22, 20) == []
    _read_all(made, figures, language)


def _read_back(table: present.ShownTable, lines: list[str]) -> None:
    """Each row's days and figures stand in a line of their own, in their order."""
    for row in (*table.rows, *([table.total] if table.total else [])):
        shown = [" ".join(cell.text.split()) for cell in row.cells if cell.css_class and cell.text]
        wanted = re.compile(r"(?<!\S)" + r"(?!\S).*(?<!\S)".join(map(re.escape, shown)) + r"(?!\S)")
        line = next((line for line in lines if wanted.search(line)), None)
        assert line is not None, (table.title, shown)
        lines.remove(line)


def _read_figure(figure: Figure, lines: list[str]) -> None:
    value = " ".join(present.value(figure).split())
    assert any(value in line and figure.code in line for line in lines), (figure.code, value)


def test_ordinary_report_breaks_no_day_and_no_sum(tmp_path: Path) -> None:
    """Nor is a word of a heading broken where there is room."""
    made = tmp_path / "report.pdf"
    made.write_bytes(render.render_pdf(report(rows=20), seal="0" * 64, language="lv", photos={}))
    assert _outside(made, 22, 20) == []
    text = _poppler("-layout", str(made))
    assert text.count("02.05.2020") > 0
    for heading in ("Šajā periodā", "Attaisnojuma dokumenti", "Dokuments", "Izsniedzējs", "Dalībnieki", "Izlietots"):
        assert heading in text


# -- certificate, sign-in sheet, badges --------------------------------------------------------------
def certificate_facts(**changed: str) -> Facts:
    said = {
        "title": "Apliecība", "number": "DK-2020-0001", "version": "2", "replaces": "DK-2020-0000",
        "holder": "Jānis Kalniņš", "seminar": "Ģimene un skola", "training": "Ģimenes un skolas sadarbība",
        "type": "A programma", "module": "1. modulis", "hours": "4,5", "of_hours": "6", "minutes": "40",
        "dates": "2020. gada 18. jūnijs", "place": "Smilšu iela 92", "trainers": "Līga Āboliņa",
        "approval": "Nr. 12", "issuer": "Izglītības iniciatīvu centrs", "issuer_number": "40008012345",
        "issued_on": "2020. gada 19. jūnijs", "signatory": "Līga Āboliņa", "position": "valdes priekšsēdētāja",
        "grant": "Darbīgās kopienas", "credit": "Programmu atbalsta Britu padome Latvijā.",
    }  # fmt: skip
    return {"schema": 1, "is_demo": True, "lv": {**said, **changed}, "en": {**said, **changed}}


PRINTED_AS_IT_IS = {"hours", "of_hours", "minutes", "version", "title", "dates", "issued_on", "type"}


@pytest.mark.parametrize("language", ["lv", "en"])
def test_certificate_with_long_words_keeps_its_margins_and_its_figures(tmp_path: Path, language: str) -> None:
    facts = certificate_facts()
    facts[language] = {
        name: text if name in PRINTED_AS_IT_IS else f"{text} {WORD}" for name, text in facts[language].items()
    }
    made = tmp_path / "certificate.pdf"
    made.write_bytes(render_certificate(facts, code="7K2M9QXR4T6W", issued_at=AT.astimezone(UTC), language=language))
    assert _outside(made, 20, 20) == []
    text = " ".join(_poppler("-layout", str(made)).split())
    for wanted in ("DK-2020-0001", "4,5", "2020. gada 18. jūnijs", "40008012345", "2020. gada 19. jūnijs", "7K2M"):
        assert wanted in text


def test_certificate_with_much_to_say_stays_one_page(tmp_path: Path) -> None:
    facts = certificate_facts(
        learnt="Sadarbība " * 24,
        training="Ģimenes un skolas sadarbība kopienā: kā plānot, īstenot un izvērtēt kopīgus darbus visa gada garumā",
        seminar="Ģimenes iesaiste bērna mācīšanās procesā un kopienas dzīvē: otrais praktiskais seminārs",
        type="profesionālās kompetences pilnveides A programma",
        trainers="Līga Āboliņa, Pēteris Ozols, Anna Šķēle-Bērziņa, Kristīne Kalniņa-Ozoliņa, Jānis Liepiņš",
        place="Bērnu klubs „Mezgls”, Smilšu iela 92; 3. vidusskola, Raiņa iela 30; tiešsaistē, Daugavpils",
        holder="Marija Magdalēna Anastasija Kalniņa-Vanaga-Ozoliņa",
        approval="Nr. P-2026/37, 2026. gada 21. janvāris, Daugavpils",
        credit="Projektu „Darbīgās kopienas” finansē Britu Padome (British Council). " * 3,
    )
    made = render_certificate(facts, code="7K2M9QXR4T6W7K2M9QXR4T6WAB", issued_at=AT.astimezone(UTC), language="lv")
    (tmp_path / "certificate.pdf").write_bytes(made)
    assert _poppler("-layout", str(tmp_path / "certificate.pdf")).count("\f") == 1


@pytest.fixture
def long_activity() -> Activity:
    town = Municipality(name_lv=f"Daugavpils {WORD}", name_en=f"Daugavpils {WORD}")
    programme = Programme(name_lv=f"Darbīgās kopienas {WORD}", name_en=f"Active Communities {WORD}")
    activity = Activity(
        pk=1, programme=programme, municipality=town, title_lv=WORD, title_en=WORD, place=WORD, starts_on=AT.date()
    )
    activity._prefetched_objects_cache = {"sessions": Session.objects.none()}  # type: ignore[attr-defined]  # Django's own
    return activity


def _long_people(count: int) -> list[Registration]:
    return [Registration(pk=number, name=WORD, school=WORD) for number in range(1, count + 1)]


def test_sign_in_sheet_with_long_words_keeps_its_margins(tmp_path: Path, long_activity: Activity) -> None:
    session = Session(pk=1, activity=long_activity, starts_at=AT, ends_at=AT + timedelta(hours=4), place=WORD)
    pages = printing.sheet_pages(session, _long_people(3))
    made = tmp_path / "sheet.pdf"
    with override("lv"):
        made.write_bytes(printing.sheet_pdf(session, pages))
    assert _outside(made, 16, 14) == []
    text = " ".join(_poppler("-layout", str(made)).split())
    for wanted in ("2020. gada 18. jūnijs", pages[0].code, "1. lapa no 1"):
        assert wanted in text


def test_badges_with_long_words_stay_on_their_cards(tmp_path: Path, long_activity: Activity) -> None:
    made = tmp_path / "badges.pdf"
    with override("lv"):
        made.write_bytes(printing.badges_pdf(long_activity, _long_people(4)))
    assert _outside(made, 14, 14) == []
    middle = 210 / 2
    assert [word for at, to, width, word in _boxes(made) if at < middle - 1 and width - to > middle + 1] == []
