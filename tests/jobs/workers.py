"""Work for a real worker process in test_queue.py: it leaves one line for each result, and dies where asked."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.rooms import Progress
from tests.jobs.room import do_by


def work(job: Job, progress: Progress) -> Callable[[], None]:
    progress(10, "Working")
    if job.attempts <= job.arguments["dies"]:
        os.kill(os.getpid(), signal.SIGKILL)

    def leave_a_line() -> None:
        with Path(job.arguments["file"]).open("a") as results:
            results.write(f"attempt {job.attempts}\n")

    return leave_a_line


do_by(work)
