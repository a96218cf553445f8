"""Each backup leaves a row, good or failed, so that a missing one is noticed (administration/upkeep)."""

import logging
from contextlib import suppress
from datetime import datetime

from django.db import Error, connection

from darbigas_kopienas.administration.upkeep.models import Backup
from darbigas_kopienas.administration.upkeep.services import note_backup
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.values import clock

from .create import AlreadyBeingMade, Made, create
from .errors import BackupFailed

log = logging.getLogger("portal.backup")


def create_and_note(kind: str) -> Made:
    """Raises BackupFailed, after that was noted."""
    began = clock.now()
    try:
        made = create(kind)
    except AlreadyBeingMade:
        raise
    except Exception as error:
        code = error.code if isinstance(error, BackupFailed) else Backup.Failure.UNEXPECTED
        log.error("No backup was made: %s", code)  # noqa: TRY400  (the reason is known, or is raised on)
        _note(began, name="", size=0, files=0, is_encrypted=False, failure=code)
        raise
    failure = Backup.Failure.MISSING if made.missing else ""
    _note(
        began,
        name=made.path.name,
        size=made.size,
        files=made.files,
        is_encrypted=made.is_encrypted,
        failure=failure,
    )
    return made


def _note(began: datetime, *, name: str, size: int, files: int, is_encrypted: bool, failure: str = "") -> None:
    """A backup without a database that could be told of it is a backup all the same."""
    connection.close()  # it may be lost, and waited for long
    with suppress(Error):
        note_backup(
            by=SYSTEM,
            started_at=began,
            name=name,
            size=size,
            files=files,
            is_encrypted=is_encrypted,
            failure=failure,
        )
