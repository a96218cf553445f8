"""What the floor of processes says to the others (rooms.py)."""

from datetime import timedelta

from darbigas_kopienas.rooms import Room

ROOM = Room(name="runtime", schedule={"runtime.back_up": timedelta(hours=1)})
