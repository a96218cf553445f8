"""Judge what pip-audit says of the image's packages: `make audit` hands its JSON to the standard input.

Where its database cannot be reached, pip-audit skips every package and says that none has a known fault: here that is a
failure of its own, never a green light.
"""

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements-image.lock"
FAULTY, NOT_ASKED = 1, 2


def locked(text: str) -> set[str]:
    """The packages that every system installs; those for other systems stand there with a marker."""
    return {_name(found) for found in re.findall(r"^([\w.-]+)==[^\s;]+ \\", text, re.MULTILINE)}


def judge(packages: Iterable[dict[str, Any]], wanted: set[str]) -> tuple[int, list[str]]:
    """The exit code and what to say."""
    asked = {_name(package["name"]): package for package in packages if "skip_reason" not in package}
    faults = [
        f"{package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'none'}"
        for package in asked.values()
        for fault in package.get("vulns", [])
    ]
    if faults:
        return FAULTY, [*faults, "docs/security.md says by when each is to be mended."]
    if missing := sorted(wanted - set(asked)):
        sentence = f"{len(missing)} of {len(wanted)} packages were not looked up ({', '.join(missing[:3])}…)."
        return NOT_ASKED, [sentence, "This says nothing about them: is the database of vulnerabilities reachable?"]
    return 0, [f"{len(asked)} packages, none with a known vulnerability."]


def _name(written: str) -> str:
    return re.sub(r"[-_.]+", "-", written).lower()


def main() -> None:
    said = sys.stdin.read()
    code, lines = judge(json.loads(said)["dependencies"] if said else [], locked(LOCK.read_text()))
    print("\n".join(lines))
    sys.exit(code)


if __name__ == "__main__":
    main()
