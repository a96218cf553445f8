"""What `make check` says, `make test` says too: a missing translation or a type error never waits for a person."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
BIN = Path(sys.executable).parent


def _passes(*command: str | Path) -> None:
    done = subprocess.run([*command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


def test_every_text_is_translated() -> None:
    _passes(sys.executable, "scripts/messages.py", "check")


def test_format_and_lint() -> None:
    _passes(BIN / "ruff", "format", "--check", ".")
    _passes(BIN / "ruff", "check", ".")
    _passes(BIN / "djlint", "--lint", "templates")


@pytest.mark.slow
def test_types() -> None:
    # from nothing: what an earlier run remembered has hidden an error that a clean checkout shows
    _passes(BIN / "mypy", "--cache-dir=/dev/null", ".")
