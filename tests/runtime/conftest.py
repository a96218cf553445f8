"""A server that a test took away is not remembered by the next, nor that a supervisor ignores signals at its end."""

import signal
from collections.abc import Iterator

import pytest

from darbigas_kopienas.runtime.database import base


@pytest.fixture(autouse=True)
def _server_is_tried_again() -> Iterator[None]:
    yield
    base._thread.gave_up_at = float("-inf")


@pytest.fixture(autouse=True)
def _signals_are_heard_again() -> Iterator[None]:
    """Ignored here they would be ignored by every process that a later test starts, which then had to be killed."""
    before = {sent: signal.getsignal(sent) for sent in (signal.SIGINT, signal.SIGTERM)}
    yield
    for sent, handler in before.items():
        signal.signal(sent, handler)
