#!/usr/bin/env python
"""Django's door. Commands that change tables run as the database's owner, all others as the portal."""

import os
import sys

OWNER_COMMANDS = {"migrate", "createcachetable", "flush", "makemigrations", "sqlflush"}


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "darbigas_kopienas.settings")
    os.environ.setdefault("DATABASE_ROLE", "owner" if command in OWNER_COMMANDS else "portal")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
