"""Which page of which session a photograph shows, by the QR printed on it."""

import io
from collections.abc import Iterator

from PIL import Image, ImageOps

from .sheet_code import SheetPage, page_in

SMALL_SIDE = 1600  # pixels; a blurred large picture is read better when made smaller


def page_shown(picture: bytes) -> SheetPage | None:
    """None where no code of ours can be read, or where the picture shows pages of more than one.

    The picture is one that the portal has drawn anew, so its size and contents hold no surprise.
    """
    import zxingcpp  # 3 MB that only this needs

    with Image.open(io.BytesIO(picture)) as opened:
        grey = opened.convert("L")
    for look in _looks(grey):
        read = zxingcpp.read_barcodes(look, formats=zxingcpp.barcode_formats_from_str("QRCode"))
        pages = {page for barcode in read if (page := page_in(barcode.text)) is not None}
        if pages:
            return pages.pop() if len(pages) == 1 else None
    return None


def _looks(grey: Image.Image) -> Iterator[Image.Image]:
    yield grey
    yield ImageOps.autocontrast(grey, cutoff=2)
    small = grey.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    yield small
