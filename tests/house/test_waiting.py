"""Browser tests wait for what must come: a click that leads to another page returns before that page is there."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.schedule import TOGETHER

TESTS = Path(__file__).parents[1]
CLICKS = {"click", "dblclick", "tap"}
WAITS = ("expect(", "settled(", "drafted(", ".wait_for")
SENTENCE = "use follow(…) for what leads to another page, or let the next line wait: expect(…), wait_for…"


def _is_click(statement: ast.stmt) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr == "press":
        return any(isinstance(key, ast.Constant) and key.value == "Enter" for key in call.args)
    return call.func.attr in CLICKS and "hand" not in ast.unparse(call.func.value)


def _clicks_without_a_wait(tree: ast.AST) -> Iterator[int]:
    """Lines of clicks after which the next statement does not wait; one inside `with page.expect_…` waits itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.With) and ".expect_" in ast.unparse(node.items[0]):
            continue
        for block in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if not isinstance(block, list) or not block:
                continue
            for statement, following in zip(block, [*block[1:], None], strict=True):
                said = ast.unparse(following) if following is not None else ""
                if _is_click(statement) and not any(word in said for word in WAITS):
                    yield statement.lineno


def _browser_tests() -> Iterator[Path]:
    yield from (path for path in TESTS.rglob("*.py") if "playwright" in path.read_text() and path != Path(__file__))


def test_every_click_waits_for_what_it_brings() -> None:
    without = [f"{path.relative_to(TESTS)}:{line}" for path in _browser_tests()
               for line in _clicks_without_a_wait(ast.parse(path.read_text()))]  # fmt: skip
    assert without == [], SENTENCE


@pytest.mark.parametrize(
    ("lines", "unwaited"),
    [
        ("button.click()\nassert wrongs(page) == []", [1]),
        ("page.press('input', 'Enter')\nassert page.url", [1]),
        ("button.click()", [1]),
        ("button.click()\nexpect(page).to_have_url('x')", []),
        ("follow(button)\nassert wrongs(page) == []", []),
        ("with page.expect_download() as got:\n    button.click()", []),
        ("page.press('input', 'Tab')\nassert page.url", []),
    ],
)
def test_the_check_of_clicks_can_fail(lines: str, unwaited: list[int]) -> None:
    assert list(_clicks_without_a_wait(ast.parse(lines))) == unwaited


def _waits_for_a_time(text: str) -> bool:
    return "wait_for_timeout(" in text


def test_no_test_waits_for_a_time() -> None:
    """Seconds are right on one machine and wrong on the next: wait for what must be seen (`expect`, `follow`)."""
    waiting = [f"{path.relative_to(TESTS)}" for path in _browser_tests() if _waits_for_a_time(path.read_text())]
    assert waiting == []


def test_the_check_of_times_can_fail() -> None:
    assert [_waits_for_a_time(text) for text in ("page.wait_for_timeout(500)", "expect(page)")] == [True, False]


def test_files_that_stay_together_exist() -> None:
    assert [file for file in TOGETHER if not (TESTS.parent / file).exists()] == []
