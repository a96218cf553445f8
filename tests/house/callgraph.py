"""Which function of the portal calls which, and which of them asks for a permission: read from the source alone."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

ASKING = {"require", "require_anywhere"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Module:
    """One file; `names` says what an imported name stands for, dotted."""

    name: str
    tree: ast.Module
    is_package: bool
    functions: dict[str, Function] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in self.tree.body:
            if isinstance(node, Function):
                self.functions[node.name] = node
            elif isinstance(node, ast.ClassDef):
                methods = [method for method in node.body if isinstance(method, Function)]
                self.functions |= {f"{node.name}.{method.name}": method for method in methods}
        for imported in ast.walk(self.tree):
            if isinstance(imported, ast.ImportFrom):
                source = self._source_of(imported)
                self.names |= {alias.asname or alias.name: f"{source}.{alias.name}" for alias in imported.names}
            elif isinstance(imported, ast.Import):
                self.names |= {alias.asname: alias.name for alias in imported.names if alias.asname}

    def _source_of(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        package = parts[: len(parts) - node.level + self.is_package]
        return ".".join([*package, *([node.module] if node.module else [])])

    @property
    def app(self) -> str:
        """The package whose helpers a function may rely on."""
        parts = self.name.split(".")
        return ".".join(parts[:2] if parts[0] == "darbigas_kopienas" else parts[:1])


@dataclass(frozen=True)
class Call:
    """Of `callee` by `caller`, both by their full names."""

    caller: str
    callee: str
    node: ast.Call

    @property
    def actor(self) -> str:
        """What is passed as `by`, as written."""
        given = next((keyword.value for keyword in self.node.keywords if keyword.arg == "by"), None)
        return ast.unparse(given) if given is not None else ""


@dataclass
class Code:
    """All modules by their dotted name."""

    modules: dict[str, Module]

    @classmethod
    def of(cls, sources: dict[str, str]) -> "Code":
        """`sources` by dotted name; that of a package ends with `.__init__`."""
        modules = {}
        for name, text in sources.items():
            plain = name.removesuffix(".__init__")
            modules[plain] = Module(plain, ast.parse(text), is_package=plain != name)
        return cls(modules)

    @classmethod
    def in_folders(cls, root: Path, folders: list[str]) -> "Code":
        files = [path for folder in folders for path in (root / folder).rglob("*.py") if "migrations" not in path.parts]
        return cls.of({".".join(path.relative_to(root).with_suffix("").parts): path.read_text() for path in files})

    @cached_property
    def functions(self) -> dict[str, tuple[Module, Function]]:
        return {
            f"{module.name}.{name}": (module, function)
            for module in self.modules.values()
            for name, function in module.functions.items()
        }

    def resolve(self, dotted: str) -> str:
        """The full name of a function that a package only hands on from one of its modules."""
        for _step in range(4):
            module, _dot, name = dotted.rpartition(".")
            if dotted in self.functions or module not in self.modules:
                break
            dotted = self.modules[module].names.get(name, dotted)
        return dotted

    def callee(self, module: Module, called: ast.expr) -> str:
        """Empty where it cannot be told from the source: a method of an object, a function handed over."""
        if isinstance(called, ast.Name):
            if called.id in module.functions:
                return f"{module.name}.{called.id}"
            return self.resolve(module.names.get(called.id, called.id))
        if isinstance(called, ast.Attribute) and (base := self._module_meant(module, called.value)):
            return self.resolve(f"{base}.{called.attr}")
        return ""

    def _module_meant(self, module: Module, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return module.names.get(node.id, "")
        if isinstance(node, ast.Attribute) and (base := self._module_meant(module, node.value)):
            return f"{base}.{node.attr}"
        return ""

    @cached_property
    def calls(self) -> list[Call]:
        return [
            Call(name, callee, node)
            for name, (module, function) in self.functions.items()
            for node in ast.walk(function)
            if isinstance(node, ast.Call) and (callee := self.callee(module, node.func))
        ]

    @cached_property
    def calls_of(self) -> dict[str, list[Call]]:
        """By the one that is called."""
        grouped: dict[str, list[Call]] = defaultdict(list)
        for call in self.calls:
            grouped[call.callee].append(call)
        return grouped

    @cached_property
    def calls_in(self) -> dict[str, list[Call]]:
        """By the one that calls."""
        grouped: dict[str, list[Call]] = defaultdict(list)
        for call in self.calls:
            grouped[call.caller].append(call)
        return grouped

    def asks(self, name: str, depth: int = 2) -> bool:
        """It requires a permission, or a helper of the same app does so for it, at most two steps away."""
        module, function = self.functions[name]
        if any(_asks(node) for node in ast.walk(function)):
            return True
        helpers = {call.callee for call in self.calls_in[name] if call.callee in self.functions}
        return depth > 0 and any(
            self.asks(helper, depth - 1)
            for helper in helpers
            if self.functions[helper][0].app == module.app and _is_helper(helper, module)
        )

    @cached_property
    def acting_names(self) -> set[str]:
        return set(self.acting())

    def acting(self) -> Iterator[str]:
        """Public functions, no methods, that take an actor; a check that only refuses is not an act."""
        for name, (module, function) in self.functions.items():
            is_own = module.functions.get(function.name) is function
            if is_own and not function.name.startswith(("_", "require")) and _takes_actor(function):
                yield name


def _asks(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        return called in ASKING
    return isinstance(node, ast.Raise) and node.exc is not None and "PermissionDenied" in ast.unparse(node.exc)


def _is_helper(name: str, caller: Module) -> bool:
    """A service is none for another service: each asks itself. A view may rely on what loads its object."""
    last = name.rpartition(".")[2]
    return last.startswith(("_", "require")) or ".views" in caller.name or caller.name.endswith(".views")


def _takes_actor(function: Function) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    by = next((argument for argument in arguments if argument.arg == "by"), None)
    return by is not None and (by.annotation is None or ast.unparse(by.annotation) != "timedelta")
