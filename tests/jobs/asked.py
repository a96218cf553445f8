"""Work asked for a real worker process (workers.py)."""

from datetime import timedelta
from pathlib import Path

from darbigas_kopienas.jobs import services
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.values import clock


def ask_for_work(key: str, results: Path) -> Job:
    """A minute ago, so that the sweep takes it up at once; it leaves a line in `results`."""
    arguments = {"file": str(results), "dies": 0}
    job = services.enqueue(by=SYSTEM, kind="test.work", arguments=arguments, unique_key=key)
    Job.objects.filter(pk=job.pk).update(created_at=clock.now() - timedelta(minutes=1))
    return job
