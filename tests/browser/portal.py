"""The one portal of a run: web, worker and beat under one supervisor, as `make run` starts them.

Its database is a clone of the demonstration on the run's server; that a portal makes its own is tried in tests/runtime.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests import databases
from tests.collected import static_files_into
from tests.machine import PATIENCE, RUN, free_port

DATA = RUN / "portal"
ADDRESS, PROCESS, LOG = RUN / "portal.address", RUN / "portal.pid", RUN / "portal.log"
UNWANTED = ("DATABASE_ROLE", "DJANGO_SETTINGS_MODULE", "SECRET_KEY")
DATABASE = "portal_in_browsers"


def launch() -> None:
    """Let it begin to start, if no other worker did; nobody waits for it yet."""
    if "PORTAL_UNDER_TEST" in os.environ:  # one that runs already, while tests are being written
        ADDRESS.write_text(os.environ["PORTAL_UNDER_TEST"])
        return
    with (RUN / "portal.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if ADDRESS.exists():
            return
        static_files_into(DATA)
        databases.clone(databases.DEMONSTRATION, DATABASE)
        shutil.copytree(databases.files_of(databases.DEMONSTRATION), DATA / "files", dirs_exist_ok=True)
        port = free_port()
        environment = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        environment |= {
            "PORTAL_DATA": str(DATA),
            "PORT": str(port),
            "DEMO": "1",
            "DATABASE_URL": databases.address(DATABASE),
            "DATABASE_OWNER_URL": databases.address(DATABASE, "portal_owner"),
        }
        command = [sys.executable, "-m", "darbigas_kopienas.runtime.supervisor"]
        with LOG.open("wb") as log:
            process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        PROCESS.write_text(str(process.pid))
        ADDRESS.write_text(f"http://localhost:{port}")


def wait_until_open() -> str:
    """Its address, once pages come from it."""
    address, deadline = ADDRESS.read_text(), time.monotonic() + 2 * PATIENCE
    while not _answers(f"{address}/readyz"):
        if time.monotonic() > deadline or not _lives():
            pytest.fail("the portal did not start:\n" + LOG.read_text()[-3000:])
        time.sleep(0.3)
    return address


def _lives() -> bool:
    """Whichever worker started it: a child that has ended but was not asked for yet counts as dead too."""
    if not PROCESS.exists():
        return True
    state = Path(f"/proc/{PROCESS.read_text()}/stat")
    return not state.parent.parent.exists() or (state.exists() and ") Z " not in state.read_text())


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  (our own portal)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
