"""Child processes that do not outlive us: each in a group of its own, each told by the kernel when we die."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

LAST_SECONDS = 3.0  # for who is about to be killed
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded here: unsafe after a fork


def die_with_parent(sent: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """For `preexec_fn`: even when we are killed with -9 the child gets `sent`. Does nothing outside Linux."""
    parent = os.getpid()

    def in_child() -> None:
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, int(sent))
            if os.getppid() != parent:  # we died between fork and here
                os._exit(1)

    return in_child


def spawn(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    output: IO[bytes] | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
    **as_user: Any,
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  (every command is ours)
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,  # Ctrl-C reaches the supervisor alone, which then stops all in order
        preexec_fn=die_with_parent(death_signal),  # noqa: PLW1509  (callers have one thread)
        **as_user,
    )


def sweep_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what a dead child left running in its group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _end_group(process: subprocess.Popen[bytes], sent: signal.Signals) -> None:
    os.killpg(process.pid, sent)
    with suppress(subprocess.TimeoutExpired):
        process.wait(LAST_SECONDS)
    process.kill()
    process.wait()


def stop(process: subprocess.Popen[bytes], *, sent: signal.Signals = signal.SIGTERM, seconds: float = 10) -> None:
    """Ask, wait, then kill; nothing of its group is left.

    Before it is killed its whole group is asked: a worker's children give back what they have in hand.
    """
    if process.poll() is None:
        process.send_signal(sent)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            _end_group(process, sent)
    sweep_group(process)
