"""What must be true before the first request: tables and grants, translations, static files.

`python -m darbigas_kopienas.runtime.prepare [database] [translations] [static_files]`, all by default; run again at any
time, a second run does only what changed. Connects as the database's owner.
"""

import hashlib
import os
import sys
import time
from pathlib import Path

from django.db import OperationalError
from psycopg2.errors import DeadlockDetected, LockNotAvailable

TRIES, PAUSE = 60, 3  # how often, and the seconds in between: five minutes with the waiting itself


def database() -> None:
    """Tables first (the cache's too), then the grants that the end of `migrate` writes for all of them.

    The portal of before may be at work meanwhile. A migration that has to wait for a table gives up at once, so that
    nobody waits behind it (limits.OWNER), and goes on later from there. Raises SystemExit when that was of no use.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            _tables()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
                raise
            if not tries_left:
                raise SystemExit("A table is in use all the time: stop the portal, then make the tables.") from error
            print(f"A table is in use; tried again in {PAUSE} s.", file=sys.stderr, flush=True)  # noqa: T201  (a command)
            time.sleep(PAUSE)
        else:
            return


def _tables() -> None:
    from django.core.management import call_command
    from django.db import connection

    from .database_roles import ensure_portal_role

    ensure_portal_role(connection)
    call_command("createcachetable", verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)


def translations() -> None:
    """Compile what is newer than its compiled form; a Python package does it, no system tool."""
    import polib
    from django.conf import settings

    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                half_done = compiled.with_suffix(f".{os.getpid()}")
                polib.pofile(str(source)).save_as_mofile(str(half_done))
                half_done.replace(compiled)


def static_files() -> None:
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def _static_fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            details = Path(storage.path(name)).stat()
            digest.update(f"{name} {details.st_size} {details.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def main(parts: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "darbigas_kopienas.settings")
    os.environ.setdefault("DATABASE_ROLE", "owner")
    import django

    django.setup()

    from .environment_checks import require_consistent

    require_consistent()
    for part in (translations, static_files, database):
        if not parts or part.__name__ in parts:
            part()


if __name__ == "__main__":
    main(sys.argv[1:])
