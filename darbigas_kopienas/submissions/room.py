"""What drafts and submissions say to the other floors (rooms.py)."""

from datetime import timedelta

from darbigas_kopienas.rooms import Room

from . import own_data

ROOM = Room(name="submissions", schedule={"submissions.tidy": timedelta(hours=1)}, own_data=own_data.gather)
