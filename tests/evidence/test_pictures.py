import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile

from darbigas_kopienas.evidence import pictures
from darbigas_kopienas.evidence.errors import NotWhatItSays, PictureTooLarge
from darbigas_kopienas.evidence.uploads import PICTURES, PICTURES_OFFERED

from .files import heic, huge_png, photo_with_traces, picture


def test_photo_keeps_its_pixels_and_nothing_else() -> None:
    sent = photo_with_traces()
    assert b"SECRET CAMERA" in sent
    assert b"SECRET COMMENT" in sent  # something that could leak
    drawn = pictures.redraw(sent)
    image = Image.open(io.BytesIO(drawn.content))
    assert (drawn.width, drawn.height) == image.size == (20, 40)  # upright
    assert dict(image.getexif()) == {}
    assert "comment" not in image.info
    assert b"SECRET" not in drawn.content
    assert b"SECRET" not in pictures.smaller(sent, 320)


def test_png_stays_png_and_what_hides_behind_it_is_gone() -> None:
    drawn = pictures.redraw(picture("PNG") + b"<script>alert(1)</script>")
    assert (drawn.content_type, drawn.extension) == ("image/png", "png")
    assert b"<script>" not in drawn.content


def test_heic_becomes_jpeg() -> None:
    drawn = pictures.redraw(heic((64, 48)))
    assert (drawn.content_type, drawn.width, drawn.height) == ("image/jpeg", 64, 48)
    assert drawn.content[:3] == b"\xff\xd8\xff"


def test_transparent_picture_lies_on_white() -> None:
    drawn = pictures.redraw(picture("PNG", mode="RGBA"))
    assert Image.open(io.BytesIO(drawn.content)).convert("RGB").getpixel((1, 1)) == (255, 255, 255)


def test_large_picture_is_made_smaller_but_never_larger() -> None:
    drawn = pictures.redraw(picture("JPEG", (4000, 1000)))
    assert (drawn.width, drawn.height) == (3200, 800)
    assert Image.open(io.BytesIO(pictures.smaller(drawn.content, 960))).size == (960, 240)
    assert Image.open(io.BytesIO(pictures.smaller(picture(), 960))).size == (40, 20)


def test_small_file_with_too_many_pixels_is_refused() -> None:
    with pytest.raises(PictureTooLarge):
        pictures.redraw(huge_png())


@pytest.mark.parametrize("side", [8_100, 16_000])
def test_pixels_over_the_limit_are_refused_whatever_the_library_thinks(
    monkeypatch: pytest.MonkeyPatch, side: int
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    with pytest.raises(PictureTooLarge):
        pictures.redraw(huge_png(side))


@pytest.mark.parametrize("content", [picture()[:200], b"\xff\xd8\xff and no picture", picture("PNG")[:-30]])
def test_damaged_picture_is_refused(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as it is wherever WeasyPrint was imported
    with pytest.raises(NotWhatItSays):
        pictures.redraw(content)


def test_picture_that_claims_a_huge_size_to_its_decoder_is_refused() -> None:
    """libheif tells it in an error of its own kind."""
    sent = bytearray(heic())
    at = sent.index(b"ispe") + 8  # after the name, version and flags: the width
    sent[at : at + 4] = b"\xff\x00\x00\x00"
    with pytest.raises((NotWhatItSays, PictureTooLarge)):
        pictures.redraw(bytes(sent))


@pytest.mark.parametrize(
    ("size", "drafted", "wanted"),
    [((16_000, 3_700), (4000, 925), (3200, 740)), ((12_000, 9_000), (6000, 4500), (3200, 2400))],
    ids=["panorama", "108 megapixels"],
)
def test_photo_of_a_phone_is_never_held_whole(
    size: tuple[int, int], drafted: tuple[int, int], wanted: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[int, int]] = []
    load = JpegImageFile.load

    def noted(image: JpegImageFile) -> object:
        read.append(image.size)
        return load(image)

    monkeypatch.setattr(JpegImageFile, "load", noted)
    drawn = pictures.redraw(picture("JPEG", size))
    assert (drawn.width, drawn.height) == wanted
    assert read[0] == drafted


def test_large_photo_is_turned_upright() -> None:
    out, turned = io.BytesIO(), Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (4000, 1000), "red").save(out, "JPEG", exif=turned)
    drawn = pictures.redraw(out.getvalue())
    assert (drawn.width, drawn.height) == (800, 3200)


def test_photo_that_comes_in_passes_is_held_to_the_limit_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 200)).save(out, "JPEG", progressive=True)
    assert pictures.redraw(out.getvalue()).width == 300
    monkeypatch.setattr(pictures, "MAX_PIXELS", 300 * 200 - 1)
    assert pictures.redraw(picture("JPEG", (300, 200))).width == 300
    for content in (out.getvalue(), picture("PNG", (300, 200)), heic((300, 200))):
        with pytest.raises(PictureTooLarge):
            pictures.redraw(content)
    monkeypatch.setattr(pictures, "MAX_PIXELS_OF_JPEG", 300 * 200 - 1)
    with pytest.raises(PictureTooLarge):
        pictures.redraw(picture("JPEG", (300, 200)))


def test_palette_is_made_smaller_by_its_colours() -> None:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((4000, 400)).convert("P").save(out, "PNG")
    drawn = pictures.redraw(out.getvalue())
    assert (drawn.width, drawn.height, drawn.extension) == (3200, 320, "png")


def test_every_chooser_of_photos_offers_what_is_taken() -> None:
    root = Path(settings.BASE_DIR)
    offers = [
        offer
        for file in (root / "templates").rglob("*.html")
        for offer in re.findall(r'accept="([^"{]*image/[^"{]*)"', file.read_text())
    ]
    assert offers == [PICTURES_OFFERED]
    for offer in PICTURES_OFFERED.split(","):
        name = offer.rpartition("/")[2].lstrip(".")
        assert name in PICTURES


def test_the_largest_photo_of_a_telephone_is_within_the_limit_and_a_bomb_is_not() -> None:
    """A PNG of a few kilobytes says its size in its first bytes: nothing is unpacked before."""
    assert 8064 * 6048 < pictures.MAX_PIXELS < 7200 * 7000
    assert pictures.MAX_PIXELS < 30_000 * 30_000
