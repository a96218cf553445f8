"""The worker. The row is the queue, a task only a nudge; what is lost here, the sweep finds (docs/decisions)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "darbigas_kopienas.settings")
app = Celery("darbigas_kopienas")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
