"""Which portal this is."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings


@cache  # of what was started: a checkout may be brought forward under a portal that runs
def version() -> str:
    """ "0.1.0" and, where it runs from a checkout, the commit: "0.1.0 (1a2b3c4d)". Never fails."""
    root = Path(settings.BASE_DIR)
    try:
        number = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    except (OSError, ValueError, KeyError):
        number = "?"
    commit = _commit(root / ".git")
    return f"{number} ({commit[:8]})" if commit else str(number)


def _commit(folder: Path) -> str:
    try:
        head = (folder / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head
        name = head.removeprefix("ref: ")
        if (folder / name).exists():
            return (folder / name).read_text().strip()
        packed = (folder / "packed-refs").read_text().splitlines()
        return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")
    except OSError:
        return ""
