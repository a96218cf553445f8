"""A no-op job from click to done on the embedded default: file-system queue, one worker, the row as the queue."""

import statistics
import subprocess
import sys
import time

from darbigas_kopienas.programme.actors import SYSTEM
from tests.bench.portal import say

ROUNDS = 40


def run() -> None:
    from django.db import connection

    # Of jobs alone: what other parts wrote to people waits in the queue of letters.
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "tests.bench.worker", "worker", "--pool", "prefork",
               "-c", "1", "-Q", "celery", "--loglevel", "error"]  # fmt: skip
    worker = subprocess.Popen(command)
    try:
        _job(60.0)
        times = sorted(_job(10.0) for _round in range(ROUNDS))
        with connection.cursor() as cursor:
            started = time.perf_counter()
            for _round in range(ROUNDS):
                cursor.execute("SELECT 1")
            select = (time.perf_counter() - started) / ROUNDS
    finally:
        worker.terminate()
        worker.wait(20)
    median = statistics.median(times)
    say(
        "A no-op job on the embedded default, from the click to done (aim: median at most 100 ms)",
        [
            ("figure", "ms", "× SELECT 1"),
            ("median", f"{median * 1000:.0f}", f"{median / select:.0f}"),
            ("fastest", f"{times[0] * 1000:.0f}", f"{times[0] / select:.0f}"),
            ("slowest", f"{times[-1] * 1000:.0f}", f"{times[-1] / select:.0f}"),
        ],
    )


def _job(limit: float) -> float:
    from darbigas_kopienas.jobs import services
    from darbigas_kopienas.jobs.models import Job

    started = time.perf_counter()
    job = services.enqueue(by=SYSTEM, kind="bench.noop", arguments={}, unique_key="bench")
    while time.perf_counter() - started < limit:
        if Job.objects.values_list("state", flat=True).get(pk=job.pk) in {"done", "failed"}:
            return time.perf_counter() - started
        time.sleep(0.002)
    raise RuntimeError("the worker did not take up the job")
