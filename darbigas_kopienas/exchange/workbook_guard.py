"""The door for tables sent in: what a workbook would unpack to is asked before anything is unpacked."""

import zipfile
from typing import IO

from django.utils.translation import gettext as _

MAX_UNPACKED = 60 * 1024 * 1024
MAX_RATIO = 150  # honest sheets shrink to a tenth or a fiftieth; a 289 kB bomb held 300 MB
MAX_PARTS = 500
_RATIO_COUNTS_FROM = 1024 * 1024  # a small part may shrink as much as it likes
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # Microsoft's own container: old workbooks, and new ones locked
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}


class UnreadableFile(Exception):
    """A table sent in cannot be read; `str()` says why in the active language."""


class TableRefused(UnreadableFile):
    """The file can be read but is not the table that was asked for; `str()` says why in the active language."""


class NotAWorkbook(UnreadableFile):
    """Not an XLSX file, whatever its name says."""

    def __str__(self) -> str:
        return _("This is not an Excel workbook (.xlsx). Save the table as .xlsx or .csv and try again.")


class OldWorkbook(UnreadableFile):
    """What Excel wrote until 2003."""

    def __str__(self) -> str:
        return _("This is an old Excel workbook (.xls). Save the table as .xlsx or .csv and try again.")


class LockedWorkbook(UnreadableFile):
    """A workbook behind a password."""

    def __str__(self) -> str:
        return _("The workbook is protected by a password. Save it without the password and try again.")


class WorkbookTooLarge(UnreadableFile):
    """It would unpack to more than the portal reads."""

    def __str__(self) -> str:
        return _("The workbook is too large. Remove pictures and unused sheets, or send it in parts.")


class NotText(UnreadableFile):
    """Not a CSV file in an encoding that is used here."""

    def __str__(self) -> str:
        return _("This is not a text table. Save it as CSV (UTF-8) and try again.")


def check_workbook(file: IO[bytes]) -> None:
    """Read only the directory of the zip; raises UnreadableFile with what it is instead. The file is rewound."""
    file.seek(0)
    if file.read(len(_COMPOUND)) == _COMPOUND:
        content = _COMPOUND + file.read()
        file.seek(0)
        raise LockedWorkbook if _LOCKED in content else OldWorkbook
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise NotAWorkbook from error
    finally:
        file.seek(0)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise WorkbookTooLarge
    if any(_swells(part) for part in parts):
        raise WorkbookTooLarge
    is_encrypted = any(part.flag_bits & 0x1 for part in parts)
    is_odd = any(part.compress_type not in _METHODS for part in parts)
    if is_encrypted or is_odd or not {part.filename for part in parts} >= _NEEDED:
        raise NotAWorkbook


def _swells(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _RATIO_COUNTS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1)
