import io
import zipfile

import pytest

from darbigas_kopienas.evidence import uploads
from darbigas_kopienas.evidence.errors import HasMacros, NotWhatItSays, TypeNotAllowed
from darbigas_kopienas.evidence.uploads import sniff

from .files import DOCX, EDOC, PDF, heic, package, picture


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (PDF, "čeks.pdf", "application/pdf"),
        (PDF, "no-extension", "application/pdf"),
        (DOCX, "Protokols.DOCX", f"{uploads.OOXML}wordprocessingml.document"),
        (EDOC, "ligums.edoc", uploads.ASIC_E),
        (EDOC, "ligums.asice", uploads.ASIC_E),
        (package({"mimetype": b"application/vnd.oasis.opendocument.text"}), "a.odt", f"{uploads.ODF}text"),
        (picture("PNG"), "a.jpg", "image/*"),
        (picture("WEBP"), "a.webp", "image/*"),
        (picture("GIF"), "a.gif", "image/*"),
        (heic(), "IMG_1.HEIC", "image/*"),
        (picture("JPEG"), "ceks.jfif", "image/*"),
        (picture("JPEG"), "CEKS.JPE", "image/*"),
        (picture("JPEG"), "ceks", "image/*"),
        (picture("JPEG"), "IMG_20261118.jpg.download", "image/*"),
        (picture("PNG"), "Ekrānattēls 10.30", "image/*"),
        (heic(), "IMG_2.tmp", "image/*"),
    ],
)
def test_type_is_told_by_content(content: bytes, name: str, content_type: str) -> None:
    assert sniff(content, name).content_type == content_type


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"<html><script>alert(1)</script>", "ceks.pdf", NotWhatItSays),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", TypeNotAllowed),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", NotWhatItSays),
        (PDF, "a.docx", NotWhatItSays),
        (picture("JPEG"), "ceks.pdf", NotWhatItSays),
        (PDF, "a.exe", TypeNotAllowed),
        (b"MZ\x90\0", "a.exe", TypeNotAllowed),
        (b"MZ\x90\0", "", TypeNotAllowed),
        (package({"a.txt": b"hello"}), "a.zip", TypeNotAllowed),
        (package({"[Content_Types].xml": b"<Types/>", "other/": b""}), "a.docx", NotWhatItSays),
        (package({"mimetype": b"application/epub+zip"}), "a.epub", TypeNotAllowed),
        (b"PK\x03\x04 and then nothing", "a.docx", NotWhatItSays),
        (package({"[Content_Types].xml": b"", "word/vbaProject.bin": b"x"}), "a.docx", HasMacros),
    ],
)
def test_refused_with_the_reason(content: bytes, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        sniff(content, name)


def test_zip_bomb_is_refused_by_its_directory() -> None:
    bomb = package({"[Content_Types].xml": b"<Types/>", "xl/sheet.xml": b"0" * 30_000_000}, packed=True)
    assert len(bomb) < 100_000
    with pytest.raises(NotWhatItSays):
        sniff(bomb, "tabula.xlsx")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_damaged_package_is_refused_whatever_breaks_in_it(method: int) -> None:
    """Each way of packing fails in its own words; none of them may become an error page."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as whole:
        whole.writestr("mimetype", "application/vnd.oasis.opendocument.text" * 2)
    content = bytearray(out.getvalue())
    content[38 + 9 : 38 + 24] = b"\xff" * 15
    with pytest.raises(NotWhatItSays):
        sniff(bytes(content), "a.odt")
