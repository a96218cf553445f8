"""A table sent in, its preview confirmed, a table read back."""

import csv
import io
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client


def rows_of(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def table(*lines: str, name: str = "plani.csv", encoding: str = "utf-8") -> dict[str, Any]:
    return {"table": SimpleUploadedFile(name, "\r\n".join(lines).encode(encoding), "text/csv")}


def confirmed(client: Client, address: str, page: Any) -> Any:
    """Press the button of the preview."""
    sealed = re.search(r'name="sealed" value="([^"]+)"', page.content.decode())
    key = re.search(r'name="submission_key" value="([^"]+)"', page.content.decode())
    assert sealed is not None
    assert key is not None
    return client.post(address, {"sealed": sealed[1], "submission_key": key[1]})
