"""The embedded server for a command: the one that runs already, or one for as long as the command needs it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from darbigas_kopienas.runtime import embedded_postgres
from darbigas_kopienas.runtime.environment import word
from darbigas_kopienas.runtime.instance_lock import AlreadyRunning, lock

from .errors import BackupFailed


@contextmanager
def running(*, alone: bool) -> Iterator[None]:
    """`alone`: no portal may run on this data folder meanwhile. Nothing where DATABASE_URL says another server.

    Raises BackupFailed.
    """
    if word("DATABASE_URL"):
        yield
        return
    try:
        locked = lock(settings.DATA_DIR)
    except AlreadyRunning as portal:
        if alone:
            raise BackupFailed(f"{portal} Stop it first.") from None
        yield
        return
    with locked:
        try:
            server = embedded_postgres.start(settings.DATA_DIR / "postgres")
        except (RuntimeError, OSError) as error:
            raise BackupFailed(str(error), "database") from error
        try:
            yield
        finally:
            embedded_postgres.stop(server)
