"""Which letters our PDFs can draw: their font comes with the project, and nothing else is relied on."""

import io
import unicodedata
from functools import cache

from .characters import visible
from .pdf import read_static

PDF_FONT = "fonts/inter-names.woff2"  # Latin of every language, Greek, Cyrillic; as in the PDFs' style sheets


def undrawable(text: str) -> str:
    """The characters of a text that would be drawn blank or as a box, each once; empty where all can be drawn."""
    seen = unicodedata.normalize("NFC", "".join(visible(text).split()))
    return "".join(dict.fromkeys(char for char in seen if ord(char) not in _drawn()))


@cache
def _drawn() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # slow to import, and rarely needed

    with TTFont(io.BytesIO(read_static(PDF_FONT)), lazy=True) as font:
        return frozenset(font.getBestCmap())
