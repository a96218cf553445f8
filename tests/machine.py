"""What the tests share with the machine: the run's folder, this process's place in it, and free ports."""

import fcntl
import itertools
import os
import socket
import tempfile
from pathlib import Path
from typing import IO

IS_FIRST = "PYTEST_XDIST_WORKER" not in os.environ
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
NO_SKIP = bool(os.environ.get("PORTAL_NO_SKIP") or os.environ.get("CI"))
RUN = Path(os.environ.get("PORTAL_TEST_RUN", "."))  # tests/conftest.py of the first process makes the folder
POSTGRES = RUN / "postgres"
# Below the ports that Linux and macOS give to whoever connects somewhere, so that none is taken between two lines.
PORTS = range(20_000, 30_000)

IS_LONG = bool(os.environ.get("PORTAL_TEST_LONG"))  # `make test-long`

# Seconds after which what must come is given up. Nothing that works takes so long, on however busy a machine.
PATIENCE = 180
NOW = os.environ.get("PORTAL_TEST_NOW", "")  # a moment with its offset; rules and mails are tried at it

_locks: list[IO[str]] = []
_candidates = itertools.cycle(PORTS)


def free_port() -> int:
    """A port that is free and stays so: no other process that asks here gets it while this one lives."""
    for port in itertools.islice(_candidates, len(PORTS)):
        lock = (Path(tempfile.gettempdir()) / f"port-{os.geteuid()}-{port}.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                lock.close()
                continue
        _locks.append(lock)
        return port
    raise RuntimeError(f"no port between {PORTS.start} and {PORTS.stop} is free")


def rounds(few: int, many: int) -> int:
    """How often the same is tried: a few times in `make test`, many times in `make test-long`."""
    return many if IS_LONG else few
