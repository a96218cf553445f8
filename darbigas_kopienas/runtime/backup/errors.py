"""Why a backup could not be made or restored."""

import errno

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class BackupFailed(Exception):
    """Said to the operator as one sentence. `code` is a value of the upkeep pages' `Backup.Failure`."""

    def __init__(self, sentence: str, code: str = "unexpected") -> None:
        super().__init__(sentence)
        self.code = code


def of_storage(error: OSError) -> BackupFailed:
    """The disk's refusal, in words."""
    if error.errno in FULL:
        return BackupFailed("The disk is full. Nothing was left behind; earlier backups are as they were.", "disk_full")
    return BackupFailed(f"A file could not be read or written: {error.strerror or type(error).__name__}.", "storage")
