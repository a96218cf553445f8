"""A server that a test took away is not remembered by the next."""

from collections.abc import Iterator

import pytest

from darbigas_kopienas.runtime.database import base


@pytest.fixture(autouse=True)
def _server_is_tried_again() -> Iterator[None]:
    yield
    base._thread.gave_up_at = float("-inf")
