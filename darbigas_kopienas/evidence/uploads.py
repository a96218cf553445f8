"""What may be uploaded: how large a file may be, and of which types.

What a file is, its content says. Its name and the browser's word count for nothing but a contradiction.
"""

import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from .errors import EmptyFile, FileTooLarge, HasMacros, NotWhatItSays, TypeNotAllowed

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
ASIC_E = "application/vnd.etsi.asic-e+zip"

# Packages that say what they are in their first entry, and the folder that names an Office file.
BY_MIMETYPE = {f"{ODF}text": ("odt",), f"{ODF}spreadsheet": ("ods",), f"{ODF}presentation": ("odp",)} | {
    ASIC_E: ("edoc", "asice", "sce")
}
BY_FOLDER = {
    "word/": (f"{OOXML}wordprocessingml.document", ("docx",)),
    "xl/": (f"{OOXML}spreadsheetml.sheet", ("xlsx",)),
    "ppt/": (f"{OOXML}presentationml.presentation", ("pptx",)),
}
PICTURES = ("jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "heic", "heif")
# What a chooser offers is what is taken: `image/*` would offer drawings and scans too.
PICTURES_OFFERED = "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif,.jfif,.heic,.heif"
KNOWN = {"pdf", *PICTURES, "docx", "xlsx", "pptx", *(extension for many in BY_MIMETYPE.values() for extension in many)}
HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}

# A workbook of 289 kB can unpack to 300 MB: the directory is read before anything is unpacked.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 10_000
MAX_MIMETYPE = 200  # bytes
_DAMAGED = (  # what a broken or hostile package raises while it is read
    zipfile.BadZipFile,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
)


@dataclass(frozen=True)
class Sniffed:
    content_type: str
    extensions: tuple[str, ...]

    @property
    def is_picture(self) -> bool:
        return self.extensions == PICTURES


def content_of(upload: "UploadedFile[Any]") -> bytes:
    """All of it. Raises EmptyFile, and FileTooLarge above `settings.UPLOAD_MAX_BYTES`."""
    limit: int = settings.UPLOAD_MAX_BYTES
    if not upload.size:
        raise EmptyFile
    if upload.size > limit:
        raise FileTooLarge(limit=limit // (1024 * 1024))
    upload.seek(0)
    return bytes(upload.read())


def sniff(content: bytes, name: str) -> Sniffed:
    """Raises TypeNotAllowed, HasMacros, or NotWhatItSays where the name promises something else."""
    extension = PurePath(name).suffix.lower().lstrip(".")
    sniffed = _by_content(content)
    if sniffed is None:
        raise NotWhatItSays if extension in KNOWN else TypeNotAllowed
    if sniffed.is_picture and extension not in KNOWN:  # drawn anew, whatever a program called it
        return sniffed
    if extension and extension not in sniffed.extensions:
        raise NotWhatItSays if extension in KNOWN else TypeNotAllowed
    return sniffed


def is_png_or_jpeg(content: bytes) -> bool:
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def _by_content(content: bytes) -> Sniffed | None:
    if b"%PDF-" in content[:1024]:
        return Sniffed("application/pdf", ("pdf",))
    if _is_picture(content):
        return Sniffed("image/*", PICTURES)
    if content[:4] == b"PK\x03\x04":
        return _package(content)
    return None


def _is_picture(content: bytes) -> bool:
    head = content[:16]
    return (
        head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS)
    )


def _package(content: bytes) -> Sniffed | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            _refuse_bomb(entries, len(content))
            names = [entry.filename for entry in entries]
            _refuse_macros(names)
            if names and names[0] == "mimetype" and entries[0].file_size <= MAX_MIMETYPE:
                return _named(package.read("mimetype").decode("ascii", "replace").strip())
    except _DAMAGED as error:
        raise NotWhatItSays from error
    return _office(names)


def _named(mimetype: str) -> Sniffed | None:
    extensions = BY_MIMETYPE.get(mimetype)
    return Sniffed(mimetype, extensions) if extensions else None


def _office(names: list[str]) -> Sniffed | None:
    if "[Content_Types].xml" not in names:
        return None
    for folder, (content_type, extensions) in BY_FOLDER.items():
        if any(name.startswith(folder) for name in names):
            return Sniffed(content_type, extensions)
    return None


def _refuse_bomb(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * packed:
        raise NotWhatItSays


def _refuse_macros(names: list[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise HasMacros
