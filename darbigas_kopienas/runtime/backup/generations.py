"""The nightly backups: when the next one is due, and which are given up for it. Those made by hand stay."""

import re
from contextlib import suppress
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings

from darbigas_kopienas.administration.upkeep.models import Backup
from darbigas_kopienas.values import clock

from .create import INCOMPLETE, NIGHTLY

NIGHT = time(2)  # in Riga; nobody works, and a day's work is whole
MOST_INCOMPLETE = 2  # they push out no whole one
_NAME = re.compile(rf"({NIGHTLY}|{INCOMPLETE})-(\d{{4}}-\d\d-\d\dT\d{{6}})Z\.tar(\.age)?")


def is_due() -> bool:
    """Whether none was made since the last 02:00: also at noon, where the machine is switched off by night.

    Another machine may have made it, in a folder of its own. What is dated in the future, by a clock that was put
    right since, is not counted.
    """
    begun = [moment for _path, _kind, moment in _stored() if moment <= clock.now()]
    begun += Backup.objects.good().filter(name__startswith=NIGHTLY).values_list("started_at", flat=True)[:1]
    return not begun or max(begun) < _last_night()


def thin_out() -> None:
    """Keep the newest BACKUP_GENERATIONS. Asked when a new one is there, so there is never one too few."""
    for kind, most in ((NIGHTLY, settings.BACKUP_GENERATIONS), (INCOMPLETE, MOST_INCOMPLETE)):
        newest = sorted((moment, path) for path, said, moment in _stored() if said == kind)
        for _moment, old in newest[:-most]:
            with suppress(OSError):
                old.unlink()


def _stored() -> list[tuple[Path, str, datetime]]:
    """Where each lies, of which kind it is, and its moment."""
    there = ((path, _NAME.fullmatch(path.name)) for path in Path(settings.BACKUP_DIR).glob("*.tar*") if path.is_file())
    return [(path, said[1], datetime.strptime(f"{said[2]}+0000", "%Y-%m-%dT%H%M%S%z")) for path, said in there if said]


def _last_night() -> datetime:
    now = clock.local(clock.now())
    tonight = datetime.combine(now.date(), NIGHT, tzinfo=clock.RIGA)
    return tonight if tonight <= now else tonight - timedelta(days=1)
