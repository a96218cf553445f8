"""docs/security.md is true: what it names exists, what it counts is the code's, what it lists is whole."""

import ast
import importlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account import app_settings
from django.apps import apps
from django.conf import settings

from darbigas_kopienas.people.sign_in_limits import SIGN_IN_LIMITS
from tests.house.test_architecture import ROOT, sources_of_ours

TEXT = (ROOT / "docs" / "security.md").read_text()
FILE = re.compile(r"[\w./-]+\.(?:py|md|js|yml|toml|conf|html|lock)")
LIMIT = re.compile(
    r"^\| (?P<what>[^|]+) \| (?P<limit>[0-9][0-9 ]*[^|]*?) \| `(?P<file>[^`]+\.py):(?P<name>[\w.\[\]]+)` \|$",
    re.MULTILINE,
)
UNITS = {"MB": 1024 * 1024, "kB": 1024, "seconds": 1, "minutes": 60, "hour": 3600, "hours": 3600, "days": 86_400}
ROW = re.compile(r"^\| (?P<id>\d+\.\d+\.\d+) \| (?P<asks>[^|]+) \| (?P<how>[^|]+) \| (?P<by>[^|]+) \|$", re.MULTILINE)
HOW = {"met", "operator", "later", "not met"}
# Of OWASP's Application Security Verification Standard 5.0, level 2: what an outside test once found wanting.
NUMBERS = {
    2: "1.1 1.2 1.3 3.1 3.2 4.1",
    3: "3.1 3.3 4.1 4.3 4.4 4.6",
    4: "1.2",
    5: "1.1 4.3",
    6: "1.1 1.2 1.3 2.11 2.12 3.1 3.3 4.4 5.1 5.2 5.5",
    7: "1.1 1.2 3.1 4.3 4.5 5.1 5.2",
    8: "2.2",
    11: "1.1 1.2 5.1",
    12: "2.1 3.1 3.3 3.4",
    13: "1.1 2.1 2.2 3.1 4.5",
    14: "1.1 1.2 2.1 2.2 2.4 3.1 3.3",
    15: "1.1 1.3 2.1 2.3",
    16: "1.1 2.1 2.2 2.4 2.5 3.1 3.3 4.3",
}
REQUIREMENTS = [f"{chapter}.{number}" for chapter, numbers in NUMBERS.items() for number in numbers.split()]
CRYPTOGRAPHY = {
    "hashlib",
    "hmac",
    "secrets",
    "fido2.utils",
    "cryptography.fernet",
    "pyrage",
    "django.core.signing",
    "django.utils.crypto",
}
NETWORK = {
    "socket",
    "smtplib",
    "imaplib",
    "ssl",
    "ftplib",
    "http.client",
    "urllib.request",
    "requests",
    "httpx",
    "urllib3",
    "boto3",
    "botocore.config",
}
STORAGE = ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches.open")


def _section(title: str) -> str:
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def _quoted(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


# -- what it names --------------------------------------------------------------------------------
def _missing(text: str) -> list[str]:
    """Files, and tests in them, that are not there."""
    missing = []
    for name in _quoted(text):
        path, _colons, test = name.partition("::")
        path = re.sub(r":[\w.\[\]]+$", "", path)
        if not FILE.fullmatch(path):
            continue
        file = ROOT / path
        if not file.is_file() or (test and not re.search(rf"^def {test}\(", file.read_text(), re.MULTILINE)):
            missing.append(name)
    return missing


def test_every_file_and_test_that_it_names_is_there() -> None:
    assert _missing(TEXT) == []
    assert len([name for name in _quoted(TEXT) if "::test_" in name]) > 20


def test_the_check_of_names_can_fail() -> None:
    assert _missing("`tests/house/test_attacks.py::test_of_nothing` and `docs/none.md`, `make audit`") == [
        "tests/house/test_attacks.py::test_of_nothing",
        "docs/none.md",
    ]


# -- what it counts -------------------------------------------------------------------------------
def _value(file: str, name: str) -> Any:
    """`NAME`, `NAME.field` of several limits, or `NAME[True]`."""
    if file == "darbigas_kopienas/settings.py":
        return getattr(settings, name)
    name, _bracket, key = name.removesuffix("]").partition("[")
    value = importlib.import_module(file.removesuffix(".py").replace("/", "."))
    for part in name.split("."):
        value = getattr(value, part)
    return value[key == "True"] if key else value  # type: ignore[index]  # a dict, by two answers


def _is_said(limit: str, value: Any) -> bool:
    """`25 MB` is 25 or 26 214 400, `14 days` is 14 or a timedelta of them: the name says which of both is meant."""
    match = re.match(r"([0-9][0-9 ]*)(\w*)", limit)
    assert match, limit
    number, unit = int(match[1].replace(" ", "")), UNITS.get(match[2], 1)
    if isinstance(value, timedelta):
        return value.total_seconds() == number * unit
    return bool(value in {number, number * unit})


def test_every_limit_is_the_code_s() -> None:
    rows = [match.groupdict() for match in LIMIT.finditer(TEXT)]
    wrong = [row["what"] for row in rows if not _is_said(row["limit"], _value(row["file"], row["name"]))]
    assert wrong == []
    assert len(rows) == len(re.findall(r"\.py:\w", TEXT))


@pytest.mark.parametrize(
    ("limit", "value"), [("24 MB", 26_214_400), ("14 days", timedelta(days=15)), ("2 hours", 7201)]
)
def test_the_check_of_limits_can_fail(limit: str, value: object) -> None:
    assert not _is_said(limit, value)


def test_settings_have_the_values_that_it_says() -> None:
    said = re.findall(r"`([A-Z][A-Z_]+)` = ([0-9]+) (\w+)", TEXT)
    assert said
    for name, number, unit in said:
        assert getattr(settings, name) == int(number) * UNITS[unit], name
    named = {name for name in _quoted(TEXT) if re.fullmatch(r"[A-Z]{3,}(?:_[A-Z]+)+", name)}
    assert [name for name in sorted(named) if not hasattr(settings, name)] == []


def test_ways_in_are_limited_as_it_says() -> None:
    said = dict(re.findall(r"^\| `(\w+)` \| ([0-9]+/\S+) \|$", _section("Ways in"), re.MULTILINE))
    assert said == SIGN_IN_LIMITS


def test_passwords_and_codes_are_as_it_says() -> None:
    section = _section("Ways in")
    least = re.findall(r"'min_length': (\d+)", str(settings.AUTH_PASSWORD_VALIDATORS))
    assert re.findall(r"a password of at least (\d+) characters", section) == least
    assert "a code sent to the address, three minutes, three tries" in section
    assert (app_settings.LOGIN_BY_CODE_TIMEOUT, app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS) == (180, 3)
    assert settings.MFA_TOTP_TOLERANCE == 0


def _counters() -> Iterator[tuple[str, int, int, str]]:
    for path in sources_of_ours():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("is_over_limit") and len(node.args) > 1:
                given = {word.arg: ast.unparse(word.value) for word in node.keywords}
                file = str(path.relative_to(ROOT))
                counted = [_value(file, given[word]) for word in ("most", "seconds")]
                alone = given.get("is_each_process_alone") == "True"
                yield ast.literal_eval(node.args[1]), counted[0], counted[1], "process" if alone else "database"


def test_counters_are_as_it_says() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (\d+) \| (\d+) \| (process|database) \|$", _section("Limits"), re.MULTILINE)
    assert {(name, int(most), int(seconds), by) for name, most, seconds, by in rows} == {*_counters()}


# -- what it lists --------------------------------------------------------------------------------
def _importing(modules: set[str]) -> set[str]:
    """Our files that import any of these, or a name of them."""
    found = set()
    for path in sources_of_ours():
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if isinstance(node, ast.ImportFrom):
                names = [str(node.module), *(f"{node.module}.{name}" for name in names)] if not node.level else []
            if modules & {*names}:
                found.add(str(path.relative_to(ROOT)))
    return found


def test_inventory_of_cryptography_is_whole() -> None:
    named = {name for name in _quoted(_section("Keys and cryptography")) if name.endswith(".py")}
    assert _importing(CRYPTOGRAPHY) == named - {"darbigas_kopienas/settings.py"}  # the hashers of passwords


def test_whatever_opens_connections_is_named() -> None:
    named = {name for name in _quoted(_section("Connections and secrets")) if name.endswith(".py")}
    assert _importing(NETWORK) == named


def test_whatever_a_browser_is_to_keep_is_named() -> None:
    named = {*_quoted(_section("Sessions"))}
    scripts = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "static" / "js").glob("*.js")
        if any(word in path.read_text() for word in STORAGE)
    }
    cookies = {
        str(path.relative_to(ROOT))
        for path in sources_of_ours()
        if re.search(r"\.set_(signed_)?cookie\(", path.read_text())
    }
    assert (scripts | cookies) - named == set()


def test_every_table_of_the_database_is_in_one_class() -> None:
    labels = Counter(
        name
        for name in _quoted(_section("Data: classes, protection, how long"))
        if re.fullmatch(r"\w+\.[A-Z]\w+", name)
    )
    assert [label for label, times in labels.items() if times > 1] == []
    assert {*labels} == {model._meta.label for model in apps.get_models()}


# -- the standard ---------------------------------------------------------------------------------
def test_every_requirement_has_its_row() -> None:
    assert [match["id"] for match in ROW.finditer(TEXT)] == REQUIREMENTS


def test_every_row_says_how_and_by_what() -> None:
    rows = {match["id"]: match for match in ROW.finditer(TEXT)}
    assert [number for number, row in rows.items() if row["how"] not in HOW] == []
    met = {number: row["by"] for number, row in rows.items() if row["how"] == "met"}
    assert [number for number, by in met.items() if not (_quoted(by) or "above: " in by)] == []


def test_what_is_above_is_there() -> None:
    sections = set(re.findall(r"^## (.+)$", TEXT, re.MULTILINE))
    for name in re.findall(r"above: ([A-Z][^;|.)]+)", TEXT):
        assert name.strip() in sections, name
