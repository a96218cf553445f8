import hashlib
import os
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pypdf
import pytest
from django.utils.translation import override
from PIL import Image, ImageChops

from darbigas_kopienas.values import formats, pdf

AT = datetime(2021, 2, 28, 12, 0, tzinfo=UTC)
STYLES = ("css/pdf-report.css",)
LETTERS = "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ"
BARE = str.maketrans("āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ", "acegiklnsuzACEGIKLNSUZ")
MARKS = f"{formats.MINUS}{formats.EMPTY}–„”€%"


def _made(body: str, **options: object) -> bytes:
    settings = {"title": "Pārskats", "language": "lv", "created_at": AT, "stylesheets": STYLES} | options
    return pdf.render(f"<!doctype html><html><body>{body}</body></html>", **settings)  # type: ignore[arg-type]  # settings of many kinds


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    return out.getvalue()


def _drawn(tmp_path: Path, content: bytes) -> list[Image.Image]:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm (poppler-utils) draws the pages")
    (tmp_path / "drawn.pdf").write_bytes(content)
    subprocess.run(["pdftoppm", "-r", "60", "-gray", "drawn.pdf", "page"], cwd=tmp_path, check=True)
    return [Image.open(path) for path in sorted(tmp_path.glob("page*.pgm"))]


def test_the_document_is_valid_pdf_ua_1() -> None:
    photo = '<figure><img src="media/1.png" alt="Zaļš laukums"><figcaption>Foto</figcaption></figure>'
    table = "<table><caption>Nauda</caption><tr><th scope=col>Avots<th scope=col>EUR<tr><th scope=row>BC<td>1</table>"
    body = f'<h1>Pārskats</h1><p>Teksts, <a href="/lv/">saite</a>.</p>{table}{photo}'
    report = page.validate_pdf_bytes(_made(body, media={"media/1.png": _picture()}), profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


def test_language_title_and_dates_come_from_the_call() -> None:
    content = pdf.render(
        '<html lang="en"><head><title>x</title><meta name="dcterms.created" content="1999-01-01"></head><p>y',
        title="Pārskats par 2020. gadu",
        language="lv",
        created_at=AT,
        stylesheets=STYLES,
    )
    document = pypdf.PdfReader(BytesIO(content))
    assert document.metadata is not None
    assert document.metadata.title == "Pārskats par 2020. gadu"
    assert document.metadata.creation_date == AT
    assert document.metadata.modification_date == AT
    root: Any = document.trailer["/Root"]
    assert root["/Lang"] == "lv"


def test_links_lead_to_the_public_address(settings: Any) -> None:
    settings.PUBLIC_URL = "https://portals.example.lv"
    document = pypdf.PdfReader(BytesIO(_made('<p><a href="/lv/x/">saite</a>', stylesheets=())))
    annotation = document.pages[0]["/Annots"][0].get_object()  # type: ignore[index]  # pypdf's types stop short
    assert annotation["/A"]["/URI"] == "https://portals.example.lv/lv/x/"


def test_fonts_are_embedded_and_ours_alone() -> None:
    content = _made(f"<h1>{LETTERS}</h1><p>{LETTERS} {MARKS} {formats.money(115029, language='lv')}")
    names = set()
    for sheet in pypdf.PdfReader(BytesIO(content)).pages:
        for font in sheet["/Resources"]["/Font"].values():  # type: ignore[index]  # pypdf's types stop short
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"] or "/FontFile3" in descendant["/FontDescriptor"]
            names.add(str(font.get_object()["/BaseFont"]).split("+")[1].split("-")[0])
    assert names == {"Inter"}


def test_latvian_letters_are_extracted() -> None:
    text = pypdf.PdfReader(BytesIO(_made(f"<p>{LETTERS} {MARKS}"))).pages[0].extract_text()
    assert text.split() == [LETTERS, MARKS]


def test_latvian_letters_are_drawn_as_themselves(tmp_path: Path) -> None:
    """Extraction can be right where the drawing is wrong: each letter is looked at beside its bare one."""
    no_such_glyph = "\u0e01"
    body = "<style>@page{size:30mm;margin:2mm}p{font:60pt Inter;break-after:page;margin:0}</style>"
    letters = LETTERS + LETTERS.translate(BARE) + " " + no_such_glyph + LETTERS[0]
    sheets = _drawn(tmp_path, _made(body + "".join(f"<p>{letter}&nbsp;</p>" for letter in letters)))
    *sheets, again = sheets[: len(letters)]
    drawn = dict(zip(letters, sheets, strict=False))
    assert ImageChops.difference(drawn[LETTERS[0]], again).getbbox() is None  # or every page would differ
    for letter in LETTERS:
        for other in (letter.translate(BARE), " ", no_such_glyph):
            difference = ImageChops.difference(drawn[letter], drawn[other]).point(lambda value: 255 * (value > 64))
            assert difference.getbbox() is not None, f"{letter} looks like {other!r}"


def test_the_same_input_gives_the_same_bytes_whatever_came_between() -> None:
    first = _made(f"<h1>{LETTERS}</h1>")
    other = _made("<p>Cits dokuments")
    assert first != other
    assert _made(f"<h1>{LETTERS}</h1>") == first


def test_another_process_at_another_time_gives_the_same_bytes() -> None:
    script = (
        "import sys, hashlib; sys.argv[1:]; import django; django.setup();"
        "from datetime import UTC, datetime; from darbigas_kopienas.values import pdf;"
        "made = pdf.render('<!doctype html><html><body><h1>Āčē</h1></body></html>', title='Pārskats', language='lv',"
        " created_at=datetime(2021, 2, 28, 12, 0, tzinfo=UTC), stylesheets=('css/pdf-report.css',));"
        "print(hashlib.sha256(made).hexdigest())"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings", "PYTHONHASHSEED": "7"}
    there = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert there.stdout.strip() == hashlib.sha256(_made("<h1>Āčē</h1>")).hexdigest()


def test_the_variable_that_stills_the_fonts_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "5")
    _made("<p>x")
    assert os.environ["SOURCE_DATE_EPOCH"] == "5"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    _made("<p>x")
    assert "SOURCE_DATE_EPOCH" not in os.environ


WAYS_IN = [
    '<img src="{}" alt="">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">x</a>',
    '<style>@import "{}";</style>',
    '<style>@font-face {{ font-family: x; src: url("{}") }}</style><p style="font-family: x">x',
    '<p style="background: url({})">x',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<svg width="9" height="9" viewBox="0 0 9 9"><image href="{}" width="9" height="9"/></svg>',
]
NOWHERE = [
    "file:///etc/passwd",
    "/static/../pyproject.toml",
    "/static/%2e%2e/pyproject.toml",
    "/static/css/%2e%2e/%2e%2e/manage.py",
    "/static/no-such.png",
    "//portals.example/x.png",
    "data:image/png;base64,AAAA",
    "ftp://127.0.0.1/x.png",
    "/lv/",
]


@pytest.mark.parametrize("way", WAYS_IN)
def test_a_file_of_the_machine_is_refused_by_every_way_in(way: str) -> None:
    with pytest.raises(pdf.SourceRefused, match="passwd"):
        _made(way.format("file:///etc/passwd"))


@pytest.mark.parametrize("address", NOWHERE)
def test_every_other_address_is_refused(address: str) -> None:
    with pytest.raises(pdf.SourceRefused):
        _made(f'<img src="{address}" alt="">')


def test_nothing_connects_to_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        port = listener.getsockname()[1]
        extra = ['<svg width="9" height="9"><use href="{}#a"/></svg>', "<svg><style>@import '{}';</style></svg>"]
        for way in WAYS_IN + extra:
            try:
                _made(way.format(f"http://127.0.0.1:{port}/x.png"))
            except pdf.SourceRefused:
                continue
        with pytest.raises(TimeoutError):
            listener.accept()


def test_static_files_and_given_media_are_drawn(tmp_path: Path) -> None:
    style = "<style>@page{size:20mm;margin:0}img{display:block;width:20mm}</style>"
    (sheet,) = _drawn(tmp_path, _made(f'{style}<img src="photo:1" alt="">', media={"photo:1": _picture()}))
    assert sheet.getpixel((5, 5)) == pytest.approx(75, abs=6)  # green in grey
    assert _made('<img src="/static/img/icons.svg" alt="">')


def test_a_collected_file_with_a_hashed_name_is_found(settings: Any) -> None:
    target = Path(settings.STATIC_ROOT) / "css" / "hashed.0123456789ab.css"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("p { color: #123456 }")
    try:
        assert _made("<p>x", stylesheets=("css/hashed.0123456789ab.css",)) != _made("<p>x", stylesheets=())
    finally:
        target.unlink()


def test_a_missing_stylesheet_is_named() -> None:
    with pytest.raises(pdf.SourceRefused, match=r"no-such\.css"):
        _made("<p>x", stylesheets=("css/no-such.css",))


@pytest.mark.parametrize(
    "body",
    ["<div>" * 400, "<p>a" * (pdf.MAX_ELEMENTS + 1), "a" * (pdf.MAX_HTML_BYTES + 1)],
    ids=["deep", "many", "long"],
)
def test_what_would_not_end_is_refused_at_once(body: str) -> None:
    with override("lv"), pytest.raises(pdf.TooLargeToRender, match="Izvēlieties īsāku periodu"):
        _made(body)


def test_what_nests_deeply_but_passes_the_limit_is_made() -> None:
    assert _made("<div>" * (pdf.MAX_DEPTH - 10) + "x")


def test_a_recursion_that_the_limit_missed_is_told_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_DEPTH", 10_000)
    with pytest.raises(pdf.TooLargeToRender):
        _made("<div>" * 900 + "x")
