"""One portal on a data folder: whoever works with it alone holds this file."""

import fcntl
import os
from pathlib import Path
from typing import IO


class AlreadyRunning(Exception):
    """A sentence that names the folder and the process."""


def hold(data: Path) -> IO[str]:
    """Until the file is closed. Raises AlreadyRunning."""
    data.mkdir(parents=True, exist_ok=True)
    lock = (data / "supervisor.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        lock.close()
        raise AlreadyRunning(f"A portal is already running on {data} (process {holder}).") from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock
