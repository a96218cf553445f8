"""Pictures are drawn anew from their pixels: no position, no comment, no hidden page behind the image survives."""

import io
import warnings
from dataclasses import dataclass

import pillow_heif
from PIL import Image, ImageFile, ImageOps

from .errors import NotWhatItSays, PictureTooLarge

MAX_PIXELS = 50_000_000  # the largest photo of a phone passes (HEIC, 48 million); a PNG of 30 000 x 30 000 does not
# A JPEG is read at an eighth to a half of its size, line by line; one that comes in passes (progressive) is held whole.
MAX_PIXELS_OF_JPEG = 200_000_000
MAX_SIDE = 3200  # pixels; a receipt stays readable
MAX_SIDE_OF_LOGO = 1200  # pixels: 80 mm of paper with 380 to the inch
SIZES = (320, 960)  # pixels of the longer side of what pages show
NAMED = {"thumb": 320, "large": 960, **{str(side): side for side in SIZES}}  # as an address says it
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")
_OF_PALETTE = frozenset({"1", "P", "PA"})  # their pixels are numbers of colours, which have no mean
_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, RuntimeError)  # the last one is libheif's

Image.MAX_IMAGE_PIXELS = MAX_PIXELS_OF_JPEG
pillow_heif.register_heif_opener()


@dataclass(frozen=True)
class Picture:
    content: bytes
    content_type: str
    extension: str
    width: int
    height: int


def redraw(content: bytes) -> Picture:
    """The same picture made of its pixels only, turned upright, at most MAX_SIDE pixels a side.

    PNG and GIF become PNG, all others JPEG. Raises PictureTooLarge and NotWhatItSays.
    """
    image = _pixels(_opened(content), MAX_SIDE)
    out = io.BytesIO()
    if image.info.pop("drawn_as", "") == "PNG":
        image.save(out, "PNG", optimize=True)
        return Picture(out.getvalue(), "image/png", "png", *image.size)
    image.save(out, "JPEG", quality=88, progressive=True)
    return Picture(out.getvalue(), "image/jpeg", "jpg", *image.size)


def redraw_logo(content: bytes) -> Picture:
    """As `redraw`, and what is transparent stays so; the longer side at most MAX_SIDE_OF_LOGO."""
    image = _pixels(_opened(content), MAX_SIDE_OF_LOGO, keeps_alpha=True)
    out = io.BytesIO()
    if image.info.pop("drawn_as", "") == "PNG":
        image.save(out, "PNG", optimize=True)
        return Picture(out.getvalue(), "image/png", "png", *image.size)
    image.save(out, "JPEG", quality=95, subsampling=0)
    return Picture(out.getvalue(), "image/jpeg", "jpg", *image.size)


def smaller(content: bytes, side: int, *, is_logo: bool = False) -> bytes:
    """A WebP for pages, its longer side at most `side` pixels; never made larger. A logo keeps what is transparent."""
    image = _pixels(_opened(content), side, keeps_alpha=is_logo)
    out = io.BytesIO()
    image.info.clear()
    image.save(out, "WEBP", quality=90 if is_logo else 80, method=4)
    return out.getvalue()


def _opened(content: bytes) -> Image.Image:
    """Checked before a pixel is decoded; a warning about size counts as an error."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureTooLarge(limit=MAX_PIXELS_OF_JPEG // 1_000_000) from error
    except _DAMAGED as error:
        raise NotWhatItSays from error
    limit = MAX_PIXELS_OF_JPEG if _is_read_by_lines(image) else MAX_PIXELS
    if image.width * image.height > limit:
        raise PictureTooLarge(limit=limit // 1_000_000)
    return image


def _is_read_by_lines(image: Image.Image) -> bool:
    return image.format in {"JPEG", "MPO"} and not image.info.get("progressive")


def _pixels(image: Image.Image, side: int, *, keeps_alpha: bool = False) -> Image.Image:
    """A new image with the pixels alone, at most `side` pixels a side; `info` tells only how to save it."""
    lossless = image.format in {"PNG", "GIF"}
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for the process that imports it
    try:
        _shrink(image, side)
        upright = ImageOps.exif_transpose(image)
        has_alpha = "A" in upright.getbands() or "transparency" in upright.info
        whole = upright.convert("RGBA" if has_alpha else "RGB")
    except _DAMAGED as error:
        raise NotWhatItSays from error
    if has_alpha and keeps_alpha:
        clean = Image.frombytes("RGBA", whole.size, whole.tobytes())
    else:
        clean = Image.new("RGB", whole.size, "white")
        clean.paste(whole, mask=whole.getchannel("A") if has_alpha else None)
    clean.thumbnail((side, side), Image.Resampling.LANCZOS)
    clean.info = {"drawn_as": "PNG" if lossless else "JPEG"}
    return clean


def _shrink(image: Image.Image, side: int) -> None:
    """Before anything else is made of it, so that a large photo is never held twice."""
    share = side / max(image.size)
    if share < 1 and image.mode not in _OF_PALETTE:
        image.draft(None, (round(image.width * share), round(image.height * share)))
        image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=None)
