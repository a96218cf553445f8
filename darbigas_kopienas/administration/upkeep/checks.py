"""Whether the portal may be given work, and since when what waits has waited: for the page, /readyz and /metrics."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min

from darbigas_kopienas.jobs.models import SWEEP, Job, LastRun, State
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.values import clock

from .models import OVERDUE_AFTER, Backup


@dataclass(frozen=True)
class Space:
    """Of a disk, in bytes."""

    free: int
    total: int

    @property
    def share(self) -> float:
        """Of it that is free, between 0 and 1."""
        return self.free / self.total


def parts() -> dict[str, bool]:
    """What must hold before the portal is given work. A part that cannot be asked does not hold."""
    return {name: _passes(check) for name, check in PARTS.items()}


def moments() -> dict[str, datetime | None]:
    """Since when; None where there is none, or nobody to ask."""
    return {name: _moment(asked) for name, asked in MOMENTS.items()}


def seconds(moments_asked: dict[str, datetime | None]) -> dict[str, int | None]:
    now = clock.now()
    return {name: None if at is None else int((now - at).total_seconds()) for name, at in moments_asked.items()}


def unapplied_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_backup_overdue(last_good: datetime | None) -> bool:
    """Also where none ever was good, once one failed. Where none are made by night, nobody waits for any."""
    if not settings.BACKUP_GENERATIONS:
        return False
    if last_good is not None:
        return clock.now() - last_good > OVERDUE_AFTER
    return Backup.objects.exists()


def spaces() -> dict[str, Space]:
    """Of the disks on which the portal's data and its backups lie; one that cannot be asked is left out."""
    folders = {"data": Path(settings.DATA_DIR), "backups": Path(settings.BACKUP_DIR)}
    known = {}
    for name, folder in folders.items():
        try:
            usage = shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists()))
        except OSError:
            continue
        known[name] = Space(usage.free, usage.total)
    return known


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # noqa: BLE001  (whatever it is, the answer is "not ready")
        return False


def _moment(asked: Callable[[], datetime | None]) -> datetime | None:
    try:
        return asked()
    except Exception:  # noqa: BLE001  (the parts say what is missing)
        return None


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    return not unapplied_migrations()


def _broker() -> bool:
    with current_app.connection_for_write() as broker:
        broker.default_channel  # noqa: B018  (opening it asks Redis)
    return True


def _is_swept() -> bool:
    """A worker with long work in both hands sweeps afterwards; that it works says its lease."""
    return not LastRun.objects.overdue_sweep().exists() or Job.objects.in_hand().exists()


def _are_letters_sent() -> bool:
    return not OutgoingMail.objects.overdue().exists()


PARTS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
    "sweep": _is_swept,
    "letters": _are_letters_sent,
}
MOMENTS: dict[str, Callable[[], datetime | None]] = {
    "since_sweep": lambda: LastRun.objects.filter(task=SWEEP).values_list("ended_at", flat=True).first(),
    "oldest_letter": lambda: OutgoingMail.objects.due().values_list("due_at", flat=True).first(),
    "oldest_job": lambda: Job.objects.filter(state=State.WAITING).aggregate(first=Min("created_at"))["first"],
    "since_backup": lambda: Backup.objects.good().order_by("-ended_at").values_list("ended_at", flat=True).first(),
}
