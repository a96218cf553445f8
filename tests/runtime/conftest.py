"""A server that a test took away is not remembered by the next, nor that a supervisor ignores signals at its end."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from darbigas_kopienas.runtime.database import base
from tests import databases
from tests.machine import WORKER


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


@pytest.fixture
def empty_machine(settings: Settings, tmp_path: Path) -> Iterator[str]:
    """The default connection and the files are those of an empty place, as its owner; the database’s name."""
    name = f"empty_{WORKER}_machine"
    with databases.superuser("postgres") as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} OWNER portal_owner")
    usual = connection.settings_dict["NAME"]
    with databases.as_owner():
        connection.settings_dict["NAME"] = name
        settings.MEDIA_ROOT = tmp_path / "empty"
        yield name
        connection.close()
        connection.settings_dict["NAME"] = usual
