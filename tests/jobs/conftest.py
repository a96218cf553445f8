from collections.abc import Callable
from typing import Any

import pytest

from darbigas_kopienas import rooms
from darbigas_kopienas.jobs import services
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.programme.actors import SYSTEM, Actor


@pytest.fixture(autouse=True)
def _rooms_of_tests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "_rooms", {})


@pytest.fixture
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What was told to the broker, which is the edge of the machine."""
    sent: list[tuple[Any, ...]] = []
    monkeypatch.setattr(
        "celery.app.base.Celery.send_task", lambda _app, name, args=(), **_more: sent.append((name, *args))
    )
    return sent


@pytest.fixture
def ask(nudged: list[tuple[Any, ...]]) -> Callable[..., Job]:
    def asked(by: Actor = SYSTEM, key: str = "one", kind: str = "test.work", **more: Any) -> Job:
        return services.enqueue(by=by, kind=kind, arguments={"a": 1}, unique_key=key, **more)

    return asked
