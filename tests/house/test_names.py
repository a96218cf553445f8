"""The field's words, no private dialect: what a name may not be, and what to say instead."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.test_architecture import ROOT, sources_of_ours

# What the whole name may not be, and the words from which no name may be made.
WHOLE = {
    "one": "the thing: registration, line, other",
    "found": "what it is: rows, match, existing",
    "hold": "mark_held, lock",
    "holds": "has, locks",
    "keep": "store, reserve, remember",
    "tell": "notify",
    "turn": "transition, change, repeat_key",
    "paper": "certificate, file",
    "papers": "certificates, files",
}
WORDS = {
    "kept": "stored, locked, existing, reserved",
    "told": "message, values, notified",
    "deed": "action",
    "deeds": "actions",
    "standing": "active, balance, occupancy",
}
ALLOWED = {
    "DecideForm.deed": "the name of a field in a page, which stays as it is",
}
NOUNS = {"mailing", "scoping", "reporting", "spending"}  # the field's own words
INSTEAD = "This is not the field's word; CONTRIBUTING has a glossary. Instead: "


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.split(r"_+|(?<=[a-z])(?=[A-Z])", name)}


def _fault(name: str) -> str:
    plain = name.strip("_").lower()
    return WHOLE.get(plain, "") or next((WORDS[word] for word in sorted(_words(name)) if word in WORDS), "")


def _names(tree: ast.AST, within: str = "") -> Iterator[tuple[str, int]]:
    """Whatever the code calls something: classes, functions, parameters, variables, attributes of a class."""
    for node in ast.iter_child_nodes(tree):
        inner = within
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield f"{within}{node.name}", node.lineno
            inner = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield f"{within}{node.id}", node.lineno
        yield from _names(node, inner)


def _faults(text: str) -> list[str]:
    return [
        f"line {line}: {name}. {INSTEAD}{fault}"
        for name, line in _names(ast.parse(text))
        if name not in ALLOWED and (fault := _fault(name.rpartition(".")[2]))
    ]


def test_names_are_the_field_s_words() -> None:
    faults = {str(path.relative_to(ROOT)): _faults(path.read_text()) for path in sources_of_ours()}
    assert {path: of_file for path, of_file in faults.items() if of_file} == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("names = [one.name for one in rows]", ["one"]),
        ("def tell(turn: str) -> None: ...", ["tell", "turn"]),
        ("class Standing:\n    kept_seats: int", ["Standing", "Standing.kept_seats"]),
        ("for registration in rows:\n    page_not_found = registration", []),
    ],
)
def test_the_check_of_names_can_fail(text: str, lines: list[str]) -> None:
    assert [re.sub(r"line \d+: (.*?)\. This.*", r"\1", fault) for fault in _faults(text)] == lines


def _is_called_after_an_action(path: Path) -> bool:
    return path.stem.endswith("ing") and path.stem not in NOUNS


def test_files_are_called_after_their_thing() -> None:
    """`lifecycle`, `drafts`, `table_import`: not what is being done there."""
    tests = [path for path in (ROOT / "tests").rglob("*.py") if not path.stem.startswith("test_")]
    assert [path.name for path in [*sources_of_ours(), *tests] if _is_called_after_an_action(path)] == []


def test_the_check_of_files_can_fail() -> None:
    names = ("registering.py", "mailing.py", "drafts.py")
    assert [_is_called_after_an_action(Path(name)) for name in names] == [True, False, False]


TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")


def _variables(template: str) -> set[str]:
    """The names that a template speaks by, without texts, attributes and the words of tags."""
    tags = " ".join(TEXT.sub("", tag) for tag in TAG.findall(template))
    return set(re.findall(r"(?<![\w.])[a-z_]\w*", tags))


def test_templates_speak_the_same_words() -> None:
    dialect = set(WHOLE) | set(WORDS)
    wrong = {
        str(path.relative_to(ROOT)): words
        for path in Path(ROOT, "templates").rglob("*.html")
        if (words := _variables(path.read_text()) & dialect)
    }
    assert wrong == {}


def test_the_check_of_templates_can_fail() -> None:
    assert _variables('{% for one in rows %}{{ one.kept }}{% translate "told" %}{% endfor %}') & {"one", "told"} == {
        "one"
    }
