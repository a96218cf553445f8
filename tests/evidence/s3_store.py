"""A store of the tests' own, and its check of a signature, which it does not make itself."""

import hashlib
import hmac
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import boto3
from django.utils.module_loading import import_string
from moto.server import ThreadedMotoServer

from darbigas_kopienas.runtime.file_stores import s3_store, storages

BUCKET, SECRET = "darbigas", "a secret of tests"
KEYS = {"access_key": "tests", "secret_key": SECRET}


def storage_at(endpoint: str, bucket: str = BUCKET) -> Any:
    """As the settings make it."""
    said = storages(s3_store(bucket=bucket, endpoint=endpoint, region="", **KEYS))["default"]
    return import_string(said["BACKEND"])(**said["OPTIONS"])


@contextmanager
def running() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    said = {"region_name": "us-east-1", "aws_access_key_id": "tests", "aws_secret_access_key": SECRET}
    boto3.Session().client("s3", endpoint_url=endpoint, **said).create_bucket(Bucket=BUCKET)
    yield endpoint
    server.stop()


@contextmanager
def silent() -> Iterator[str]:
    """Takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def is_signed(address: str) -> bool:
    """AWS Signature Version 4 of an address, by its description: of all that it says, for the host, with the secret."""
    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query))
    signature = said.pop("X-Amz-Signature", "")
    query = "&".join(f"{quote(name, safe='')}={quote(said[name], safe='')}" for name in sorted(said))
    asked = f"GET\n{parts.path}\n{query}\nhost:{parts.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
    day_and_place = said.get("X-Amz-Credential", "").partition("/")[2]
    digest = hashlib.sha256(asked.encode()).hexdigest()
    key = f"AWS4{SECRET}".encode()
    for part in day_and_place.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signed = f"AWS4-HMAC-SHA256\n{said.get('X-Amz-Date')}\n{day_and_place}\n{digest}"
    return hmac.compare_digest(signature, hmac.digest(key, signed.encode(), "sha256").hex())
