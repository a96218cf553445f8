"""A package with a known vulnerability is said, and so is one that was never looked up."""

import importlib.util
import io
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit_of_packages", ROOT / "scripts" / "audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


audit = _script()
CLEAN = {"name": "Argon2_cffi", "version": "25.1.0", "vulns": []}
FAULTY = {"name": "django", "version": "5.2.1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["5.2.2"]}]}
SKIPPED = {"name": "django", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.mark.parametrize(
    ("packages", "code", "begins"),
    [
        ([CLEAN, {**FAULTY, "vulns": []}], 0, "2 packages, none with a known vulnerability."),
        ([CLEAN, FAULTY], 1, "django 5.2.1: PYSEC-1, mended in 5.2.2"),
        ([FAULTY], 1, "django 5.2.1"),
        ([CLEAN, SKIPPED], 2, "1 of 2 packages were not looked up (django…)."),
        ([], 2, "2 of 2 packages were not looked up (argon2-cffi, django…)."),
    ],
)
def test_only_what_was_looked_up_is_called_sound(packages: list[dict[str, Any]], code: int, begins: str) -> None:
    said, lines = audit.judge(packages, {"argon2-cffi", "django"})
    assert said == code
    assert lines[0].startswith(begins)


def test_the_image_s_packages_are_all_asked_about() -> None:
    names = audit.locked((ROOT / "requirements-image.lock").read_text())
    assert {"django", "django-allauth", "weasyprint", "pillow"} <= names
    assert "colorama" not in names  # for another system


def test_an_answer_that_never_came_is_no_green_light(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit.sys, "stdin", io.StringIO())
    with pytest.raises(SystemExit) as ended:
        audit.main()
    assert ended.value.code == audit.NOT_ASKED
    assert "were not looked up" in capsys.readouterr().out


def test_make_audit_asks_about_the_image_and_lets_the_script_judge() -> None:
    recipe = (ROOT / "Makefile").read_text().partition("\naudit:")[2]
    assert "pip-audit" in recipe
    assert "--requirement requirements-image.lock | $(BIN)/python scripts/audit.py" in recipe
