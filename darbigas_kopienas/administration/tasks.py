"""Where Celery looks for the tasks of this app."""

from celery import shared_task

from .privacy.erasure.register.known import add_missing
from .privacy.retention.lateness import note_lateness
from .roles.forgotten import forget_addresses


@shared_task(name="administration.tidy", ignore_result=True)
def tidy() -> None:
    """Addresses to which a role was offered go; then it is noted whether all that is automatic has been done.

    What was erased, and is not in the register outside the database yet, is added to it.
    """
    forget_addresses()
    add_missing()
    note_lateness()
