"""Where no mail server is configured, e-mails lie in a folder; they hold sign-in codes, so its owner alone reads it."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends import filebased
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.retention import RetentionKind, limit_of

LETTER_DAYS = 14


def tidy(folder: Path) -> int:
    """Take away the letters of two weeks ago and before; returns how many."""
    old = _written_before(folder, limit_of(LETTERS))
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _written_before(folder: Path, moment: datetime) -> list[Path]:
    oldest = moment.timestamp()
    return [file for file in folder.glob("*.log") if file.stat().st_mtime < oldest]  # as Django names them


LETTERS = RetentionKind(
    key="mailing.letters",
    label=_("E-mails in the folder, where no mail server is set"),
    counted_from=_("the writing"),
    days=LETTER_DAYS,
    overdue=lambda moment: len(_written_before(Path(settings.EMAIL_FILE_PATH), moment)),
)


def forget(folder: Path, address: str) -> None:
    """Take away what lies there for somebody whose address is forgotten: without a mail server nobody would get it."""
    for file in folder.glob("*.log"):
        if f"\nTo: {address}\n".encode() in file.read_bytes():
            file.unlink(missing_ok=True)


class EmailBackend(filebased.EmailBackend):
    stream: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        Path(self.file_path).chmod(0o700)  # one that was made before, too

    def open(self) -> bool:
        """A file of its own for each sending, as Django names it; readable by nobody else before anything is in it."""
        is_new = bool(super().open())
        if is_new:
            os.fchmod(self.stream.fileno(), 0o600)
        return is_new
