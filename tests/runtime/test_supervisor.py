"""The whole portal under one process: children that die come back, and nothing is left when it ends."""

import itertools
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # no stubs in the lock file
import pytest

from darbigas_kopienas.runtime import embedded_postgres, supervisor
from tests.collected import static_files_into
from tests.machine import PATIENCE, RUN, WORKER, free_port

ROOT = Path(__file__).parents[2]
NOT_OURS = {"DATABASE_URL", "DATABASE_ROLE", "DEMO", "SECRET_KEY", "DJANGO_SETTINGS_MODULE"}


class Portal:
    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.process = self.launch()

    def launch(self, **changes: str) -> subprocess.Popen[str]:
        environ = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        environment = {**environ, "PORTAL_DATA": str(self.data), "PORT": str(self.port), **changes}
        command = [sys.executable, "-m", "darbigas_kopienas.runtime.supervisor"]
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def answers(self) -> bool:
        address = f"http://127.0.0.1:{self.port}/readyz"
        with suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
        return False

    def wait_until_open(self, seconds: float = 2 * PATIENCE) -> None:
        _eventually(lambda: self.answers() or self.process.poll() is not None, seconds)
        assert self.process.poll() is None, self.said()

    def said(self) -> str:
        """All that was printed; waits for the end."""
        return self.process.communicate()[0]

    def everything(self) -> list[psutil.Process]:
        children: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return children

    def wait_for_child(self, word: str, other_than: int = 0) -> psutil.Process:
        """The child of the supervisor that has this word in its command."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for child in psutil.Process(self.process.pid).children():
                with suppress(psutil.Error):
                    if word in child.cmdline() and child.pid != other_than:
                        return child
            time.sleep(0.1)
        raise AssertionError(f"{word} did not come (again)")

    def end(self, sent: signal.Signals) -> list[psutil.Process]:
        """Those that are still there long after the end."""
        everything = self.everything()
        assert len(everything) > 6
        self.process.send_signal(sent)
        self.process.wait(PATIENCE)
        _gone, left = psutil.wait_procs(everything, timeout=PATIENCE)
        return [process for process in left if process.status() != psutil.STATUS_ZOMBIE]


def _eventually(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def data() -> Path:
    folder = RUN / f"portal-{WORKER}"  # not pytest's own: as root the database's user must reach it
    folder.mkdir()
    static_files_into(folder)
    return folder


@pytest.fixture(scope="module")
def starts() -> list[Portal]:
    return []


@pytest.fixture
def portal(data: Path, starts: list[Portal]) -> Iterator[Portal]:
    running = Portal(data)
    try:
        running.wait_until_open()
    except AssertionError:
        running.process.kill()
        raise
    starts.append(running)
    with embedded_postgres.superuser(data / "postgres").cursor() as cursor:  # a later start keeps the data
        cursor.execute("CREATE TABLE IF NOT EXISTS starts (number int)")
        cursor.execute("INSERT INTO starts VALUES (1)")
        cursor.execute("SELECT count(*) FROM starts")
        assert cursor.fetchone()[0] == len(starts)
    yield running
    if running.process.poll() is None:
        running.process.terminate()
        running.process.wait(PATIENCE)


def test_killed_children_come_back_and_sigterm_leaves_no_orphan(portal: Portal) -> None:
    for word in ("gunicorn", "worker", "beat"):
        killed = portal.wait_for_child(word)
        killed.kill()
        assert portal.wait_for_child(word, other_than=killed.pid).pid != killed.pid
    database = next(child for child in portal.everything() if child.name() == "postgres")
    database.kill()
    portal.wait_until_open()
    assert portal.end(signal.SIGTERM) == []
    assert portal.process.returncode == 0
    said = portal.said()
    assert f"http://localhost:{portal.port}" in said
    for name in ("web", "worker", "beat", "database"):
        assert f"{name} ended with code" in said
    assert "Traceback" not in said


def test_second_portal_on_the_same_data_is_refused_and_ctrl_c_leaves_no_orphan(portal: Portal) -> None:
    second = portal.launch()
    assert "already running on" in second.communicate(timeout=PATIENCE)[0]
    assert second.returncode == 1
    assert portal.end(signal.SIGINT) == []
    assert portal.process.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_supervisor_killed_outright_takes_everything_along(portal: Portal) -> None:
    assert portal.end(signal.SIGKILL) == []


def test_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        watcher = supervisor.Supervisor(tmp_path, port)
        with pytest.raises(supervisor.CannotStart, match=rf"Port {port} cannot be used .* PORT={port + 1} make run"):
            watcher.run()


def test_child_that_keeps_dying_is_started_ever_more_slowly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 1000.0
    monkeypatch.setattr("darbigas_kopienas.runtime.supervisor.time.monotonic", lambda: now)
    starts: list[float] = []

    def start() -> subprocess.Popen[bytes]:
        starts.append(now - 1000)
        process = subprocess.Popen(["false"], start_new_session=True)
        process.wait()
        return process

    child = supervisor.Child("worker", start)
    while now < 1120:
        child.watch()
        now += 0.5
    gaps = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert [round(gap) for gap in gaps] == [1, 2, 4, 8, 16, 30, 30]
    assert "worker ended with code 1; started again in 30 s." in capsys.readouterr().out


def test_child_that_cannot_be_started_does_not_end_the_portal(capsys: pytest.CaptureFixture[str]) -> None:
    def start() -> subprocess.Popen[bytes]:
        raise OSError("no such program")

    child = supervisor.Child("worker", start)
    child.watch()
    assert child.process is None
    assert "worker did not start: no such program" in capsys.readouterr().out
