"""Templates that can be read: no line that nobody sees the end of."""

import re
from pathlib import Path

import pytest

from tests.house.test_architecture import ROOT

MOST = 160  # characters; 120 wherever a line can be broken without changing a text that is translated
INSTEAD = (
    "Break it where white space is not seen: beside a block element, between attributes, in `blocktranslate trimmed`;"
    " a condition of the domain is a property of the object."
)


# On paper white space beside a text counts: a cell grows wider, and boxes in a line no longer fit.
LOOSE = re.compile(
    r"<(?:td|th|p|h[1-6]|caption|li|dd|dt|a|span|b)\b[^<>]*>$"
    r"|^\s*</(?:td|th|p|h[1-6]|caption|li|dd|dt)>",
    re.MULTILINE,
)


def _long_lines(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), start=1) if len(line) > MOST]


def test_no_line_is_too_long_to_be_read() -> None:
    templates = [path for path in Path(ROOT, "templates").rglob("*.*") if path.suffix in {".html", ".txt"}]
    long = {str(path.relative_to(ROOT)): lines for path in templates if (lines := _long_lines(path.read_text()))}
    assert long == {}, INSTEAD


@pytest.mark.parametrize(("text", "lines"), [("a" * 160 + "\nb", []), ("a\n" + "b" * 161, [2])])
def test_the_check_of_lines_can_fail(text: str, lines: list[int]) -> None:
    assert _long_lines(text) == lines


def test_on_paper_a_text_is_glued_to_its_element() -> None:
    loose = {path.name: LOOSE.findall(path.read_text()) for path in Path(ROOT, "templates/pdf").glob("*.html")}
    assert {name: tags for name, tags in loose.items() if tags} == {}


@pytest.mark.parametrize(("text", "number"), [("<td>\n  1\n</td>", 2), ("<td>1</td>\n<tr>\n</tr>", 0)])
def test_the_check_of_paper_can_fail(text: str, number: int) -> None:
    assert len(LOOSE.findall(text)) == number


def _hides_messages(template: str) -> bool:
    """A page whose first screen fills the block above everything says there what has just happened."""
    if "{% block hero %}" not in template:
        return False
    above, _hero, _rest = template.partition('class="hero"')
    return "components/messages.html" not in above


def test_messages_stand_above_a_first_screen() -> None:
    pages = [path for path in Path(ROOT, "templates").rglob("*.html") if path.name != "base.html"]
    assert [path.name for path in pages if _hides_messages(path.read_text())] == []


def test_the_check_of_messages_can_fail() -> None:
    assert _hides_messages('{% extends "base.html" %}{% block hero %}<div class="hero"></div>{% endblock %}')


def _leaves_the_button_to_the_browser(template: str) -> bool:
    return 'type="file"' in template and "components/file_words.html" not in template


def test_file_fields_speak_the_portal_s_language() -> None:
    pages = Path(ROOT, "templates").rglob("*.html")
    assert [path.name for path in pages if _leaves_the_button_to_the_browser(path.read_text())] == []


def test_the_check_of_file_fields_can_fail() -> None:
    assert _leaves_the_button_to_the_browser('<input type="file" name="photos">')


def _are_boxes_glued(template: str) -> bool:
    return '%}<div class="figure">' in template and "</div>{% endfor %}" in template


def test_boxes_in_a_line_have_nothing_between_them() -> None:
    """White space between them is a space on paper, and the third no longer fits: write the tags without a break."""
    assert _are_boxes_glued(Path(ROOT, "templates/pdf/report_figures.html").read_text())


def test_the_check_of_boxes_can_fail() -> None:
    assert _are_boxes_glued('{% for x in y %}<div class="figure"></div>{% endfor %}')
    assert not _are_boxes_glued('{% for x in y %}\n<div class="figure"></div>\n{% endfor %}')


UNKNOWN_TO_HTML = re.compile(r"(?<![-\w])hx-[a-z]")


def test_attributes_of_htmx_are_ones_that_html_allows() -> None:
    """A validator refuses `hx-get`; `data-hx-get` means the same."""
    files = [*Path(ROOT, "templates").rglob("*.html"), *Path(ROOT, "static/js").glob("*.js")]
    assert [path.name for path in files if UNKNOWN_TO_HTML.search(path.read_text())] == []


@pytest.mark.parametrize(
    ("text", "found"), [('<a hx-get="/">', True), ('<a data-hx-get="/" class="max-height">', False)]
)
def test_the_check_of_htmx_can_fail(text: str, found: bool) -> None:
    assert bool(UNKNOWN_TO_HTML.search(text)) == found
