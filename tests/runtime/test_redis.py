"""A real Redis that is stopped, hangs and loses all: the worker waits for it, comes back, and no work is lost."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery
from pytest_django import Settings

from darbigas_kopienas.jobs import services
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.runtime import processes, supervisor
from tests.jobs.asked import ask_for_work
from tests.machine import PATIENCE, free_port

ROOT = Path(__file__).parents[2]


class Redis:
    """On a port of its own, which it keeps when it is started again."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip("redis-server is not installed (make test installs it where it may)")
        self.port = free_port()
        self.command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    running = Redis(tmp_path)
    yield running
    running.process.kill()
    running.process.wait()


@pytest.mark.django_db(transaction=True)
def test_worker_outlives_a_redis_that_is_stopped_hangs_and_is_flushed(
    redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nudges = Celery("nudges", broker=redis.url, set_as_current=False)
    nudges.conf.broker_transport_options = {"max_retries": 0, "socket_timeout": 1, "socket_connect_timeout": 1}
    monkeypatch.setattr(services, "current_app", nudges)
    results, log = tmp_path / "results", tmp_path / "worker.log"
    environment = {**os.environ, "REDIS_URL": redis.url, "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings"}
    with log.open("wb") as output:
        command = [*supervisor.commands(0)["worker"], "-I", "tests.jobs.workers"]
        worker = processes.spawn(command, cwd=ROOT, env=environment, output=output)

    def until_done(job: Job) -> None:
        deadline = time.monotonic() + PATIENCE
        while Job.objects.get(pk=job.pk).state != "done":
            assert worker.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < deadline, log.read_text()[-3000:]
            services.sweep()  # as the clock does, only faster
            time.sleep(0.2)

    try:
        until_done(ask_for_work("before", results))
        redis.stop()
        while_stopped = ask_for_work("stopped", results)
        redis.start()
        until_done(while_stopped)
        redis.process.send_signal(signal.SIGSTOP)
        while_hung = ask_for_work("hung", results)
        redis.process.send_signal(signal.SIGCONT)
        until_done(while_hung)
        subprocess.run(["redis-cli", "-p", str(redis.port), "flushall"], check=True, stdout=subprocess.DEVNULL)
        until_done(ask_for_work("flushed", results))
    finally:
        processes.stop(worker)
    assert results.read_text() == "attempt 1\n" * 4


def test_nothing_of_the_worker_lives_only_as_long_as_its_connection(settings: Settings) -> None:
    """Queues of gossip and remote control are deleted over the lost connection, which ended the worker."""
    assert not settings.CELERY_WORKER_ENABLE_REMOTE_CONTROL
    for name in ("worker", "letters"):
        assert {"--without-gossip", "--without-mingle"} <= set(supervisor.commands(0)[name])
