"""Templates that can be read: no line that nobody sees the end of."""

from pathlib import Path

import pytest

from tests.house.test_architecture import ROOT

MOST = 160  # characters; 120 wherever a line can be broken without changing a text that is translated
INSTEAD = (
    "Break it where white space is not seen: beside a block element, between attributes, in `blocktranslate trimmed`;"
    " a condition of the domain is a property of the object."
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
