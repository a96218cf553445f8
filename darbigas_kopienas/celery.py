"""The worker. The row is the queue, a task only a nudge; what is lost here, the sweep finds (docs/decisions)."""

import os

from celery import Celery, signals

from darbigas_kopienas.runtime import marks  # noqa: F401  (listens to what the worker does)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "darbigas_kopienas.settings")
app = Celery("darbigas_kopienas")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_ready.connect
def sweep_at_once(**_signal: object) -> None:
    """What was forgotten while no worker ran is not left until the clock's next round."""
    for task in ("jobs.sweep", "mailing.send_due"):
        app.send_task(task, ignore_result=True)
