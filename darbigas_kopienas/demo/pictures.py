"""Drawn pictures for the demonstration: no photograph of anybody is ever shipped. Same number, same picture."""

import io
import random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

_SKIES = ((196, 224, 236), (248, 220, 190), (214, 232, 214), (226, 214, 236))
_HILLS = ((92, 140, 104), (64, 118, 112), (120, 150, 84), (84, 128, 140))
_FLOWERS = ((224, 96, 80), (240, 180, 60), (236, 236, 228), (176, 96, 168), (250, 140, 110))


def photo(number: int) -> SimpleUploadedFile:
    """A meadow with flowers, 1200 × 800, as somebody's phone would send it."""
    chance = random.Random(number)  # noqa: S311  a picture, not a secret
    picture = Image.new("RGB", (1200, 800), _SKIES[number % 4])
    draw = ImageDraw.Draw(picture)
    sun = 120 + chance.randrange(900)
    draw.ellipse((sun, 90, sun + 130, 220), fill=(252, 232, 160))
    for layer in range(3):
        base = 380 + layer * 120
        points = [(0, 800), *((x, base + chance.randrange(-45, 45)) for x in range(0, 1300, 150)), (1200, 800)]
        colour = tuple(max(0, part - 14 * (2 - layer)) for part in _HILLS[(number + layer) % 4])
        draw.polygon(points, fill=colour)
    for _flower in range(170):
        x, y = chance.randrange(1200), 590 + chance.randrange(200)
        size = 5 + (y - 560) // 18
        draw.line((x, y, x, y + size * 3), fill=(48, 92, 60), width=3)
        draw.ellipse((x - size, y - size, x + size, y + size), fill=chance.choice(_FLOWERS))
    return _upload(picture, f"pasakums-{number}.jpg")


def receipt(lines: list[str], number: int) -> SimpleUploadedFile:
    """A drawn slip of paper in place of a scan: plain letters only, so that every machine draws it alike."""
    picture = Image.new("RGB", (520, 700), (250, 249, 244))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((24, 24, 496, 676), outline=(120, 120, 120), width=2)
    for row, line in enumerate(lines):
        draw.text((48, 60 + row * 44), line, fill=(30, 30, 40), font_size=24)
    return _upload(picture, f"dokuments-{number}.jpg")


def logo(word: str, colour: tuple[int, int, int]) -> SimpleUploadedFile:
    """An invented sign with a word beside it, on nothing: no true logo is ever shipped. Plain letters only."""
    picture = Image.new("RGBA", (900, 300), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    for ring in range(3):
        draw.ellipse((30 + ring * 34, 40 + ring * 34, 250 - ring * 34, 260 - ring * 34), outline=colour, width=16)
    draw.text((300, 62), word, fill=colour, font_size=112)
    draw.text((304, 188), "paraugs", fill=(70, 82, 88), font_size=56)
    out = io.BytesIO()
    picture.crop(picture.getbbox()).save(out, "PNG")
    return SimpleUploadedFile(f"{word.lower()}.png", out.getvalue(), content_type="image/png")


def _upload(picture: Image.Image, name: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
