"""The tasks of every subject in one place, where Celery looks for them."""

from .evaluation.tasks import thank

__all__ = ["thank"]
