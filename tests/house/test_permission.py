"""Permission has one home: the service asks. What does not ask stands in the table, and whoever calls that asks."""

import ast
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.house.callgraph import Call, Code
from tests.house.permission_table import ASKED_BY_CALLER, BELOW, OPEN

FOLDERS = ["darbigas_kopienas", "budget", "community_events", "guidelines", "resource_centre", "seminars"]
TABLE = ASKED_BY_CALLER | BELOW | OPEN
FOR_OTHERS = set(ASKED_BY_CALLER | BELOW)
WHERE_SYSTEM_ACTS = ("tasks", "management", "demo", "backup")  # the last: the operator's commands
WHERE_SYSTEM_IS_KNOWN = ("programme.actors", "programme.access")


@pytest.fixture(scope="module")
def code() -> Code:
    return Code.in_folders(settings.BASE_DIR, FOLDERS)


def short(name: str) -> str:
    return name.removeprefix("darbigas_kopienas.")


def services_of(code: Code) -> list[str]:
    """Whatever acts for somebody, wherever it stands, but pages and the loader."""
    return [name for name in code.acting() if not {"views", "demo"} & set(name.split("."))]


def unasked(code: Code, table: set[str]) -> list[str]:
    return [
        f"{short(name)}: call require(by, Permission.X, scope) in it, first of all; "
        "if it only follows from what others do, or needs no permission, say so in permission_table.py"
        for name in services_of(code)
        if not code.asks(name) and short(name) not in table
    ]


def stale(code: Code, table: set[str]) -> Iterator[str]:
    known = {short(name): name for name in code.functions}
    for name in sorted(table):
        if name not in known:
            yield f"{name}: there is no such function any more; take it out of permission_table.py"
        elif code.asks(known[name]):
            yield f"{name}: it asks by itself; take it out of permission_table.py"


def callers_that_do_not_ask(code: Code, for_others: set[str], table: set[str]) -> list[str]:
    return sorted(
        {
            f"{short(call.caller)} calls {short(call.callee)}, which leaves the asking to it: "
            "call require(…) in it, or let a service do it that asks"
            for call in code.calls
            if short(call.callee) in for_others and not _is_asked_for(code, call, table)
        }
    )


def _is_asked_for(code: Code, call: Call, table: set[str], above: frozenset[str] = frozenset()) -> bool:
    """The caller asks, stands in the table itself, acts as the portal, or is a helper only of those that do."""
    caller = call.caller
    if call.actor == "SYSTEM" or ".demo." in caller or short(caller) in table or code.asks(caller):
        return True
    higher = [upper for upper in code.calls_of[caller] if upper.caller not in above | {caller}]
    is_helper = caller not in code.acting_names and bool(higher)
    return is_helper and all(_is_asked_for(code, upper, table, above | {caller}) for upper in higher)


def system_elsewhere(code: Code) -> list[str]:
    return [
        f"{short(module.name)} line {node.lineno}: only tasks, commands and the loader act as the portal; "
        "take `by` from the caller, or name who holds the link"
        for module in code.modules.values()
        if not set(WHERE_SYSTEM_ACTS) & set(module.name.split(".")) and short(module.name) not in WHERE_SYSTEM_IS_KNOWN
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Name) and node.id == "SYSTEM")
        or (isinstance(node, ast.Attribute) and node.attr == "SYSTEM")
        or (isinstance(node, ast.alias) and node.name == "SYSTEM")
    ]


def acts_as_nobody(code: Code) -> list[str]:
    """`by=None`, given or as what is meant where nothing is given."""
    return [
        f"{short(module.name)} line {line}: None is never an actor; it is a person, a Holder or SYSTEM"
        for module in code.modules.values()
        for node in ast.walk(module.tree)
        for line in _lines_of_nobody(node)
    ]


def _lines_of_nobody(node: ast.AST) -> Iterator[int]:
    if isinstance(node, ast.keyword) and node.arg == "by" and ast.unparse(node.value) == "None":
        yield node.lineno
    if isinstance(node, ast.arguments):
        for argument, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
            if argument.arg == "by" and default is not None:
                yield argument.lineno


def test_every_service_asks_or_says_why_not(code: Code) -> None:
    assert unasked(code, set(TABLE)) == []


def test_the_table_is_no_older_than_the_code(code: Code) -> None:
    assert list(stale(code, set(TABLE))) == []


def test_the_kinds_of_exception_are_apart() -> None:
    assert len(TABLE) == len(ASKED_BY_CALLER) + len(BELOW) + len(OPEN)
    assert all(reason.strip() for reason in TABLE.values())


def test_whoever_calls_what_does_not_ask_asks(code: Code) -> None:
    assert callers_that_do_not_ask(code, FOR_OTHERS, set(TABLE)) == []


def test_the_portal_acts_only_in_tasks_commands_and_the_loader(code: Code) -> None:
    assert system_elsewhere(code) == []


def test_nobody_is_no_actor(code: Code) -> None:
    assert acts_as_nobody(code) == []
    assert acts_as_nobody(Code.in_folders(settings.BASE_DIR, ["tests"])) == []


# -- each check can fail ---------------------------------------------------------------------------
ACCESS = "from darbigas_kopienas.programme.access import Permission, require\n"
LETTERS = {"letters": "def queue(*, by):\n    pass\n"}


def test_a_service_that_forgets_to_ask_is_told_of() -> None:
    forgets = Code.of({"loans.services": "def lend(*, by, item):\n    item.lent_by = by\n"})
    assert [line.split(":")[0] for line in unasked(forgets, set())] == ["loans.services.lend"]
    assert "call require(by, Permission.X, scope)" in unasked(forgets, set())[0]
    assert unasked(forgets, {"loans.services.lend"}) == []


@pytest.mark.parametrize(
    "body",
    [
        "    require(by, Permission.WRITE_CENTRE, item.scope)\n",
        "    _locked(by, item)\ndef _locked(by, item):\n    require(by, Permission.WRITE_CENTRE, item.scope)\n",
        "    _own(by)\ndef _own(by):\n    raise PermissionDenied\n",
    ],
)
def test_a_service_asks_by_itself_or_through_a_helper(body: str) -> None:
    assert unasked(Code.of({"loans.services": f"{ACCESS}def lend(*, by, item):\n{body}"}), set()) == []


def test_another_service_is_no_helper() -> None:
    relies = "def lend(*, by, item):\n    give(by=by, item=item)\n"
    gives = "def give(*, by, item):\n    require(by, Permission.WRITE_CENTRE, item.scope)\n"
    assert len(unasked(Code.of({"loans.services": ACCESS + relies + gives}), set())) == 1


def test_an_exception_that_is_gone_or_asks_now_is_told_of() -> None:
    asks = Code.of({"loans.services": f"{ACCESS}def lend(*, by, item):\n    require(by, Permission.PUBLISH, item)\n"})
    lines = list(stale(asks, {"loans.services.lend", "loans.services.sell"}))
    assert [line.split(";")[0] for line in lines] == [
        "loans.services.lend: it asks by itself",
        "loans.services.sell: there is no such function any more",
    ]


@pytest.mark.parametrize(
    ("caller", "slips"),
    [
        ("def lend(request):\n    queue(by=request.user)\n", 1),
        ("def lend(request):\n    def deed():\n        _tell(request.user)\ndef _tell(by):\n    queue(by=by)\n", 1),
        ("def lend(by):\n    require(by, 1, 2)\n    _tell(by)\ndef _tell(by):\n    queue(by=by)\n", 0),
        ("def lend(job):\n    queue(by=SYSTEM)\n", 0),
        ("def lend(*, by):\n    queue(by=by)\n", 0),
    ],
)  # fmt: skip
def test_a_caller_that_forgets_to_ask_is_told_of(caller: str, slips: int) -> None:
    module = "loans.services" if "*, by" in caller else "loans.views"
    calls = Code.of({**LETTERS, module: f"from letters import queue\n{caller}"})
    lines = callers_that_do_not_ask(calls, {"letters.queue"}, {"letters.queue", "loans.services.lend"})
    assert len(lines) == slips
    assert all("calls letters.queue, which leaves the asking to it" in line for line in lines)


@pytest.mark.parametrize(
    ("module", "slips"), [("loans.services", 2), ("loans.views", 2), ("loans.tasks", 0), ("x.demo.loader", 0)]
)
def test_the_portal_acting_elsewhere_is_told_of(module: str, slips: int) -> None:
    acts = "from darbigas_kopienas.programme.actors import SYSTEM\nlend(by=SYSTEM)\n"
    assert len(system_elsewhere(Code.of({module: acts}))) == slips


@pytest.mark.parametrize(
    "acts", ["lend(by=None)", "def lend(*, by=None): ...", "def lend(*, by: Actor = VISITOR): ..."]
)
def test_acting_as_nobody_is_told_of(acts: str) -> None:
    assert len(acts_as_nobody(Code.of({"loans.views": acts}))) == 1
    assert acts_as_nobody(Code.of({"loans.views": "lend(by=request.user, confirm_by=None)"})) == []
