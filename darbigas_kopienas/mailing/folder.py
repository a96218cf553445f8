"""Where no mail server is configured, e-mails lie in a folder; they hold sign-in codes, so its owner alone reads it."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends import filebased

STAYS_FOR = timedelta(days=30)


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


def tidy() -> int:
    """Delete the letters that nobody has fetched for a month; returns how many."""
    before = time.time() - STAYS_FOR.total_seconds()
    old = [letter for letter in Path(settings.EMAIL_FILE_PATH).glob("*.log") if letter.stat().st_mtime < before]
    for letter in old:
        letter.unlink(missing_ok=True)
    return len(old)
