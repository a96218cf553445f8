"""Private files in an S3 store, with the promises of the disk (docs/decisions/0032-files-in-a-store.md).

Named by the settings alone: importing boto3 takes a second, which only they pay who have such a store.
"""

import base64
import errno
import hashlib
import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from .storage import StoreLost

# Seconds. A store that hangs holds a request for twice the answer's time and the pause between two tries: under ten.
CONNECTED_WITHIN, ANSWERED_WITHIN, TRIES = 2, 4, 2
LEFT_ALONE = 5  # seconds after that: or each of a page's pictures would hold a thread of the portal as long
SIGNED_FOR = 60  # seconds in which a browser has to follow a signed address
IN_MEMORY = 2 * 1024 * 1024  # bytes of a file; what is larger waits on the disk
_logger = logging.getLogger("portal.files")


class PrivateS3Storage(S3Storage):  # type: ignore[misc]  # untyped
    """Nothing here has an address but for a minute, after a view has checked who asks (`signed_url`)."""

    file_overwrite = False
    default_acl = None  # private, as the bucket says
    _lost_until = 0.0

    def __init__(self, **options: Any) -> None:
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},  # one form for all stores: MinIO knows no host for each bucket
            connect_timeout=CONNECTED_WITHIN,
            read_timeout=ANSWERED_WITHIN,
            retries={"mode": "standard", "total_max_attempts": TRIES},
        )
        super().__init__(client_config=config, **options)

    @cached_property
    def connection(self) -> Any:
        """One for the process: its client may be used by all threads, and each further one would cost 10 MB."""
        return self._create_session().resource(
            "s3", region_name=self.region_name, endpoint_url=self.endpoint_url, config=self.client_config
        )

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    @contextmanager
    def _asking(self, name: str, *, is_last_try: bool = False) -> Iterator[None]:
        """Raises FileNotFoundError, StoreLost, OSError where there is no room."""
        if time.monotonic() < self._lost_until and not is_last_try:
            raise StoreLost("left alone for some seconds")
        try:
            yield
        except ClientError as error:
            raise _said(error.response, name) from error
        except BotoCoreError as error:
            self._lost_until = time.monotonic() + LEFT_ALONE
            _logger.warning("the store of files is lost: %s", type(error).__name__)
            raise StoreLost(type(error).__name__) from error

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        """Fetched whole before the first byte is given out, so that no half of a file goes out as one."""
        if mode != "rb":
            raise ValueError("private files are saved whole")
        with ExitStack() as unless_whole:
            content = unless_whole.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
            with self._asking(name):
                answer = self._client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name))
                shutil.copyfileobj(answer["Body"], content)
            content.seek(0)
            unless_whole.pop_all()
        return File(content, name)

    def _save(self, name: str, content: "File[Any]") -> str:
        """In one request, so whole or not at all; the store counts the SHA-256 again and refuses another content."""
        digest = hashlib.sha256()
        for chunk in content.chunks():
            digest.update(chunk)
        content.seek(0)
        with self._asking(name):
            self._client.put_object(
                Bucket=self.bucket_name,
                Key=self._normalize_name(name),
                Body=content.file,
                ContentType="application/octet-stream",
                ChecksumSHA256=base64.b64encode(digest.digest()).decode(),
            )
        return name

    def delete(self, name: str) -> None:
        """Tried even where the store was lost a moment ago: what is not deleted now, nobody deletes later."""
        with self._asking(name, is_last_try=True):  # a bucket that is not there refuses; an object need not be there
            self._client.delete_object(Bucket=self.bucket_name, Key=self._normalize_name(name))

    def exists(self, name: str) -> bool:
        with self._asking(name):
            if super().exists(name):
                return True
            # The same 404 is said of an object and of a bucket that is not there.
            self._client.list_objects_v2(Bucket=self.bucket_name, Prefix=self._normalize_name(name), MaxKeys=1)
            return False

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with self._asking(path):
            folders, files = super().listdir(path)
        return folders, files

    def size(self, name: str) -> int:
        with self._asking(name):
            return int(super().size(name))

    def url(self, name: str | None, *_more: Any, **_named: Any) -> str:
        raise ValueError("private files have no address")

    def signed_url(self, name: str, *, content_type: str, disposition: str, cached: str) -> str:
        """For SIGNED_FOR seconds, with what the store is to say of the file; all of it is signed."""
        said = {
            "ResponseContentType": content_type,
            "ResponseContentDisposition": disposition,
            "ResponseCacheControl": cached,
        }
        asked = {"Bucket": self.bucket_name, "Key": self._normalize_name(name), **said}
        with self._asking(name):
            return str(self._client.generate_presigned_url("get_object", Params=asked, ExpiresIn=SIGNED_FOR))


def _said(response: dict[str, Any], name: str) -> OSError:
    """A refusal of the store in the words of the disk. "404" is what is said of a file without a body."""
    code, status = response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]
    if code in {"NoSuchKey", "404"}:
        return FileNotFoundError(errno.ENOENT, "no such file in the store", name)
    _logger.warning("the store of files refuses: %s", code)
    if status == HTTPStatus.INSUFFICIENT_STORAGE or "QuotaExceeded" in code:
        return OSError(errno.ENOSPC, "no room left in the store", name)
    return StoreLost(code)
