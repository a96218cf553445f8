from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_counts() -> Iterator[None]:
    """What limits count is kept in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()
