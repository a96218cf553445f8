"""`python -m darbigas_kopienas.runtime.backup make`, `restore FILE`, `verify [FILE]`, `key` (docs/restore.md)."""

import argparse
import os
import sys
import time
from pathlib import Path


def main(arguments: list[str]) -> int:
    asked = _asked(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "darbigas_kopienas.settings")
    os.environ.setdefault("DATABASE_ROLE", "owner" if asked.command == "restore" else "portal")
    import django
    from django.db import Error as DatabaseFault

    django.setup()

    from darbigas_kopienas.runtime.environment_checks import require_consistent

    from . import commands
    from .errors import BackupFailed

    require_consistent()
    began = time.monotonic()
    try:
        whole = commands.COMMANDS[asked.command](asked.file)
    except (BackupFailed, DatabaseFault) as failure:
        commands.say(f"Failed: {failure}", to=sys.stderr)
        return 1
    commands.say(f"({time.monotonic() - began:.1f} s)", to=sys.stderr)
    return 0 if whole else 1


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m darbigas_kopienas.runtime.backup", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("make", help="a backup into BACKUP_DIR").set_defaults(file=None)
    commands.add_parser("restore", help="into an empty place").add_argument("file", type=Path)
    commands.add_parser("verify", help="a backup, or the portal itself").add_argument("file", type=Path, nargs="?")
    commands.add_parser("key", help="a new pair of keys").set_defaults(file=None)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
