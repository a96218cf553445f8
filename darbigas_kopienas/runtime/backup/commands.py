"""What the operator's commands do and say; each returns whether all is well."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from django.conf import settings

from . import create, keys, proof
from .local_database import running
from .noted import create_and_note
from .restore import Contents, restore, verify


def say(text: str, to: TextIO | None = None) -> None:
    print(text, file=to or sys.stdout, flush=True)


def _make(_file: Path | None) -> bool:
    with running(alone=False):
        made = create_and_note(create.MANUAL)
    say(f"{made.path}\nFiles in it: {made.files}; {made.size / 1e6:.1f} MB in all.")
    for name in made.missing:
        say(f"The file {name} was missing or is not what its row tells of; all else is in the backup.")
    if not made.is_encrypted:
        say("It is not encrypted and holds the portal's key and people's data: set BACKUP_KEY, or guard it as such.")
    return not made.missing


def _restore(file: Path | None) -> bool:
    with running(alone=True):
        restored = restore(_existing(file))
    say(f"Restored, and equal to what was backed up: {_in_words(restored.contents)}")
    erased = restored.erased
    say(f"Erased again, since it was erased after that: people: {erased.people}, files: {erased.documents}.")
    for note in restored.notes:
        say(note, to=sys.stderr)
    return not restored.notes


def _verify(file: Path | None) -> bool:
    if file is not None:
        contents = verify(_existing(file))
        say(f"Whole and unharmed: {_in_words(contents)}")
        for name in contents.missing:
            say(f"The file {name} was missing already when it was made.", to=sys.stderr)
        return not contents.missing
    with running(alone=False):
        faults = proof.faults_of_portal()
    for fault in faults:
        say(fault)
    say(f"{len(faults)} faults." if faults else "Every stored file and every report is what it was.")
    return not faults


def _key(_file: Path | None) -> bool:
    secret, recipient = keys.new_pair()
    say("# Keep this line away from the portal's machine: it opens the backups, and nothing else does.")
    say(f"{secret}\n\n# For the portal:\nBACKUP_KEY={recipient}")
    return True


def _existing(file: Path | None) -> Path:
    """Also beside the other backups."""
    if file is None or file.is_file():
        return file or Path()
    return Path(settings.BACKUP_DIR) / file


def _in_words(contents: Contents) -> str:
    tables, reports = contents.about["proof"]["tables"], contents.about["proof"]["reports"]
    rows = sum(count for count, _checksum in tables.values())
    stored = sum(name.startswith(create.FILES) for name in contents.members)
    said = f"tables: {len(tables)}, rows: {rows}, files: {stored}, reports: {len(reports)}"
    return f"{said}; made on {contents.made_at:%Y-%m-%d at %H:%M} UTC."


COMMANDS: dict[str, Callable[[Path | None], bool]] = {
    "make": _make,
    "restore": _restore,
    "verify": _verify,
    "key": _key,
}
