"""A migration runs while the portal of before answers: whoever asks waits for seconds at most, and it comes to pass."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.jobs import migrations
from darbigas_kopienas.runtime.database import limits
from tests import databases
from tests.machine import PATIENCE
from tests.runtime.test_limits import ROOT, held, limited_to

LATER = """
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("jobs", "{last}"), ("seminars", "0001_initial")]
    operations = [migrations.RunSQL("ALTER TABLE seminars_seminar ADD COLUMN later int")]
"""
# The folder of the true ones is searched too, so that to all else it is the app's own.
SETTINGS = """
from darbigas_kopienas.settings import *
MIGRATION_MODULES = {"jobs": "later"}
"""


@contextmanager
def _newer_portal_migrates(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """`prepare database` of a portal that has a migration more, on this test's database."""
    existing = Path(next(iter(migrations.__path__)))
    last = max(file.stem for file in existing.glob("[0-9]*.py"))
    (folder / "later").mkdir()
    (folder / "later" / "__init__.py").write_text(f"__path__.append({str(existing)!r})\n")
    (folder / "later" / "9999_later.py").write_text(LATER.format(last=last))
    (folder / "later_settings.py").write_text(SETTINGS)
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "DJANGO_SETTINGS_MODULE": "later_settings",
        "DATABASE_ROLE": "owner",
        "DATABASE_URL": databases.address(name),
        "DATABASE_OWNER_URL": databases.address(name, "portal_owner"),
    }
    command = [sys.executable, "-m", "darbigas_kopienas.runtime.prepare", "database"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def _until_somebody_waits(table: str) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted"
    with databases.superuser() as cursor:
        deadline = time.monotonic() + PATIENCE
        cursor.execute(waiting, [table])
        while cursor.fetchone() == (0,):
            assert time.monotonic() < deadline, "no migration waits for the table"
            time.sleep(0.02)
            cursor.execute(waiting, [table])


@pytest.mark.django_db(transaction=True)
def test_migration_that_waits_for_a_table_gives_up_and_is_tried_again_while_pages_are_answered(tmp_path: Path) -> None:
    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM seminars_seminar")

    with limited_to(limits.WEB), _newer_portal_migrates(tmp_path) as process:
        assert process.stderr
        with held(read):  # somebody's long list, say
            _until_somebody_waits("seminars_seminar")
            assert Client().get(reverse("seminars:seminar_list")).status_code == 200
            assert process.stderr.readline() == "A table is in use; tried again in 3 s.\n"
        assert (process.wait(PATIENCE), process.stderr.read()) == (0, "")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(later) FROM seminars_seminar")
        assert Client().get(reverse("seminars:seminar_list")).status_code == 200  # which knows of no such column
