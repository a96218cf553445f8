"""The project. Celery's app is loaded here so that a task's nudge from a web process finds the right broker."""

from darbigas_kopienas.celery import app as celery_app

__all__ = ["celery_app"]
