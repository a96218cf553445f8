"""A furnished portal for the bench: its own PostgreSQL, tables, static files and demonstration data."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def furnished(folder: Path) -> Iterator[None]:
    from darbigas_kopienas.runtime import embedded_postgres

    server = embedded_postgres.start(folder / "postgres", options=("fsync=off", "synchronous_commit=off"))
    try:
        subprocess.run([sys.executable, "-m", "darbigas_kopienas.runtime.prepare"], check=True)
        subprocess.run([sys.executable, "manage.py", "seed", "--demo"], check=True)
        import django

        django.setup()
        yield
    finally:
        embedded_postgres.stop(server)


def say(title: str, rows: Sequence[tuple[str, ...]]) -> None:
    """A table for people: columns as wide as their longest word."""
    print(f"\n{title}")  # noqa: T201  (the bench prints)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  " + "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)))  # noqa: T201  (the same)
