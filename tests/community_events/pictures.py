"""Small real pictures, made on the spot."""

import io

from PIL import Image


def jpeg(side: int = 64) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), (40, 120, 90)).save(buffer, "JPEG")
    return buffer.getvalue()
