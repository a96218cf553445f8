"""The look's promises: light for a cheap phone, readable in both themes, nothing inline, no icon that is not there."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from darbigas_kopienas.home.style import ICONS, TOKENS

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
FIRST_VISIT_KB = 60
TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0

# (text, ground): every pair in which the style sheet sets words
TEXT_PAIRS = [
    (text, ground)
    for text in ("ink", "muted", "brand", "accent", "bad")
    for ground in ("paper", "surface", "sunk")
] + [
    ("on-brand", "brand"), ("on-brand", "brand-strong"), ("brand", "brand-tint"), ("brand-strong", "brand-tint"),
    ("ink", "brand-tint"), ("muted", "brand-tint"), ("ink", "accent-tint"), ("accent", "accent-tint"),
    ("good", "good-tint"), ("ink", "good-tint"), ("warn", "warn-tint"), ("ink", "warn-tint"), ("bad", "bad-tint"),
    ("ink", "bad-tint"), ("good", "surface"), ("warn", "surface"), ("on-deep", "deep"), ("sun", "deep"),
]  # fmt: skip
SHAPE_PAIRS = [(edge, ground) for edge in ("edge", "focus", "brand") for ground in ("paper", "surface", "sunk")]


SWITCHES = "color-scheme: dark; --light: ; --dark: initial;"
COLOUR = re.compile(r"--([a-z-]+): (?:var\(--light, (#\w{3,6})\) var\(--dark, (#\w{3,6})\)|(#\w{3,6}));")


def _themes() -> list[dict[str, str]]:
    """Each colour's name and value: by day, by night."""
    css = (STATIC / "css/portal.css").read_text()
    colours = COLOUR.findall(css[css.index("@layer tokens {") : css.index("@layer base {")])
    by_day = {name: light or both for name, light, _dark, both in colours}
    return [by_day, {name: dark or both for name, _light, dark, both in colours}]


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(first: str, other: str) -> float:
    low, high = sorted((_luminance(first), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_worked_out_as_the_rule_says() -> None:
    assert round(_contrast("#000", "#fff"), 1) == 21.0
    assert round(_contrast("#767676", "#ffffff"), 2) == 4.54


def test_the_dark_theme_is_the_same_by_wish_and_by_system() -> None:
    css = (STATIC / "css/portal.css").read_text()
    assert f':root:not([data-theme="light"]) {{ {SWITCHES} }}' in css
    assert f':root[data-theme="dark"] {{ {SWITCHES} }}' in css
    assert set(TOKENS) <= _themes()[0].keys()


@pytest.mark.parametrize("theme", range(2))
def test_words_and_shapes_stand_out_from_their_ground(theme: int) -> None:
    colours = _themes()[theme]
    weak = [
        (front, ground, round(_contrast(colours[front], colours[ground]), 2))
        for pairs, least in ((TEXT_PAIRS, TEXT_CONTRAST), (SHAPE_PAIRS, SHAPE_CONTRAST))
        for front, ground in pairs
        if _contrast(colours[front], colours[ground]) < least
    ]
    assert weak == []


def _gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def _asked_for(html: str) -> list[Path]:
    """Style, script and font files that a page's frame names."""
    names = {name for name in re.findall(r'(?:href|src)="/static/([^"]+)"', html) if not name.startswith("img/")}
    files = [finders.find(name) for name in sorted(names)]
    return [Path(file) for file in files if isinstance(file, str)]


@pytest.mark.django_db
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_a_first_visit_weighs_little(client: Client, is_signed_in: bool, request: pytest.FixtureRequest) -> None:
    if is_signed_in:
        client.force_login(request.getfixturevalue("janis"))
    files = _asked_for(client.get("/lv/stils/").content.decode())
    names = {path.name for path in files}
    assert {"portal.css", "portal.js", "inter-lv.woff2"} <= names
    assert ("htmx-2.min.js" in names) == is_signed_in
    assert sum(map(_gzipped, files)) <= FIRST_VISIT_KB * 1024


def _templates() -> list[Path]:
    """Pages: letters and paper have no Content-Security-Policy and carry their own style."""
    return [path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] not in {"mail", "pdf"}]


INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style|<script(?![^>]*\bsrc=)|javascript:|hx-on""")


def test_the_search_for_inline_code_finds_it() -> None:
    assert INLINE.search('<p style="x">')
    assert INLINE.search("<a onclick='x()'>")
    assert INLINE.search("<script>1</script>")
    assert not INLINE.search('<script src="/x.js" defer></script>')


def test_no_page_has_inline_style_or_script() -> None:
    drawn = (path for path in _templates() if path.name != "proxy_page.html")  # the proxy's, which has no other file
    inline = {str(path.relative_to(TEMPLATES)): INLINE.findall(path.read_text()) for path in drawn}
    assert {name: hits for name, hits in inline.items() if hits} == {}


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'symbol id="([^"]+)"', (STATIC / "img/icons.svg").read_text()))
    used = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"""\{%\s*icon\s+["']([^"']+)["']|\bicon=["']([^"']+)["']""", path.read_text())
        for name in name
        if name
    }
    assert used <= sprite
    assert sorted(sprite) == sorted(ICONS)


@pytest.mark.django_db
def test_the_style_page_shows_the_parts_in_both_languages(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    for address in ("/lv/stils/", "/en/style/"):
        page = client.get(address).content.decode()
        assert page.count("<h1>") == 1
        assert "115" in page
        assert 'aria-sort="ascending"' not in page
    sorted_page = client.get("/lv/stils/?sort=-held_on").content.decode()
    assert sorted_page.count('aria-sort="descending"') == 1


@pytest.mark.django_db
def test_the_style_page_and_its_invented_sums_are_shown_to_no_visitor(client: Client, as_: Any, ilze: Any) -> None:
    assert client.get("/lv/stils/").status_code == 404
    assert as_(ilze).get("/lv/stils/").status_code == 404
    assert "/lv/stils/" not in client.get("/lv/").content.decode()


@pytest.mark.django_db
def test_the_theme_of_the_cookie_is_in_the_first_answer(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in client.get("/lv/stils/").content.decode()
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in client.get("/lv/stils/").content.decode().split(">", 2)[1]
