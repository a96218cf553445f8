"""Which permission is needed to change an activity: a seminar is written by those who write seminars."""

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.programme.access import Permission


def to_write(kind: str) -> Permission:
    return Permission.WRITE_SEMINAR if kind == Activity.Kind.SEMINAR else Permission.WRITE_ACTIVITY


def to_publish(kind: str) -> Permission:
    """A seminar is announced by whoever plans it."""
    return Permission.WRITE_SEMINAR if kind == Activity.Kind.SEMINAR else Permission.PUBLISH
