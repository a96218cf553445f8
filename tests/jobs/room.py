"""A room of tests, with one kind of work."""

from typing import Any

from darbigas_kopienas.rooms import Room, Work, register


def do_by(handler: Any, title: str = "") -> None:
    """From now on "test.work" is done so."""
    register(Room(name="test", jobs={"test.work": Work(handler, title)}))
