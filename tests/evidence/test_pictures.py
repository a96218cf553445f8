import io

import pytest
from PIL import Image, ImageFile

from darbigas_kopienas.evidence import pictures
from darbigas_kopienas.evidence.errors import NotWhatItSays, PictureTooLarge

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


@pytest.mark.parametrize("side", [7_100, 9_000])
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
