"""One command, the whole portal: database, preparation, then web, worker and beat, watched until Ctrl-C.

`python -m darbigas_kopienas.runtime.supervisor` (what `make run` does). A child that dies is started again, ever more
slowly when it keeps dying; so is one that lives and does not work. On SIGINT or SIGTERM everything stops in order and
nothing is left behind. With names behind it (`… worker`), it guards these alone: so a container does (compose). A web
server in a container is drained before it is stopped (drain.py).
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import IO, TextIO

from . import embedded_postgres, logs, processes
from .environment import whole_number
from .instance_lock import AlreadyRunning, lock

BASE_DIR = Path(__file__).resolve().parents[2]
MODULE = [sys.executable, "-m"]
LONGEST_WAIT = 30.0  # seconds between two starts of a child that keeps dying
SILENT_AFTER = 120.0  # seconds without a sign of work; there is something to do every 30 (the sweep, letters)
SETTLED_AFTER = 60.0  # seconds after which a child's earlier deaths are forgotten
STOP_SECONDS = 15.0  # for requests and tasks in hand; a longer task is found again by the sweep
CONTAINER_STOP_SECONDS = 50.0  # the same, in a container that is given a minute (docker-compose.yml)
DRAIN_SECONDS = 5.0  # in which every proxy learns that this web server takes no more; part of that minute
_politely = partial(processes.stop, seconds=STOP_SECONDS)


class CannotStart(Exception):
    """Said to the person as one sentence, without a traceback."""


@dataclass
class Child:
    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop: Callable[[subprocess.Popen[bytes]], None] = _politely
    mark: Path | None = None  # the file that it touches when it works (marks.py)
    silent_after: float = SILENT_AFTER
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0
    next_start: float = 0.0
    marked: int = 0
    marked_at: float = 0.0

    def watch(self) -> None:
        """Start when it is time, notice a death or an idle life, plan the next start."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.next_start:
                self._try_to_start(now)
            return
        code = self.process.poll()
        if code is None and self._is_silent(now):
            say(f"{self.name} lives and has not worked for {self.silent_after:.0f} s.")
            self.process.kill()
            code = self.process.wait()
        if code is None:
            return
        processes.sweep_group(self.process)
        self.process = None
        self.deaths = 1 if now - self.started_at > SETTLED_AFTER else self.deaths + 1
        self._wait(now, f"ended with code {code}")

    def _is_silent(self, now: float) -> bool:
        """By this process's own clock: the one that files are dated with may be put right meanwhile."""
        if self.mark is None:
            return False
        marked = self.mark.stat().st_mtime_ns if self.mark.exists() else 0
        if marked != self.marked:
            self.marked, self.marked_at = marked, now
        return now - max(self.marked_at, self.started_at) > self.silent_after

    def _try_to_start(self, now: float) -> None:
        self.started_at = now
        try:
            self.process = self.start()
        except (RuntimeError, OSError) as error:
            self.deaths += 1
            self._wait(now, f"did not start: {error}")

    def _wait(self, now: float, reason: str) -> None:
        seconds = min(2.0 ** (self.deaths - 1) - 1, LONGEST_WAIT)  # at once, then 1, 3, 7, 15, 30 s
        self.next_start = now + seconds
        say(f"{self.name} {reason}; started again {'now' if seconds == 0 else f'in {seconds:.0f} s'}.")

    def end(self) -> None:
        if self.process is not None:
            self.stop(self.process)


def say(text: str, to: TextIO | None = None) -> None:
    is_json = os.environ.get("LOG_FORMAT", "").strip() == "json"
    print(logs.line_of("portal.supervisor", text.strip()) if is_json else text, file=to, flush=True)


class Supervisor:
    def __init__(self, data: Path, port: int, only: Sequence[str] = ()) -> None:
        self.data, self.port, self.only = data, port, only
        self.marks = Path(tempfile.gettempdir()) if only else data / "marks"  # a container's are its own
        self.environment = {
            **os.environ,
            "PORTAL_DATA": str(data),
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings",
        }
        self.children: list[Child] = []

    def run(self) -> None:
        """Until a signal. Raises CannotStart."""
        self.marks.mkdir(parents=True, exist_ok=True)
        with nullcontext() if self.only else self._single_instance():
            try:
                if not self.only:
                    self._require_free_port()
                    self._prepare()
                self._watch()
            except KeyboardInterrupt:
                say("Stopping…")
            finally:
                for sent in (signal.SIGINT, signal.SIGTERM):
                    signal.signal(sent, signal.SIG_IGN)
                for child in reversed(self.children):
                    child.end()

    def _single_instance(self) -> IO[str]:
        try:
            return lock(self.data)
        except AlreadyRunning as portal:
            raise CannotStart(
                f"{portal} Stop it first, or name another folder: PORTAL_DATA=/some/folder make run"
            ) from None

    def _require_free_port(self) -> None:
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except (OSError, OverflowError) as error:
                raise CannotStart(
                    f"Port {self.port} cannot be used ({error}). Choose another: PORT={self.port + 1} make run"
                ) from None

    def _prepare(self) -> None:
        if not self.environment.get("DATABASE_URL"):
            folder = self.data / "postgres"
            database = Child("database", lambda: embedded_postgres.start(folder), embedded_postgres.stop)
            try:
                database.process = database.start()
            except (RuntimeError, OSError, subprocess.SubprocessError) as error:
                raise CannotStart(str(error)) from error
            self.children.append(database)
        say("Preparing tables, translations and static files…")
        self._once([*MODULE, "darbigas_kopienas.runtime.prepare"], role="owner")
        say("Loading the programme's facts, and the demonstration where it is asked for…")
        self.log_ins = self._once([sys.executable, "manage.py", "seed"], role="portal")

    def _once(self, command: list[str], *, role: str) -> str:
        """Run to the end and return what it printed."""
        done = subprocess.run(  # noqa: S603  (our own commands)
            command,
            cwd=BASE_DIR,
            env={
                **self.environment,
                "DATABASE_ROLE": role,
                "LOG_LEVEL": "WARNING",
            },  # not each role of the demonstration
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
            preexec_fn=processes.die_with_parent(),
        )
        if done.returncode:
            raise CannotStart(f"{' '.join(command[1:])} failed; the reason stands above. {done.stdout.strip()}")
        return done.stdout.strip()

    def _child(self, name: str, command: list[str]) -> Child:
        seconds = CONTAINER_STOP_SECONDS if self.only else STOP_SECONDS
        stop = partial(processes.stop, seconds=seconds)
        if name != "web":
            mark = self.marks / f"{name}.mark"
            return Child(name, partial(self._spawn, command, {"WORK_MARK": str(mark)}), stop, mark=mark)
        if not self.only:
            return Child(name, partial(self._spawn, command, {}), stop)
        drained = self.marks / "web.drained"
        drained.unlink(missing_ok=True)  # of the container's life before

        def drain_and_stop(process: subprocess.Popen[bytes]) -> None:
            drained.touch()
            time.sleep(DRAIN_SECONDS)
            processes.stop(process, seconds=seconds - DRAIN_SECONDS)

        return Child(name, partial(self._spawn, command, {"DRAIN_MARK": str(drained)}), drain_and_stop)

    def _watch(self) -> None:
        host = "0.0.0.0" if self.only else "127.0.0.1"  # noqa: S104  (in a container its proxy comes from outside)
        offered = commands(self.port, host)
        self.children += [self._child(name, offered[name]) for name in offered if name in (self.only or offered)]
        announced = bool(self.only)
        while True:
            for child in self.children:
                child.watch()
            announced = announced or self._announce()
            time.sleep(0.2)

    def _spawn(self, command: list[str], marks: dict[str, str]) -> subprocess.Popen[bytes]:
        return processes.spawn(command, cwd=BASE_DIR, env={**self.environment, **marks})

    def _announce(self) -> bool:
        address = f"http://localhost:{self.port}"
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1).close()
        except urllib.error.HTTPError:
            pass  # it answers
        except OSError:
            return False
        say(f"\n{self.log_ins}\n\nThe portal is open: {address}   (Ctrl-C stops it)\n".replace("\n\n\n", "\n"))
        return True


def commands(port: int, host: str = "127.0.0.1") -> dict[str, list[str]]:
    """What runs beside the database, in the order of starting."""
    web = ["gunicorn", "darbigas_kopienas.wsgi", "--bind", f"{host}:{port}", "--worker-class", "gthread"]
    web += ["--workers", "2", "--threads", "4", "--preload", "--no-control-socket", "--log-level", "warning"]
    web += ["--timeout", "4"]  # a process that hangs is replaced; a long request in one that lives is not touched
    if Path("/dev/shm").is_dir():  # noqa: S108  (a disk that hangs must not look like a process that does)
        web += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108  (likewise)
    celery = ["celery", "-A", "darbigas_kopienas", "--quiet"]
    worker = [MODULE[0], "-W", "ignore:You're running the worker with superuser", "-m", *celery, "worker"]
    worker += ["--concurrency", "2", "--loglevel", "WARNING"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]  # nobody asks a worker about others
    return {
        "web": [*MODULE, *web],
        "worker": [*worker, "--queues", "celery"],
        "letters": [*worker, "--queues", "letters", "--hostname", "letters@%h"],
        "beat": [*MODULE, *celery, "beat", "--loglevel", "WARNING", "--pidfile="],
    }


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _port(word: str) -> int:
    """Raises CannotStart."""
    port = whole_number(word)
    if port is None:
        raise CannotStart(f"PORT must be a whole number; it is “{word}”.")
    return port


def main() -> int:
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, _interrupt)  # also where a shell started us with it ignored
    os.chdir(BASE_DIR)
    try:
        port = _port(os.environ.get("PORT", "").strip() or "8000")
        data = Path(os.environ.get("PORTAL_DATA") or BASE_DIR / "data").resolve()
        Supervisor(data, port, only=sys.argv[1:]).run()
    except CannotStart as error:
        say(f"The portal cannot start. {error}", sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
