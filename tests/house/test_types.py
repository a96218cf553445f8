"""Types that say something, and imports that stand where they are looked for."""

import ast
import re
from collections.abc import Iterator

from tests.house.test_architecture import ROOMS, ROOT, sources_of_ours

MOST = 12  # of `Any` in a thousand lines
OURS = {"darbigas_kopienas", *ROOMS}
# Only after Django knows its models, or once a process is to start.
LATE = {
    "darbigas_kopienas/people/apps.py": "receivers, connected when the apps are ready",
    "darbigas_kopienas/programme/apps.py": "receivers, connected when the apps are ready",
    "darbigas_kopienas/runtime/apps.py": "connected when the apps are ready",
    "darbigas_kopienas/runtime/backup/__main__.py": "a command, which first says as which role it connects",
    "darbigas_kopienas/runtime/prepare.py": "started before there is a database",
    "darbigas_kopienas/submissions/apps.py": "a receiver, connected when the apps are ready",
}


def _share(texts: list[str]) -> float:
    """How often `Any` stands in a thousand lines, its imports counted."""
    return 1000 * sum(len(re.findall(r"\bAny\b", text)) for text in texts) / sum(text.count("\n") for text in texts)


def test_few_values_have_no_type() -> None:
    """Say `object` for what is only handed on, `Reader`, `Actor` or `AnyUser` for people, a dataclass for facts."""
    assert _share([path.read_text() for path in sources_of_ours()]) <= MOST


def test_the_count_of_any_can_fail() -> None:
    assert _share(["from typing import Any\n" + "x = 1\n" * 49]) == 20 > MOST


def _late_imports(text: str) -> Iterator[str]:
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom) and (node.level or str(node.module).split(".")[0] in OURS):
                    yield f"{function.name}: {'.' * node.level}{node.module}"


def test_nothing_of_ours_is_imported_inside_a_function() -> None:
    """It would hide a circle: what both need belongs below both, and a queryset into its model's file."""
    late = {str(path.relative_to(ROOT)): list(_late_imports(path.read_text())) for path in sources_of_ours()}
    assert {path for path, imports in late.items() if imports} == set(LATE)


def test_the_check_of_late_imports_can_fail() -> None:
    assert list(_late_imports("def of(row):\n    from .models import Expense")) == ["of: .models"]
    assert list(_late_imports("def of(row):\n    import weasyprint")) == []
