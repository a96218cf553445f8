"""Where Celery looks for the tasks of this app."""

from .registration.tasks import remind, sweep, tidy

__all__ = ["remind", "sweep", "tidy"]
