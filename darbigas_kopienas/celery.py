"""The worker. The row is the queue, a task only a nudge; what is lost here, the sweep finds (docs/decisions)."""

import logging
import os
from pathlib import Path

from celery import Celery, Task, signals
from django.conf import settings
from django.db import InterfaceError, OperationalError

from darbigas_kopienas.runtime import logs, marks  # noqa: F401  (both listen to what the worker does)
from darbigas_kopienas.runtime.filesystem_transport import sweep_half_done

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "darbigas_kopienas.settings")
log = logging.getLogger("portal.worker")


class PortalTask(Task):  # type: ignore[type-arg]  # generic in the stubs alone
    """A database that is lost for a moment is one line, without PostgreSQL's words; the next round does the work."""

    throws = (InterfaceError, OperationalError)

    def on_failure(self, exc: BaseException, *_details: object) -> None:
        if isinstance(exc, self.throws):
            log.warning("%s not done: %s", self.name, type(exc).__name__)


app = Celery("darbigas_kopienas", task_cls=PortalTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_ready.connect
def sweep_at_once(**_signal: object) -> None:
    """What was forgotten while no worker ran is not left until the clock's next round."""
    if not settings.REDIS_URL:
        sweep_half_done(Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"])))
    for task in ("jobs.sweep", "mailing.send_due"):
        try:
            app.send_task(task, ignore_result=True, retry=False)
        except Exception as error:  # noqa: BLE001  (whatever a broker raises, that round comes)
            log.warning("%s not sent: %s", task, type(error).__name__)
