"""What the portal writes to its log while a test runs, as whoever collects the lines gets it."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from darbigas_kopienas.runtime.logs import JsonLines


class Written(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def of(self, logger: str) -> list[dict[str, Any]]:
        return [said for line in self.lines if (said := json.loads(line))["logger"] == logger]

    @property
    def events(self) -> list[str]:
        """Of the security log: what happened, and how it ended."""
        return [said["message"] for said in self.of("portal.security")]


@pytest.fixture
def written() -> Iterator[Written]:
    root, handler = logging.getLogger(), Written()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.setLevel(level)
    root.removeHandler(handler)
