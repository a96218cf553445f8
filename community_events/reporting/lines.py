"""One held event, one deviation, one photo: plain values that no longer know the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from darbigas_kopienas.participation.registration.identity import Identity
from darbigas_kopienas.values.figures import Photo, TextPair


@dataclass(frozen=True)
class EventLine:
    """One held event."""

    pk: int
    activity_id: int
    day: date
    title: TextPair
    place: str
    type: str
    component: str
    municipality: TextPair | None
    by_group: tuple[tuple[str, int], ...]
    attendances: int
    organisations: tuple[str, ...] = ()
    people: frozenset[Identity] = frozenset()
    unique_counted: int = 0

    @property
    def unique(self) -> int:
        return self.unique_counted + len(self.people)


@dataclass(frozen=True)
class DeviationLine:
    """An event that did not happen as planned, and why."""

    activity_id: int
    component: str
    text: TextPair


@dataclass(frozen=True)
class PhotoLine:
    """A photo of a held event that may be shown to anybody."""

    component: str
    photo: Photo


def unique_of(events: Iterable[EventLine]) -> int:
    """Different people over these events; see participation.participants.unique_people for the rule."""
    lines = list(events)
    people: set[Identity] = set()
    people.update(*(line.people for line in lines))
    return len(people) + sum(line.unique_counted for line in lines)
