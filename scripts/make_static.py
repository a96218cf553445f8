"""Makes the portal's font and icon sprite from two npm packages; run by hand when either is renewed.

    npm pack inter-ui@4.1.1 lucide-static@1.62.0      (then unpack each, into DIR/<name>)
    python scripts/make_static.py DIR

Needs fonttools and brotli, which WeasyPrint brings along. A PDF takes one font file on purpose: the usual split into
latin and latin-ext makes WeasyPrint draw wrong Latvian letters while the extracted text still looks right.
"""

import hashlib
import re
import sys
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

STATIC = Path(__file__).resolve().parents[1] / "static"

LATVIAN = "ĀāČčĒēĢģĪīĶķĻļŅņŠšŪūŽž"
NEIGHBOURS = "ÄäÅåÉéÖöÜüĖėŁłŃńÓóŻżŹźĄąĘęĆćŚśÕõŲųĮįßŌōŖŗ"  # names of people and places nearby
SIGNS = "„“”‚‘’«»–—‑…·•×÷−±≈≤≥→←↑↓↗€£№°²³½%‰§©®™✓\u00a0\u202f\u2009"
TEXT = "".join(map(chr, range(0x20, 0x7F))) + LATVIAN + NEIGHBOURS + SIGNS
# On paper nothing falls back on a reader's fonts: Latin of every language (Vietnamese too), Greek, Cyrillic, and marks
# to put on them. Pages do without: a browser has other fonts for the few who need them.
NAMES = ((0xA0, 0x24F), (0x2B0, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF))
ALL_NAMES = TEXT + "".join(chr(code) for first, last in NAMES for code in range(first, last + 1))

ICONS = {
    "home": "house",
    "wallet": "wallet",
    "alert-triangle": "triangle-alert",
    "trash": "trash-2",
    "qr": "qr-code",
    "filter": "list-filter",
    "undo": "undo-2",
    "building": "landmark",
    "book": "book-open",
    "heart": "heart-handshake",
}  # ours where it differs from Lucide's
SAME = (
    "bell", "calendar", "camera", "check", "chevron-left", "chevron-right", "clock", "coins", "download",
    "external-link", "file-text", "globe", "history", "info", "log-in", "log-out", "mail", "map-pin", "menu", "minus",
    "moon", "package", "pencil", "plus", "search", "send", "settings", "sprout", "sun", "upload", "user", "users", "x",
)  # fmt: skip


def _read_again(font: TTFont) -> TTFont:
    """The instancer leaves glyphs without variations out of a table in which the subsetter looks for them."""
    buffer = BytesIO()
    font.flavor = None
    font.save(buffer)
    buffer.seek(0)
    return TTFont(buffer, recalcTimestamp=False)  # the same input, the same bytes


def make_font(package: Path, name: str, text: str) -> Path:
    """Pin the optical size, keep weights 400 to 700, keep these letters and the figures of equal width."""
    font = TTFont(package / "variable" / "InterVariable.woff2", recalcTimestamp=False)
    instantiateVariableFont(font, {"opsz": 16, "wght": (400, 700)}, inplace=True)
    font = _read_again(font)
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum", "case", "rvrn", "rclt"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17, 25]
    options.flavor = "woff2"
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    font.flavor = "woff2"
    target = STATIC / "fonts" / name
    font.save(target)
    return target


def make_sprite(package: Path) -> Path:
    """One file of symbols; stroke and size come from the class `icon`."""
    symbols = []
    for name, source in sorted((ICONS | dict(zip(SAME, SAME, strict=True))).items()):
        svg = (package / "icons" / f"{source}.svg").read_text()
        inside = re.sub(r"\s+", " ", re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)[1]).strip()  # type: ignore[index]  # every Lucide file has its svg element
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inside.replace(" />", "/>")}</symbol>')
    target = STATIC / "img" / "icons.svg"
    licence = "<!-- Lucide, ISC licence: see ../vendor/README.md -->"
    target.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round">{licence}\n' + "\n".join(symbols) + "\n</svg>\n"
    )
    return target


def main() -> None:
    packages = Path(sys.argv[1])
    inter = packages / "inter-ui"
    fonts = (make_font(inter, "inter-lv.woff2", TEXT), make_font(inter, "inter-names.woff2", ALL_NAMES))
    for made in (*fonts, make_sprite(packages / "lucide-static")):
        seal = hashlib.sha256(made.read_bytes()).hexdigest()
        print(f"{seal}  {made.relative_to(STATIC)}  {made.stat().st_size} bytes")


if __name__ == "__main__":
    main()
