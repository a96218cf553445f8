"""The file of a backup: a tar, written and read as a stream. Of an encrypted one no plain copy is ever made.

Encrypting is done by a thread at the other end of a pipe: the library reads one file and writes another.
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyrage

from .errors import BackupFailed
from .keys import keys_in

if TYPE_CHECKING:
    from typing_extensions import Buffer

ENCRYPTED = ".age"
HALF = "This is not a whole backup: the file ends too early or was changed. Use another one."
Digests = dict[str, list[object]]  # sha256 and size in bytes, by the member's name


class _Hashed:
    """Reads from another file, and knows afterwards what it read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        content = self.file.read(size)
        self.digest.update(content)
        self.size += len(content)
        return content

    @property
    def result(self) -> list[object]:
        return [self.digest.hexdigest(), self.size]


class Writer:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.digests: Digests = {}

    def add(self, name: str, file: IO[bytes], size: int) -> None:
        """Raises OSError; and where the file is shorter than said."""
        member, hashed = tarfile.TarInfo(name), _Hashed(file)
        member.size, member.mode = size, 0o600
        self.tar.addfile(member, hashed)
        self.digests[name] = hashed.result


class Member:
    """A file of the backup; to be read before the next one is."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self.name, self._hashed = name, _Hashed(file)
        self.read = self._hashed.read

    @property
    def digest(self) -> list[object]:
        """Of all of it, read or not."""
        while self.read(1 << 20):
            pass
        return self._hashed.result


@contextmanager
def written(path: Path, recipient: str) -> Iterator[Writer]:
    """A new file at that place when all went well, else none. Empty recipient: not encrypted. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with _Private(_new_file(unfinished)) as out:
            with (
                _encrypted(out, recipient) if recipient else nullcontext(out) as target,
                tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                yield Writer(tar)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def opened(path: Path, identity: str) -> Iterator[Iterator[Member]]:
    """The members in their order. `identity` is the file with the secret key. Raises BackupFailed, OSError.

    A file that ends too early may look whole until its last member is missed.
    """
    with (
        path.open("rb") as source,
        _decrypted(source, identity) if path.suffix == ENCRYPTED else nullcontext(source) as plain,
    ):
        try:
            with tarfile.open(fileobj=plain, mode="r|") as tar:
                yield _members(tar)
        except (tarfile.TarError, EOFError) as error:
            raise BackupFailed(HALF) from error


def _members(tar: tarfile.TarFile) -> Iterator[Member]:
    for member in tar:
        file = tar.extractfile(member)
        if file is None:
            raise BackupFailed(HALF)
        yield Member(member.name, file)


class _Private(io.BufferedWriter):
    """A new file for us alone, that remembers why a write failed: the library says it in other words."""

    error: OSError | None = None

    def write(self, content: "Buffer", /) -> int:
        try:
            return super().write(content)
        except OSError as error:
            self.error = error
            raise


def _new_file(path: Path) -> io.FileIO:
    return io.FileIO(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600))


@contextmanager
def _encrypted(out: _Private, recipient: str) -> Iterator[IO[bytes]]:
    key = pyrage.x25519.Recipient.from_str(recipient)
    reading, writing = os.pipe()

    def encrypt() -> None:
        with os.fdopen(reading, "rb") as plain:  # closed when this fails, so that whoever writes is not left waiting
            pyrage.encrypt_io(plain, out, [key])

    with ThreadPoolExecutor(1) as pool:
        encrypting = pool.submit(encrypt)
        try:
            with os.fdopen(writing, "wb") as pipe:
                yield pipe
            encrypting.result()
        except (BrokenPipeError, pyrage.EncryptError) as error:
            if out.error is None:
                raise BackupFailed("Encrypting failed.") from error
            raise out.error from None


@contextmanager
def _decrypted(source: IO[bytes], identity: str) -> Iterator[IO[bytes]]:
    keys = keys_in(identity)
    reading, writing = os.pipe()

    def decrypt() -> None:
        with suppress(BrokenPipeError), os.fdopen(writing, "wb") as pipe:
            pyrage.decrypt_io(source, pipe, keys)

    with ThreadPoolExecutor(1) as pool:
        decrypting = pool.submit(decrypt)
        try:
            with os.fdopen(reading, "rb") as plain:  # closed when nobody reads on, so that the thread ends
                yield plain
        except BackupFailed:
            if "No matching keys" in str(decrypting.exception()):
                raise BackupFailed("The key of BACKUP_IDENTITY does not open this backup.") from None
            raise
