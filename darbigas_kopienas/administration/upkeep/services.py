"""Backups leave a row each, so that a missing one is noticed."""

from datetime import datetime

from django.db import transaction

from darbigas_kopienas.administration.upkeep.models import Backup
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock

MOST = 100  # rows; older ones tell nobody anything


@transaction.atomic
def note_backup(
    *, by: Actor, started_at: datetime, name: str, size: int, files: int, is_encrypted: bool, failure: str = ""
) -> Backup:
    """`size` in bytes; `failure` a value of Backup.Failure, a file may be there all the same."""
    ended_at = max(clock.now(), started_at)  # a clock may be put right meanwhile
    backup = Backup.objects.create(
        started_at=started_at,
        ended_at=ended_at,
        name=name,
        size=size,
        files=files,
        is_encrypted=is_encrypted,
        failure=failure,
    )
    verb = "backup.failed" if failure else "backup.made"
    record(by=by, verb=verb, obj=backup, changes={"size": size, "files": files})
    stay = set(Backup.objects.order_by("-ended_at", "-pk").values_list("pk", flat=True)[:MOST])
    if last_good := Backup.objects.last_good():  # however long ago: by it one that is late is noticed
        stay.add(last_good.pk)
    Backup.objects.exclude(pk__in=stay).delete()
    return backup
