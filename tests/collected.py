"""The static files of the portals that tests start: collected and compressed once for the run, seconds of work."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.machine import RUN

COLLECTED = RUN / "collected"


def static_files_into(data: Path) -> None:
    """Into a portal's data folder, as `prepare` leaves them; it finds them there and has nothing to do."""
    COLLECTED.mkdir(exist_ok=True)
    with (COLLECTED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        environment = {**os.environ, "PORTAL_DATA": str(COLLECTED)}
        command = [sys.executable, "-m", "darbigas_kopienas.runtime.prepare", "static_files"]
        if not (COLLECTED / "static" / ".collected").exists():
            subprocess.run(command, check=True, env=environment)
    shutil.copytree(COLLECTED / "static", data / "static", dirs_exist_ok=True)
