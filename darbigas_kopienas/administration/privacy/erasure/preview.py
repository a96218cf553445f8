"""What erasing somebody would meet with, before anybody decides."""

from collections.abc import Iterator
from dataclasses import dataclass

from darbigas_kopienas.people.erasure import Erasure, Remainder, Subject
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.rooms import registered

from .leftovers import leftovers
from .subject import subject_of


@dataclass(frozen=True)
class Preview:
    """`obstacles`: what somebody has to do first; `remainders`: where the person stays named, and by which rule."""

    obstacles: list[str]
    remainders: list[Remainder]


def preview_of(person: Person) -> Preview:
    return preview(subject_of(person))


def preview(subject: Subject) -> Preview:
    """Asked after the erasing with the subject of before, it says where the name still stands."""
    return Preview(obstacles_of(subject), [*_of_rooms(subject), *leftovers(subject)])


def obstacles_of(subject: Subject) -> list[str]:
    """For the page of one's own, too: everybody opens it as often as they like, so no table is looked through."""
    return [text for answer in erasures() if answer.obstacles is not None for text in answer.obstacles(subject)]


def _of_rooms(subject: Subject) -> Iterator[Remainder]:
    for answer in erasures():
        if answer.remainders is not None:
            yield from answer.remainders(subject)


def erasures() -> list[Erasure]:
    """The floor of people last: by its rows the others know what is theirs."""
    rooms = sorted(registered(), key=lambda room: room.name == "people")
    return [room.erasure for room in rooms if room.erasure is not None]
