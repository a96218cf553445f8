"""The nightly backups: when the next one is due, and which are given up for it. Those made by hand stay."""

from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings

from darbigas_kopienas.values import clock

from .create import NIGHTLY

NIGHT = time(2)  # in Riga; nobody works, and a day's work is whole


def nightly() -> list[Path]:
    """Newest first."""
    return sorted(Path(settings.BACKUP_DIR).glob(f"{NIGHTLY}-*"), reverse=True)


def is_due() -> bool:
    """Whether none was made since the last 02:00: also at noon, where the machine is switched off by night."""
    newest = next(iter(nightly()), None)
    return newest is None or _moment(newest) < _last_night()


def thin_out() -> None:
    """Keep the newest BACKUP_GENERATIONS. Asked when a new one is whole, so there is never one too few."""
    for old in nightly()[settings.BACKUP_GENERATIONS :]:
        old.unlink(missing_ok=True)


def _moment(path: Path) -> datetime:
    word = path.name.removeprefix(f"{NIGHTLY}-").split(".")[0]
    return datetime.strptime(f"{word[:-1]}+0000", "%Y-%m-%dT%H%M%S%z")


def _last_night() -> datetime:
    now = clock.now().astimezone(clock.RIGA)
    tonight = datetime.combine(now.date(), NIGHT, tzinfo=clock.RIGA)
    return tonight if tonight <= now else tonight - timedelta(days=1)
