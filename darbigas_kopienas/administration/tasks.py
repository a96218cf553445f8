"""Where Celery looks for the tasks of this app."""

from celery import shared_task

from .privacy.retention.lateness import note_lateness
from .roles.forgotten import forget_addresses


@shared_task(name="administration.tidy", ignore_result=True)
def tidy() -> None:
    """Addresses to which a role was offered go; then it is noted whether all that is automatic has been done."""
    forget_addresses()
    note_lateness()
