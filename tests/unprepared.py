"""Prepared statements forgotten, so that a test puts them together itself, whatever ran before it in the process."""

from types import ModuleType
from weakref import WeakKeyDictionary

import pytest

from darbigas_kopienas.values.prepared_queries import Asked


def forget(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> None:
    """Every question of the module, until the test ends."""
    for question in vars(module).values():
        if isinstance(question, Asked):
            monkeypatch.setattr(question, "_statements", [])
            monkeypatch.setattr(question, "_names", WeakKeyDictionary())
