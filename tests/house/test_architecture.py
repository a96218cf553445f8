"""What import-linter cannot hold: foreign keys point downward, apps are listed, files stay small, lists are scoped."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

ROOT = Path(settings.BASE_DIR)
ROOMS = {"seminars", "resource_centre", "community_events", "guidelines", "budget"}
FLOORS = {
    "audit": 0,
    "people": 1,
    "submissions": 2,
    "programme": 3,
    "evidence": 4,
    "jobs": 5,
    "mailing": 5,
    "activities": 6,
    "participation": 7,
    **dict.fromkeys(ROOMS, 8),
    "reports": 9,
    "home": 9,
    "administration": 9,
    "demo": 10,
    "runtime": 11,
}
LOOSE = {"__init__", "settings", "urls", "celery", "wsgi", "rooms"}
OURS = {config.label: config for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT)}
NEVER = {"core", "common", "utils", "helpers", "base", "misc", "lib"}
NAMED_BY_DJANGO = {"darbigas_kopienas/runtime/database/base.py"}  # it looks for an engine's connection there


def sources_of_ours() -> Iterator[Path]:
    for folder in ("darbigas_kopienas", *sorted(ROOMS)):
        yield from (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def test_every_top_level_package_is_listed() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"}
    assert packages == ROOMS | {"darbigas_kopienas"}
    assert {label for label in OURS if ".venv" not in OURS[label].path} == set(FLOORS)


def _loose(folder: Path) -> list[str]:
    return sorted(
        f"{path.name}: move it into the folder of its subject (CONTRIBUTING, the drawing of the house)."
        for path in folder.glob("*.py")
        if path.stem not in LOOSE
    )


def test_beside_the_entry_points_nothing_lies_loose() -> None:
    assert _loose(ROOT / "darbigas_kopienas") == []


def test_the_check_of_loose_files_can_fail(tmp_path: Path) -> None:
    for name in ("settings.py", "letters.py"):
        (tmp_path / name).touch()
    assert [line.split(":")[0] for line in _loose(tmp_path)] == ["letters.py"]


@pytest.mark.parametrize("label", sorted(FLOORS))
def test_foreign_keys_point_downward(label: str) -> None:
    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model._meta.label}: turn it round, or move the row up."
        for model in apps.get_app_config(label).get_models()
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and not isinstance(field.related_model, str)
        and _is_upward(label, field.related_model._meta.app_label)
    ]
    assert upward == []


def _is_upward(label: str, to: str) -> bool:
    return to in FLOORS and to != label and FLOORS[to] >= FLOORS[label]


def test_the_check_of_directions_can_fail() -> None:
    assert [_is_upward("people", to) for to in ("audit", "people", "programme", "auth")] == [False, False, True, False]
    assert _is_upward("budget", "seminars")  # rooms do not know each other


def _says_nothing(path: Path) -> bool:
    return path.as_posix() not in NAMED_BY_DJANGO and bool(NEVER & {path.stem, *path.parts})


def test_no_name_says_nothing() -> None:
    """Call a file or folder after its subject."""
    assert [path for path in sources_of_ours() if _says_nothing(path.relative_to(ROOT))] == []


@pytest.mark.parametrize(
    ("path", "wrong"), [("budget/utils.py", True), ("core/x.py", True), ("budget/lines.py", False)]
)
def test_the_check_of_empty_names_can_fail(path: str, wrong: bool) -> None:
    assert _says_nothing(Path(path)) is wrong


MOST_LINES, MOST_OF_FUNCTION = 330, 44


def _too_long(text: str) -> list[str]:
    long = [f"{MOST_LINES} lines are passed: cut the file by subject."] if text.count("\n") > MOST_LINES else []
    return long + [
        f"{node.name} has more than {MOST_OF_FUNCTION} lines: give its parts names of their own."
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MOST_OF_FUNCTION
    ]


def test_files_and_functions_stay_small() -> None:
    long = {path.name: lines for path in sources_of_ours() if (lines := _too_long(path.read_text()))}
    assert long == {}


def test_the_check_of_length_can_fail() -> None:
    function = "def f():\n" + "    pass\n" * MOST_OF_FUNCTION
    assert [line.split()[0] for line in _too_long(function)] == ["f"]
    assert _too_long(function.removesuffix("    pass\n")) == []
    assert [line.split()[0] for line in _too_long("\n" * (MOST_LINES + 1))] == [str(MOST_LINES)]
    assert _too_long("\n" * MOST_LINES) == []


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Attribute]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == name:
            yield node


SCOPING = {
    "of_programmes", "visible_to", "for_staff", "exportable_by", "of_member", "in_scope", "own", "of", "of_token",
    "publishable", "whose_state_is_seen_by", "erased_results_of", "at_the_door", "visible_or_recorded_by",
}  # fmt: skip
PROGRAMME_WIDE = {
    # public knowledge or one's own row by its key; each with the reason
    "Component": "the components of a programme are public",
    "Partnership": "who takes part is public",
    "Municipality": "the register of municipalities is public",
    "Organisation": "the register of institutions is public",
    "Programme": "what a programme is, is public",
    "Period": "reporting periods are public",
}


def _unscoped(tree: ast.AST) -> Iterator[str]:
    """`Model.objects.…` chains in a view, form or resource in which no scoping method is called."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in _calls(tree, "objects"):
        model = node.value.id if isinstance(node.value, ast.Name) else ast.unparse(node.value)
        called, above = set(), parents.get(node)
        while isinstance(above, ast.Attribute | ast.Call):
            if isinstance(above, ast.Attribute):
                called.add(above.attr)
            else:
                called |= {name.attr for name in ast.walk(above.func) if isinstance(name, ast.Attribute)}
                called |= {"q_in_scopes"} if "q_in_scopes" in ast.unparse(above) else set()
            above = parents.get(above)
        if model not in PROGRAMME_WIDE and not called & (SCOPING | {"q_in_scopes"}):
            yield f"{model} line {node.lineno}"


def test_the_check_for_unscoped_queries_can_fail() -> None:
    assert list(_unscoped(ast.parse("rows = Expense.objects.filter(pk=1)"))) == ["Expense line 1"]
    assert list(_unscoped(ast.parse("rows = Expense.objects.visible_to(user).filter(pk=1)"))) == []


# A query that needs no scope, each with its reason.
ALLOWED: dict[str, str] = {}


def test_no_view_resource_or_admin_queries_unscoped() -> None:
    places = []
    for path in sources_of_ours():
        parts = path.relative_to(ROOT)
        if any(name in parts.as_posix() for name in ("views", "resources", "filters")):
            places += [f"{parts}: {line}" for line in _unscoped(ast.parse(path.read_text()))]
    assert [place for place in places if place.rsplit(" line", 1)[0] not in ALLOWED] == []


def test_append_only_tables_are_declared() -> None:
    names = {model._meta.label for model in apps.get_models() if getattr(model, "append_only", False)}
    assert {"audit.Entry", "budget.Payment"} <= names


def _bare_marks(text: str) -> list[int]:
    return [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        for mark in ("# noqa:", "# type: ignore[")
        if mark in line and len(line.split(mark, 1)[1].replace("]", " ").split(None, 1)) < 2
    ]


def test_every_noqa_carries_its_reason() -> None:
    """Behind the mark, in brackets or after a second #."""
    assert {path.name: lines for path in sources_of_ours() if (lines := _bare_marks(path.read_text()))} == {}


def test_the_check_of_reasons_can_fail() -> None:
    marks = "a  # noqa: E501\nb  # noqa: E501  (a table)\nc  # type: ignore[misc]\nd  # type: ignore[misc]  # untyped\n"
    assert _bare_marks(marks) == [1, 3]


def _closures_of_forms(tree: ast.AST) -> list[str]:
    return [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "deed"]


def _answers_by_itself(path: Path, text: str) -> list[str]:
    """What a form does is given to `answer_form`, `attempt` or `answer_button` (pages/forms.py) as its action."""
    calls_once = ["calls `once`"] if "views" in path.as_posix() and "import once" in text else []
    return calls_once + _closures_of_forms(ast.parse(text))


def test_forms_are_answered_by_the_helper() -> None:
    wrong = {path.name: faults for path in sources_of_ours() if (faults := _answers_by_itself(path, path.read_text()))}
    assert wrong == {}, _answers_by_itself.__doc__


def test_the_check_of_forms_can_fail() -> None:
    assert _answers_by_itself(Path("views/x.py"), "def view(request):\n    def deed(): ...") == ["deed"]
    assert _answers_by_itself(Path("views/x.py"), "from a import once") == ["calls `once`"]
    assert _answers_by_itself(Path("pages/forms.py"), "from a import once") == []
