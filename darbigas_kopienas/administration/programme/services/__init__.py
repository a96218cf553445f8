"""Deeds on a grant beside typing in its facts (`programme.facts.services`)."""

from .decisions import MilestoneDone, finish_milestone, write_files
from .programmes import DaysOutside, NothingToAdd, add_programme, add_proposed_periods, edit_programme

__all__ = [
    "DaysOutside",
    "MilestoneDone",
    "NothingToAdd",
    "add_programme",
    "add_proposed_periods",
    "edit_programme",
    "finish_milestone",
    "write_files",
]
