"""What beat asks every hour: a backup by night, and the upkeep pages told of it."""

from django.conf import settings

from . import generations
from .create import NIGHTLY, AlreadyBeingMade
from .errors import BackupFailed
from .noted import create_and_note


def back_up() -> None:
    """Once a night. What failed is noted, seen by whoever runs the programme, and tried again in an hour."""
    if not settings.BACKUP_GENERATIONS or not generations.is_due():
        return
    try:
        create_and_note(NIGHTLY)
    except AlreadyBeingMade:
        return
    except BackupFailed:
        return
    generations.thin_out()
