"""One portal on a data folder: whoever works with it alone holds this file."""

import fcntl
import os
from pathlib import Path
from typing import IO


class AlreadyRunning(Exception):
    """A sentence that names the folder and the process."""


def lock(data: Path) -> IO[str]:
    """Until the file is closed. Raises AlreadyRunning."""
    data.mkdir(parents=True, exist_ok=True)
    file = (data / "supervisor.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        file.close()
        raise AlreadyRunning(f"A portal is already running on {data} (process {holder}).") from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
