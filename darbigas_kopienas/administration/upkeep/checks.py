"""Whether the portal may be given work, and since when what waits has waited: for the page, /readyz and /metrics."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import QuerySet, Value

from darbigas_kopienas.jobs.models import SWEEP, SWEEP_OVERDUE_AFTER, Job, LastRun, State
from darbigas_kopienas.mailing.models import OVERDUE_AFTER as OVERDUE_MAIL_AFTER
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.values import clock

from .models import OVERDUE_AFTER, Backup

NAMES = ("since_sweep", "oldest_letter", "oldest_job", "since_backup")
Moments = dict[str, datetime | None] | None


@dataclass(frozen=True)
class Space:
    """Of a disk, in bytes."""

    free: int
    total: int

    @property
    def share(self) -> float:
        """Of it that is free, between 0 and 1."""
        return self.free / self.total


def moments() -> Moments:
    """Since when; None where there is none. All in one statement; None altogether where nobody can be asked."""
    asked = [rows.values_list(Value(name), column)[:1] for name, rows, column in _oldest()]
    try:
        return {**dict.fromkeys(NAMES), **dict(asked[0].union(*asked[1:], all=True))}
    except Error:
        return None


def parts(read: Moments) -> dict[str, bool]:
    """What must hold before the portal is given work, of `moments`. A part that cannot be asked does not hold."""
    return {
        "database": _passes(_database),
        "migrations": _passes(lambda: not unapplied_migrations()),
        "broker": is_broker_there(),
        "sweep": read is not None and _passes(lambda: is_swept(read["since_sweep"])),
        "letters": read is not None and are_mails_sent(read["oldest_letter"]),
    }


def seconds(read: Moments) -> dict[str, int | None]:
    now = clock.now()
    moments_read = read or dict.fromkeys(NAMES)
    return {name: None if at is None else int((now - at).total_seconds()) for name, at in moments_read.items()}


def is_swept(at: datetime | None) -> bool:
    """True on a portal that never swept: its e-mails and jobs say soon enough that nobody works.

    A worker with long work in both hands sweeps afterwards; that it works says its lease.
    """
    return at is None or clock.now() - at <= SWEEP_OVERDUE_AFTER or Job.objects.in_hand().exists()


def is_broker_there() -> bool:
    return _passes(_broker)


def are_mails_sent(oldest: datetime | None) -> bool:
    return oldest is None or clock.now() - oldest <= OVERDUE_MAIL_AFTER


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


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _broker() -> bool:
    with current_app.connection_for_write() as broker:
        broker.default_channel  # noqa: B018  (opening it asks Redis)
    return True


def _oldest() -> list[tuple[str, QuerySet[Any], str]]:
    return [
        ("since_sweep", LastRun.objects.filter(task=SWEEP), "ended_at"),
        ("oldest_letter", OutgoingMail.objects.due().order_by("due_at"), "due_at"),
        ("oldest_job", Job.objects.filter(state=State.WAITING).order_by("created_at"), "created_at"),
        ("since_backup", Backup.objects.good().order_by("-ended_at"), "ended_at"),
    ]
